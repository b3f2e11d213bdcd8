"""What the demo's partners have said since the workshop, so that a newcomer meets a plan that is alive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.plans.domain.asks import AskKind, Need
from services.plans.domain.commitments import NOTHING, Details
from services.plans.domain.transitions import Action
from shared.contracts import Health

WORKSHOP_DAYS_AGO = 42


@dataclass(frozen=True)
class Said:
    """One thing that the contact of a commitment said, some days ago."""

    days_ago: int
    reference: str
    action: Action
    details: Details = NOTHING
    need: Need | None = None
    link: str | None = None


WAITS = (("A10", "A11"), ("A15", "A9"), ("A20", "A23"), ("A21", "A9"))
"""What waits on what, by reference: people noticed it when the wall was typed up."""


def story(today: date) -> Sequence[Said]:
    """Return everything that was said, the oldest first."""
    return sorted([*_accepted(), *_since(today)], key=lambda said: -said.days_ago)


_ACCEPTED = (
    "A1", "A2", "A3", "A4", "A5", "A6", "A9", "A10", "A11", "A12", "A14", "A15", "A16", "A17", "A19", "A20",
)  # fmt: skip


def _accepted() -> list[Said]:
    return [Said(38 - number, reference, Action.ACCEPT) for number, reference in enumerate(_ACCEPTED)]


_BOARD = Need(text="A third notice board, new or used", kind=AskKind.KIT)
_PAGE = "https://example.org/brindle-brook/notice-boards"


def _since(today: date) -> list[Said]:
    later = Details(due=today + timedelta(days=28), reason="The printer closes for a week")
    return [
        Said(20, "A1", Action.START),
        Said(18, "A4", Action.START),
        Said(17, "A5", Action.FINISH, Details(note="Twelve sets hang by the door. Sign the book, take one.")),
        Said(15, "A20", Action.START, Details(health=Health.ON_TRACK)),
        Said(13, "A9", Action.START),
        Said(12, "A7", Action.REWORD, Details(text="Plant a pocket wood of 400 trees behind the allotments")),
        Said(9, "A10", Action.MOVE, later),
        Said(8, "A18", Action.DECLINE, Details(reason="We are too few in winter. Ask us again in spring.")),
        Said(6, "A1", Action.REPORT, _going(Health.ON_TRACK, "Five walks, eleven people last week.")),
        Said(
            5,
            "A9",
            Action.REPORT,
            _going(Health.AT_RISK, "Two boards are here, the third is not."),
            _BOARD,
            _PAGE,
        ),
        Said(4, "A15", Action.START),
        Said(3, "A20", Action.REPORT, _going(Health.STUCK, "We need each partner's accounts to go on.")),
        Said(2, "A12", Action.FINISH, Details(note="All nine surgeries have the sheet; two asked for more.")),
        Said(1, "A4", Action.REPORT, _going(Health.ON_TRACK, "Second pick: 14 people, 21 bags.")),
    ]


def _going(health: Health, note: str) -> Details:
    return Details(health=health, note=note)
