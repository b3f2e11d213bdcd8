"""The demo community's sheet, as a facilitator might have typed it from the flip charts.

The place, its people and its organisations are made up. The days are counted from a day that is handed in,
so that on any day some commitments are overdue, some due soon and most still to come.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

FILE_NAME = "brindle-brook-action-plan.csv"

_TITLE = "Brindle Brook Park: what we promised each other at the third workshop"
_HEADINGS = (
    "Ref", "Heading", "What must be true by then", "Commitment", "Lead organisation", "Contact", "E-mail",
    "Supported by", "By when", "What will count as done",
)  # fmt: skip

_ACTIVITIES = "The range of activities"
_INFORMATION = "Forms of information sharing"
_CHANNELS = "Communication channels between organisations"
_COLLABORATION = "Opportunities to collaborate"

_SAFE = "People of every age walk beside the brook and feel safe"
_CLEAN = "The brook and its banks stay clean all year"
_KNOWN = "Everyone nearby knows what is on in the park"
_ONE_VOICE = "Whoever asks about the park gets one answer, quickly"
_SHARED = "Partners plan and pay for the park together"


@dataclass(frozen=True)
class _Owner:
    organisation: str
    contact: str
    address: str


_WALKERS = _Owner("Brook Walkers", "Maureen Tilley", "maureen.tilley@example.org")
_CHARITY = _Owner("Well Together", "Dele Ashworth", "dele.ashworth@example.org")
_UNIVERSITY = _Owner("Ridgeway University", "Priya Holm", "priya.holm@example.org")
_TREES = _Owner("Little Woods Trust", "Tomos Reed", "tomos.reed@example.org")
_PARKS = _Owner("Ardley Council Parks", "Lena Okafor", "lena.okafor@example.org")
_HEALTH = _Owner("Ardley Council Public Health", "Grace Pym", "grace.pym@example.org")
_ECO = _Owner("Mill Lane Eco Park", "Ravi Stone", "ravi.stone@example.org")

_Promise = tuple[str, str, str, _Owner, tuple[_Owner, ...], int, str]
"""Heading, milestone, commitment, owner, who helps, days from the given day, and what will count as done."""

_PROMISES: tuple[_Promise, ...] = (
    (_ACTIVITIES, _SAFE, "Lead a slow walk along the brook every Wednesday, open to anyone", _WALKERS,
     (_CHARITY,), 240, "A walk on 40 Wednesdays, with a headcount for each"),
    (_ACTIVITIES, _SAFE, "Mark a flat half-hour route with posts that people can follow with a pushchair",
     _PARKS, (_WALKERS,), 75, "Posts in place from the health centre to the footbridge"),
    (_ACTIVITIES, _SAFE, "Cut back the hedge at the underpass so that it can be seen through", _PARKS,
     (), -12, "A photo from each end"),
    (_ACTIVITIES, _CLEAN, "Hold a litter pick on the first Saturday of the month", _WALKERS,
     (_ECO, _PARKS), 5, "Six picks, and the bags counted"),
    (_ACTIVITIES, _CLEAN, "Lend gloves, pickers and hoops for every litter pick", _ECO,
     (), 4, "A kit list by the door, signed out and in"),
    (_ACTIVITIES, _CLEAN, "Take away the bags within two days of each pick", _PARKS,
     (_ECO,), 30, "No bags left on a Tuesday"),
    (_ACTIVITIES, _SAFE, "Plant a pocket wood of 600 trees behind the allotments with the two schools",
     _TREES, (_PARKS, _UNIVERSITY), 150, "Trees in, and a watering rota for the first summer"),
    (_ACTIVITIES, _SAFE, "Run three outdoor craft mornings for families at the eco park", _ECO,
     (_CHARITY,), 110, "Thirty families came at least once"),
    (_INFORMATION, _KNOWN, "Put a notice board at each of the three gates", _PARKS,
     (_WALKERS,), 60, "Boards up, with a key held by a named volunteer"),
    (_INFORMATION, _KNOWN, "Print a calendar of everything that is on, each season", _CHARITY,
     (_ECO, _WALKERS), 21, "800 copies in surgeries, shops and the library"),
    (_INFORMATION, _KNOWN, "Have the calendar read in Urdu, Polish and Somali before it is printed",
     _CHARITY, (_HEALTH,), 14, "Three versions that their readers call clear"),
    (_INFORMATION, _KNOWN, "Tell surgeries how to send somebody to the walk, on one side of paper", _HEALTH,
     (_CHARITY,), -3, "Every surgery within two miles has it"),
    (_INFORMATION, _KNOWN, "Show what lives in the brook with photos that walkers have taken", _UNIVERSITY,
     (_WALKERS,), 95, "An exhibition at the eco park and one at the library"),
    (_INFORMATION, _KNOWN, "Teach five walkers to post what they see for their neighbours", _CHARITY,
     (), 45, "Five people have each posted three times"),
    (_CHANNELS, _ONE_VOICE, "Keep a list of who answers for what in the park, and share it", _PARKS,
     (_HEALTH,), 6, "The list is on the boards and with every partner"),
    (_CHANNELS, _ONE_VOICE, "Answer reports of damage within five working days", _PARKS,
     (), 180, "Nine in ten answered in time"),
    (_CHANNELS, _ONE_VOICE, "Meet every second month for one hour, at the eco park, with lunch", _ECO,
     (_CHARITY, _PARKS, _WALKERS), 0, "Notes of each meeting within a week"),
    (_CHANNELS, _ONE_VOICE, "Bring a partner from outside to walk along once a season", _WALKERS,
     (_HEALTH,), 88, "Four guests, and what each took away"),
    (_CHANNELS, _ONE_VOICE, "Keep one shared diary of events for all partners", _UNIVERSITY,
     (_CHARITY,), -26, "No two events on one day by accident for a season"),
    (_COLLABORATION, _SHARED, "Write one joint bid for paths, seats and a bird hide", _CHARITY,
     (_PARKS, _TREES, _UNIVERSITY), 130, "A bid sent with every partner's part in it"),
    (_COLLABORATION, _SHARED, "Explain the council's ten-year plan for green places at an open evening",
     _PARKS, (_HEALTH,), 52, "Questions and answers are on the boards"),
    (_COLLABORATION, _SHARED, "Count who uses the park, when, and who stays away, and say why", _UNIVERSITY,
     (_HEALTH, _WALKERS), 200, "A two-page finding that walkers have checked"),
    (_COLLABORATION, _SHARED, "List what each partner could lend: rooms, tools, time, skills", _CHARITY,
     (_ECO, _TREES), 38, "Every partner has offered at least one thing"),
    (_COLLABORATION, _SHARED, "Put walking groups into the next wellbeing contracts as a paid service",
     _HEALTH, (_CHARITY,), 300, "A clause in the contract"),
)  # fmt: skip


def sheet(today: date) -> bytes:
    """Return the sheet as a CSV file, with days counted from the day given."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([(_TITLE,), (), _HEADINGS, *_lines(today)])
    return text.getvalue().encode("utf-8-sig")


def _lines(today: date) -> Iterator[tuple[str, ...]]:
    for number, promise in enumerate(_PROMISES, start=1):
        heading, milestone, commitment, owner, helpers, days, evidence = promise
        yield (
            f"A{number}",
            heading,
            milestone,
            commitment,
            owner.organisation,
            owner.contact,
            owner.address,
            "; ".join(helper.organisation for helper in helpers),
            f"{today + timedelta(days=days):%d/%m/%Y}",
            evidence,
        )
