"""The one routing table: which service hears which event."""

from shared.contracts.commitment import CommitmentChanged, UpdateRecorded
from shared.contracts.community import CommunityChanged
from shared.contracts.contract import Contract
from shared.contracts.membership import MembershipChanged
from shared.contracts.nudge import NudgeSent
from shared.contracts.organisation import OrganisationChanged, OrganisationNamed
from shared.contracts.person import ContactNamed, PersonChanged
from shared.contracts.plan import ImportApplied, PlanChanged
from shared.contracts.resync import (
    NotifyResyncAsked,
    PartnersInventoryTaken,
    PartnersResyncAsked,
    PlansInventoryTaken,
    PlansResyncAsked,
)
from shared.contracts.sign_in import SignInRequested
from shared.contracts.token import TokenChanged
from shared.contracts.turn import TurnCame

HEARS: dict[str, tuple[type[Contract], ...]] = {
    "plans": (
        CommunityChanged,
        OrganisationChanged,
        PersonChanged,
        MembershipChanged,
        TokenChanged,
        NudgeSent,
        PartnersInventoryTaken,
        PartnersResyncAsked,
        NotifyResyncAsked,
    ),
    "partners": (
        PlanChanged,
        CommitmentChanged,
        OrganisationNamed,
        ContactNamed,
        PlansInventoryTaken,
        PlansResyncAsked,
        NotifyResyncAsked,
    ),
    "notify": (
        CommunityChanged,
        OrganisationChanged,
        PersonChanged,
        MembershipChanged,
        TokenChanged,
        SignInRequested,
        PlanChanged,
        CommitmentChanged,
        UpdateRecorded,
        ImportApplied,
        TurnCame,
        PlansInventoryTaken,
        PartnersInventoryTaken,
        PlansResyncAsked,
        PartnersResyncAsked,
    ),
}
