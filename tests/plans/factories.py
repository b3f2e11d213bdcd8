"""Things of the plans service with every field filled in; a test says only what matters to it."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from services.plans.domain.commitments import Commitment
from services.plans.domain.plans import DEFAULT_HEADINGS, Plan, Vision
from services.plans.domain.updates import Actor, Channel
from services.plans.use_cases.commitments import NewCommitment, add_commitment
from services.plans.use_cases.naming import name_contact, name_organisation
from services.plans.use_cases.plans import create_plan
from shared.db.unit_of_work import Database

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
TODAY = NOON.date()
COMMUNITY = UUID("11111111-1111-4111-8111-111111111111")
COORDINATOR = Actor(channel=Channel.PAGE, person_id=UUID(int=99))


def a_plan(**facts: Any) -> Plan:
    """A plan fresh from its workshop."""
    defaults = {
        "id": uuid4(),
        "community_id": COMMUNITY,
        "name": "Green spaces",
        "vision": Vision(what="Shade on every street", how="Together", why="People love these places"),
        "horizon": date(2030, 1, 1),
        "headings": DEFAULT_HEADINGS,
        "created_at": NOON,
        "changed_at": NOON,
    }
    return Plan(**{**defaults, **facts})


def a_commitment(**facts: Any) -> Commitment:
    """A commitment as it is written down in the room."""
    defaults = {
        "id": uuid4(),
        "community_id": COMMUNITY,
        "plan_id": UUID(int=7),
        "reference": "C1",
        "text": "Open the north gate",
        "heading": DEFAULT_HEADINGS[0],
        "organisation_id": UUID(int=9),
        "created_at": NOON,
        "changed_at": NOON,
    }
    return Commitment(**{**defaults, **facts})


def make_plan(database: Database, **facts: Any) -> Plan:
    """A plan in the database, in the usual community."""
    defaults = {
        "name": "Green spaces",
        "vision": Vision(what="Shade on every street", how="Together", why="People love these places"),
        "horizon": date(2030, 1, 1),
    }
    with database.unit_of_work() as uow:
        return create_plan(uow, COMMUNITY, **{**defaults, **facts})


def make_commitment(database: Database, plan: Plan, **facts: Any) -> Commitment:
    """A commitment in the database, as a coordinator writes it down."""
    defaults = {"text": "Open the north gate", "heading": DEFAULT_HEADINGS[0]}
    with database.unit_of_work() as uow:
        return add_commitment(uow, plan.id, NewCommitment(**{**defaults, **facts}), COORDINATOR)


def make_contact(
    database: Database, organisation: str, email: str, name: str = "Sam Reed"
) -> tuple[UUID, UUID]:
    """The ids of an organisation and of its contact, as an import names them."""
    with database.unit_of_work() as uow:
        organisation_id = name_organisation(uow, COMMUNITY, organisation)
        return organisation_id, name_contact(uow, COMMUNITY, organisation_id, name, email)


def payload_of(person_id: UUID, organisation_id: UUID, plan_id: UUID) -> dict[str, str]:
    """Return what an update link's token says."""
    return {"person": str(person_id), "organisation": str(organisation_id), "plan": str(plan_id)}
