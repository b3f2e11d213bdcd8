"""Who came, as people type it: a line for each group, its number first."""

import re
from collections.abc import Iterable

from services.plans.domain.refusals import Refused
from services.plans.domain.workshops import MOST_GROUPS, MOST_PEOPLE, Attendance

LONGEST_NAME = 200
_LINE = re.compile(r"(?:(\d{1,9})\s+)?(\S.*)", re.ASCII)


def read_attendance(text: str) -> list[Attendance]:
    """Return the groups of the lines: `5 Brook Walkers`, or `Friends` where nobody counted.

    Raises:
        Refused: a line is no group; the message says which and what to do.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) > MOST_GROUPS:
        raise Refused(f"Use {MOST_GROUPS} lines or fewer.")
    return [_read(line) for line in lines]


def write_attendance(groups: Iterable[Attendance]) -> str:
    """Return the lines that read as these groups."""
    return "\n".join(group.name if group.count is None else f"{group.count} {group.name}" for group in groups)


def _read(line: str) -> Attendance:
    found = _LINE.fullmatch(line)
    if found is None or found[2].isdecimal():
        raise Refused(f"“{line}” says no name. Write how many came and from where, like: 3 Oak Trust.")
    count, name = found.groups()
    if len(name) > LONGEST_NAME:
        raise Refused(f"“{line[:40]}…” is too long for a name. Put the rest into the notes.")
    if count and int(count) > MOST_PEOPLE:
        raise Refused(f"“{line}” has more people than a workshop can hold.")
    return Attendance(name=" ".join(name.split()), count=int(count) if count else None)
