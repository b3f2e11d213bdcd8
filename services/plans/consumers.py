"""What plans does with the events that it hears: it keeps copies, and when notify last nudged."""

from collections.abc import Mapping

from services.plans.db.tables import EVENT_TABLES, PRINCIPALS, communities, organisations
from services.plans.use_cases.nudges import note_nudge
from services.plans.use_cases.say_again import KINDS
from services.plans.use_cases.searches import KeepOwners
from shared.contracts import (
    CommunityChanged,
    Contract,
    MembershipChanged,
    NotifyResyncAsked,
    NudgeSent,
    OrganisationChanged,
    PartnersInventoryTaken,
    PartnersResyncAsked,
    PersonChanged,
    TokenChanged,
)
from shared.db.copies import keep
from shared.db.reconciling import Comparing
from shared.db.resyncs import Resyncs
from shared.events.applying import Handler

_KEPT: Mapping[type[Contract], Handler] = {
    CommunityChanged: keep(communities),
    OrganisationChanged: KeepOwners(organisations),
    PersonChanged: keep(PRINCIPALS.people),
    MembershipChanged: keep(PRINCIPALS.memberships),
    TokenChanged: keep(PRINCIPALS.tokens),
    NudgeSent: note_nudge,
}

_resyncs = Resyncs(EVENT_TABLES, KINDS)
_comparing = Comparing(EVENT_TABLES, _KEPT)

HANDLERS: Mapping[type[Contract], Handler] = {
    **_KEPT,
    PartnersInventoryTaken: _comparing.hear,
    PartnersResyncAsked: _resyncs.asked,
    NotifyResyncAsked: _resyncs.asked,
}
"""The handler of each event that the routing table sends here."""
