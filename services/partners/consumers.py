"""What the partners service does with what it hears."""

from collections.abc import Mapping

from services.partners.db import tables
from services.partners.use_cases.organisations import organisation_named
from services.partners.use_cases.people import contact_named
from services.partners.use_cases.say_again import KINDS
from shared.contracts import (
    CommitmentChanged,
    ContactNamed,
    Contract,
    NotifyResyncAsked,
    OrganisationNamed,
    PlanChanged,
    PlansInventoryTaken,
    PlansResyncAsked,
)
from shared.db.copies import keep
from shared.db.reconciling import Comparing
from shared.db.resyncs import Resyncs
from shared.events.applying import Handler

_KEPT: Mapping[type[Contract], Handler] = {
    PlanChanged: keep(tables.plans),
    CommitmentChanged: keep(tables.commitments),
    OrganisationNamed: organisation_named,
    ContactNamed: contact_named,
}

_resyncs = Resyncs(tables.EVENT_TABLES, KINDS)
_comparing = Comparing(tables.EVENT_TABLES, _KEPT)

HANDLERS: Mapping[type[Contract], Handler] = {
    **_KEPT,
    PlansInventoryTaken: _comparing.hear,
    PlansResyncAsked: _resyncs.asked,
    NotifyResyncAsked: _resyncs.asked,
}
