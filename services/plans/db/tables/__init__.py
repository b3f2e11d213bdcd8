"""The tables of plans and how the domain's classes are mapped to them.

Every row carries the community that it belongs to, or hangs on one that does.
"""

from services.plans.db.tables.agreements import agreements
from services.plans.db.tables.asks import asks
from services.plans.db.tables.assessments import assessments
from services.plans.db.tables.assets import assets, commitment_assets, origins
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
from services.plans.db.tables.imports import import_rows, imports, matchings
from services.plans.db.tables.metadata import ANSWERS, EVENT_TABLES, MAPPING, METADATA, PRINCIPALS
from services.plans.db.tables.moderation import moderation
from services.plans.db.tables.proofs import proofs
from services.plans.db.tables.runs import run_check_ins, run_commitments, run_entries, runs
from services.plans.db.tables.searches import searched
from services.plans.db.tables.status import standings, tallies
from services.plans.db.tables.workshops import attendance, contributions, photos, workshops

__all__ = [
    "ANSWERS",
    "EVENT_TABLES",
    "MAPPING",
    "METADATA",
    "PRINCIPALS",
    "agreements",
    "asks",
    "assessments",
    "assets",
    "attendance",
    "calendar_links",
    "carry_overs",
    "commitment_assets",
    "commitments",
    "communities",
    "consents",
    "contributions",
    "import_rows",
    "imports",
    "matchings",
    "memberships",
    "milestones",
    "moderation",
    "nudges",
    "organisations",
    "origins",
    "people",
    "photos",
    "plans",
    "proofs",
    "run_check_ins",
    "run_commitments",
    "run_entries",
    "runs",
    "searched",
    "standings",
    "tallies",
    "update_links",
    "updates",
    "waits",
    "workshops",
]
