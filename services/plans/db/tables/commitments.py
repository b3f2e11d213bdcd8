"""Plans and what is promised in them."""

from uuid import UUID

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    false,
)
from sqlalchemy.orm import composite

from services.plans.db.tables.metadata import MAPPING, METADATA
from services.plans.db.tables.places import KeptPlace
from services.plans.db.tables.steps import StepList
from services.plans.db.tables.supporters import KeptParts
from services.plans.domain.commitments import Commitment
from services.plans.domain.facts import FourCo, Priority
from services.plans.domain.licences import Licence
from services.plans.domain.milestones import Milestone
from services.plans.domain.plans import USUAL_INTERVAL, Plan, Vision
from services.plans.domain.updates import Channel, Update
from shared.contracts import CommitmentState, Health
from shared.db.types import Choice, Instant, ListOf

plans = Table(
    "plans",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("community_id", Uuid, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("vision_what", Text, nullable=False),
    Column("vision_how", Text, nullable=False),
    Column("vision_why", Text, nullable=False),
    Column("horizon", Date, nullable=False),
    Column("headings", ListOf(str), nullable=False),
    Column("public", Boolean, nullable=False),
    Column("moderated", Boolean, nullable=False, server_default=false()),
    Column("update_interval", Integer, nullable=False, server_default=str(USUAL_INTERVAL)),
    Column("closed_at", Instant),
    Column("closing", Text),
    Column("licence", Choice(Licence), nullable=False, server_default=Licence.NONE.value),
    Column("written_down", Integer, nullable=False, server_default="0"),
    Column("numbered_to", Integer, nullable=False, server_default="0"),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
)

milestones = Table(
    "milestones",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("community_id", Uuid, nullable=False),
    Column("plan_id", Uuid, ForeignKey("plans.id"), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("target", Date),
)

commitments = Table(
    "commitments",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("community_id", Uuid, nullable=False),
    Column("plan_id", Uuid, ForeignKey("plans.id"), nullable=False),
    Column("reference", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("heading", Text, nullable=False),
    Column("milestone_id", Uuid, ForeignKey("milestones.id")),
    Column("organisation_id", Uuid),
    Column("contact_id", Uuid),
    Column("supporting", ListOf(UUID), nullable=False),
    Column("parts", KeptParts, nullable=False, server_default="{}"),
    Column("due", Date),
    Column("evidence", Text),
    Column("steps", StepList, nullable=False, server_default="[]"),
    Column("priority", Choice(Priority)),
    Column("place", KeptPlace),
    Column("four_co", Choice(FourCo)),
    Column("state", Choice(CommitmentState), nullable=False),
    Column("health", Choice(Health)),
    Column("reason", Text),
    Column("last_note", Text),
    Column("slips", Integer, nullable=False),
    Column("import_id", Uuid, index=True),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("done_at", Instant),
    UniqueConstraint("plan_id", "reference"),
    # Each ends as lists are sorted, so that the first page is read without sorting all the others.
    Index("ix_commitments_plan_due_id", "plan_id", "due", "id"),
    Index("ix_commitments_plan_state_due_id", "plan_id", "state", "due", "id"),
    Index("ix_commitments_plan_organisation_due_id", "plan_id", "organisation_id", "due", "id"),
    Index("ix_commitments_plan_changed_at_id", "plan_id", "changed_at", "id"),
    Index("ix_commitments_due_id", "due", "id"),
    Index("ix_commitments_holder", "contact_id", "organisation_id", "plan_id"),
)

waits = Table(
    "waits",
    METADATA,
    Column("commitment_id", Uuid, ForeignKey("commitments.id"), primary_key=True),
    Column("on_id", Uuid, ForeignKey("commitments.id"), primary_key=True, index=True),
    Column("community_id", Uuid, nullable=False),
    Column("person_id", Uuid),
    Column("at", Instant, nullable=False),
)

carry_overs = Table(
    "carry_overs",
    METADATA,
    Column("from_id", Uuid, ForeignKey("commitments.id"), primary_key=True),
    Column("to_id", Uuid, ForeignKey("commitments.id"), nullable=False, unique=True),
    Column("community_id", Uuid, nullable=False),
    Column("person_id", Uuid),
    Column("at", Instant, nullable=False),
)

updates = Table(
    "updates",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("community_id", Uuid, nullable=False),
    Column("plan_id", Uuid, nullable=False, index=True),
    Column("commitment_id", Uuid, ForeignKey("commitments.id"), nullable=False),
    Column("commitment_version", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("channel", Choice(Channel), nullable=False),
    Column("person_id", Uuid),
    Column("organisation_id", Uuid),
    Column("on_behalf_of", Uuid),
    Column("said_by", Text),
    Column("said_by_id", Uuid),
    Column("action", Text, nullable=False),
    Column("state", Choice(CommitmentState), nullable=False),
    Column("health", Choice(Health)),
    Column("note", Text),
    Column("reason", Text),
    Column("evidence", Text),
    Column("new_due", Date),
    Column("corrects_id", Uuid),
    Column("undoes", Boolean, nullable=False, server_default=false()),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
    UniqueConstraint("commitment_id", "commitment_version"),
)

update_links = Table(
    "update_links",
    METADATA,
    Column("person_id", Uuid, primary_key=True),
    Column("organisation_id", Uuid, primary_key=True),
    Column("plan_id", Uuid, primary_key=True),
    Column("community_id", Uuid, nullable=False),
    Column("revoked_before", Instant),
    Column("last_used_at", Instant),
)

MAPPING.map_imperatively(
    Plan,
    plans,
    properties={"vision": composite(Vision, plans.c.vision_what, plans.c.vision_how, plans.c.vision_why)},
)

MAPPING.map_imperatively(Milestone, milestones)

MAPPING.map_imperatively(Commitment, commitments)

MAPPING.map_imperatively(Update, updates)
