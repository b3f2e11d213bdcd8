"""The events that the services exchange, as frozen dataclasses; schemas and documents are made from them."""

from shared.contracts.commitment import CommitmentChanged, UpdateRecorded
from shared.contracts.community import CommunityChanged
from shared.contracts.contract import Contract
from shared.contracts.instants import Instant
from shared.contracts.membership import MembershipChanged
from shared.contracts.nudge import NudgeSent
from shared.contracts.organisation import OrganisationChanged, OrganisationNamed
from shared.contracts.person import ContactNamed, PersonChanged
from shared.contracts.plan import ImportApplied, PlanChanged
from shared.contracts.resync import (
    INVENTORY_TAKEN,
    NO_COMMUNITY,
    RESYNC_ASKED,
    InventoryTaken,
    NotifyResyncAsked,
    PartnersInventoryTaken,
    PartnersResyncAsked,
    PlansInventoryTaken,
    PlansResyncAsked,
    ResyncAsked,
)
from shared.contracts.sign_in import SignInRequested
from shared.contracts.states import (
    HEALTH_WORDS,
    LEADING,
    STATE_WORDS,
    CommitmentState,
    Health,
    Role,
    is_overdue,
)
from shared.contracts.token import TokenChanged
from shared.contracts.turn import TurnCame, When

_CLASSES: tuple[type[Contract], ...] = (
    CommitmentChanged,
    CommunityChanged,
    ContactNamed,
    ImportApplied,
    MembershipChanged,
    NotifyResyncAsked,
    NudgeSent,
    OrganisationChanged,
    OrganisationNamed,
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

CONTRACTS: dict[str, type[Contract]] = {contract.TYPE: contract for contract in _CLASSES}
"""Every event type that Backcast says, by its name with the version."""

__all__ = [
    "CONTRACTS",
    "HEALTH_WORDS",
    "INVENTORY_TAKEN",
    "LEADING",
    "NO_COMMUNITY",
    "RESYNC_ASKED",
    "STATE_WORDS",
    "CommitmentChanged",
    "CommitmentState",
    "CommunityChanged",
    "ContactNamed",
    "Contract",
    "Health",
    "ImportApplied",
    "Instant",
    "InventoryTaken",
    "MembershipChanged",
    "NotifyResyncAsked",
    "NudgeSent",
    "OrganisationChanged",
    "OrganisationNamed",
    "PartnersInventoryTaken",
    "PartnersResyncAsked",
    "PersonChanged",
    "PlanChanged",
    "PlansInventoryTaken",
    "PlansResyncAsked",
    "ResyncAsked",
    "Role",
    "SignInRequested",
    "TokenChanged",
    "TurnCame",
    "UpdateRecorded",
    "When",
    "is_overdue",
]
