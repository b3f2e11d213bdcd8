"""What notify does with each event that it hears: it keeps copies, and sends the sign-in link at once.

Nudges and digests are worked out from the copies by the jobs, so that no event, however late or often it
comes, sends an e-mail by itself. What webhooks want to hear of is put on its way in the same transaction.
"""

from collections.abc import Mapping

from services.notify.db import tables
from services.notify.use_cases.hearing import HearUpdates
from services.notify.use_cases.say_again import KINDS
from services.notify.use_cases.sign_in import send_sign_in
from services.notify.use_cases.turns import hear_turn
from services.notify.use_cases.webhook_events import Announce
from shared.contracts import (
    CommitmentChanged,
    CommunityChanged,
    Contract,
    ImportApplied,
    MembershipChanged,
    OrganisationChanged,
    PartnersInventoryTaken,
    PartnersResyncAsked,
    PersonChanged,
    PlanChanged,
    PlansInventoryTaken,
    PlansResyncAsked,
    SignInRequested,
    TokenChanged,
    TurnCame,
    UpdateRecorded,
)
from shared.db.copies import keep
from shared.db.reconciling import Comparing
from shared.db.resyncs import Resyncs
from shared.events.applying import Handler

_ANNOUNCED = {
    PlanChanged: keep(tables.plans),
    CommitmentChanged: keep(tables.commitments),
    UpdateRecorded: HearUpdates(tables.updates),
}
"""Copies of what webhooks are told of as well."""

_KEPT: Mapping[type[Contract], Handler] = {
    **_ANNOUNCED,
    CommunityChanged: keep(tables.communities),
    OrganisationChanged: keep(tables.organisations),
    PersonChanged: keep(tables.people),
    MembershipChanged: keep(tables.memberships),
    TokenChanged: keep(tables.PRINCIPALS.tokens),
    ImportApplied: keep(tables.imports),
    CommitmentChanged: keep(tables.commitments),
    UpdateRecorded: HearUpdates(tables.updates),
    TurnCame: hear_turn,
    SignInRequested: send_sign_in,
}

_resyncs = Resyncs(tables.EVENT_TABLES, KINDS)
_comparing = Comparing(tables.EVENT_TABLES, _KEPT)

HANDLERS: Mapping[type[Contract], Handler] = {
    **_KEPT,
    **{contract: Announce(kept) for contract, kept in _ANNOUNCED.items()},
    PlansInventoryTaken: _comparing.hear,
    PartnersInventoryTaken: _comparing.hear,
    PlansResyncAsked: _resyncs.asked,
    PartnersResyncAsked: _resyncs.asked,
}
"""One handler for each event of the routing table."""
