"""A plan whose people typed hostile text into every field, by sheet, form, API and e-mailed link.

Commitment number n holds the n-th text as its wording, and in each other field one that lies some way
further on, so that over all numbers every field has held every text; over every fifth number, every text
has been in a fifth of the fields.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import requests

from shared.contracts.names import is_legible, name_key
from tests.hostile_words import FAMILIES, HOSTILE
from tests.system.letters import Letter
from tests.system.stages import OneProcess, Visitor

COMMUNITY = f"{FAMILIES['mail'][12]} <script>window.ran=1</script>"
"""Stands in the digest's subject, and ends what each e-mail says of why it came."""

PLANS, NOTIFY = "/plans/api/v1", "/notify/api/v1"
SCOPES = ("plans:read", "plans:write", "partners:read", "notify:read", "notify:write")
TOLD = ("plans.plan_changed.v1", "plans.commitment_changed.v1", "plans.update_recorded.v1")
INNOCENT = ("Oak Trust", "Ash Walker", "ash@example.org")
HELPER = "Helpers"
COUNT = len(HOSTILE)
SHORTEST = 40
"""How long a reference may be."""

STRIDE = 31
"""How far on the text of the next field lies; coprime with no count in particular, just not the neighbour."""

FIELDS = (
    "text",
    "organisation",
    "contact",
    "evidence",
    "step",
    "other step",
    "place",
    "part",
    "note",
    "asset",
    "accepted",
    "begun",
    "ask",
    "said by",
    "moved",
    "last",
    "proof",
    "assessed",
    "agreed",
    "shown",
    "ended",
    "owner",
)
"""The fields of a commitment and of what was said about it."""


def typed(name: str, number: int) -> str:
    """Return what stands in this field of the commitment of this number."""
    return HOSTILE[(number + STRIDE * FIELDS.index(name)) % COUNT]


def named(name: str, number: int) -> str:
    """Return it as far as a name may hold it: with nothing in it that nobody can see."""
    text = once(name, number)
    return text if is_legible(text) else f"Name {number}"


def once(name: str, number: int) -> str:
    """Return it, with its number where it is spelled like another: two such names are one."""
    text = folded(typed(name, number))
    return f"{text} {number}" if SPELLINGS[name_key(text)] > 1 else text


def folded(text: str) -> str:
    """Return the text as a page shows it and a sheet reads it."""
    return " ".join(text.split())


SPELLINGS = Counter(name_key(text) for text in HOSTILE)


HEADINGS = [folded(text) for text in HOSTILE[::16]][:20]
MILESTONES = [folded(text) for text in HOSTILE[::11]][:30]
HELD = ("2026-09-01", "backcasting", "The hall")
"""When and where the workshop was that the plan came from, and how people worked there."""


UNLINKED = " @\\"
"""What an address on the web must not have in it."""


def address_of(number: int) -> str:
    return f"person{number}@example.org"


def linked(text: str) -> str:
    """Return an address on the web that has as much of the text in it as an address takes."""
    taken = (each for each in text if each.isprintable() and each not in UNLINKED)
    return f"https://foreign.example.com/{''.join(taken)}"


@dataclass
class Typed:
    """The plan, and what a test asks it for."""

    stage: OneProcess
    today: date
    coordinator: Visitor
    community_id: str
    token: str
    numbers: Sequence[int]
    plan_id: str = ""
    ids: dict[int, str] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    mistaken: dict[str, str] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    papers: dict[int, str] = field(default_factory=dict)
    calendar: str = ""
    changes: str = ""
    _program: requests.Session = field(default_factory=requests.Session)

    def api(self, method: str, path: str, body: Any = None, **options: Any) -> Any:
        """Ask the API as the community's program, and return what it answers; it must do as it is asked."""
        answer = self.ask(method, path, body, **options)
        assert answer.ok, f"{method} {path} {body}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def ask(self, method: str, path: str, body: Any = None, **options: Any) -> requests.Response:
        """Ask the API, whatever it answers."""
        whole = f"{self.stage.address(path.split('/')[1])}{path}"
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        return self._program.request(method, whole, json=body, headers=headers, timeout=60, **options)

    def export(self, name: str) -> requests.Response:
        """Return a file of the plan as the community's program gets it."""
        answer = self.ask("GET", f"{PLANS}/plans/{self.plan_id}/{name}")
        assert answer.ok, answer.text
        return answer

    def every(self) -> Iterator[dict[str, Any]]:
        """Yield the plan's commitments as the API tells them."""
        after: str | None = ""
        while after is not None:
            wanted = {"limit": "200", **({"after": after} if after else {})}
            page = self.api("GET", f"{PLANS}/plans/{self.plan_id}/commitments", params=wanted)
            yield from page["items"]
            after = page["next"]

    def letters_to(self, address: str) -> list[Letter]:
        return [letter for letter in self.stage.letters() if letter.to == address]

    def letters_to_owners(self) -> list[Letter]:
        return [letter for letter in self.stage.letters() if letter.to.startswith("person")]


def plan_page(world: Typed) -> str:
    return f"/plans/{world.plan_id}"
