"""The tables of plans and how the domain's classes are mapped to them.

Every row carries the community that it belongs to, or hangs on one that does.
"""

from services.plans.db.tables.calendars import calendar_links
from services.plans.db.tables.commitments import (
    carry_overs,
    commitments,
    milestones,
    plans,
    update_links,
    updates,
    waits,
)
from services.plans.db.tables.consents import consents
from services.plans.db.tables.copies import communities, memberships, nudges, organisations, people
from services.plans.db.tables.imports import import_rows, imports
from services.plans.db.tables.metadata import ANSWERS, EVENT_TABLES, MAPPING, METADATA, PRINCIPALS
from services.plans.db.tables.searches import searched
from services.plans.db.tables.status import standings, tallies
from services.plans.db.tables.workshops import attendance, contributions, photos, workshops

__all__ = [
    "ANSWERS",
    "EVENT_TABLES",
    "MAPPING",
    "METADATA",
    "PRINCIPALS",
    "attendance",
    "calendar_links",
    "carry_overs",
    "commitments",
    "communities",
    "consents",
    "contributions",
    "import_rows",
    "imports",
    "memberships",
    "milestones",
    "nudges",
    "organisations",
    "people",
    "photos",
    "plans",
    "searched",
    "standings",
    "tallies",
    "update_links",
    "updates",
    "waits",
    "workshops",
]
