"""Writing commitments down: one from a form or the API, or a whole sheet of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Select, bindparam, select

from services.plans.db.tables import milestones, organisations, people
from services.plans.domain.commitments import Change, Commitment
from services.plans.domain.facts import FourCo, Priority
from services.plans.domain.places import Place
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.domain.steps import Steps, checked
from services.plans.domain.supporters import Parts, parts_of
from services.plans.domain.updates import OFFER, Actor
from services.plans.use_cases.plans import open_plan
from services.plans.use_cases.recording import Said, record_all
from services.plans.use_cases.references import references_for
from shared.db.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class NewCommitment:
    """A commitment as it is written down. Without a reference it gets the plan's next number.

    Whoever may have to write the same one down twice chooses its `id`.
    """

    text: str
    heading: str
    reference: str | None = None
    milestone_id: UUID | None = None
    organisation_id: UUID | None = None
    contact_id: UUID | None = None
    supporting: tuple[UUID, ...] = ()
    parts: Parts = field(default_factory=dict)
    due: date | None = None
    evidence: str | None = None
    steps: Steps = ()
    priority: Priority | None = None
    place: Place | None = None
    four_co: FourCo | None = None
    import_id: UUID | None = None
    id: UUID | None = None


def add_commitment(uow: UnitOfWork, plan_id: UUID, new: NewCommitment, actor: Actor) -> Commitment:
    """Add one commitment to the plan and tell of it."""
    return add_commitments(uow, plan_id, [new], actor)[0]


def add_commitments(
    uow: UnitOfWork, plan_id: UUID, news: Sequence[NewCommitment], actor: Actor
) -> list[Commitment]:
    """Add all of them or, when one does not fit the plan, none (Refused says which and why)."""
    plan = open_plan(uow, plan_id)
    _check_fit(uow, plan, news)
    references = references_for(uow, plan, [new.reference for new in news])
    added = [_commitment(uow, plan, new, reference) for new, reference in zip(news, references, strict=True)]
    uow.session.add_all(added)
    uow.session.flush()
    said = [
        Said(commitment=each, action=OFFER, change=Change({}, each.told()), actor=actor) for each in added
    ]
    record_all(uow, said)
    return added


def _commitment(uow: UnitOfWork, plan: Plan, new: NewCommitment, reference: str) -> Commitment:
    return Commitment(
        id=new.id or uuid4(),
        community_id=plan.community_id,
        plan_id=plan.id,
        reference=reference,
        text=new.text,
        heading=new.heading,
        milestone_id=new.milestone_id,
        organisation_id=new.organisation_id,
        contact_id=new.contact_id,
        supporting=new.supporting,
        parts=parts_of(new.parts, new.supporting),
        due=new.due,
        evidence=new.evidence,
        steps=checked(new.steps),
        priority=new.priority,
        place=new.place,
        four_co=new.four_co,
        import_id=new.import_id,
        created_at=uow.now,
        changed_at=uow.now,
    )


def _check_fit(uow: UnitOfWork, plan: Plan, news: Sequence[NewCommitment]) -> None:
    for new in news:
        if new.heading not in plan.headings:
            raise Refused(f"The plan has no heading {new.heading!r}.")
        # A link is for one person in one organisation: a contact of no organisation would get a dead one.
        if new.contact_id and not new.organisation_id:
            raise Refused("A contact speaks for an organisation, so name that too.")
    if _strangers(uow, _MILESTONES, plan.id, {new.milestone_id for new in news}):
        raise Refused("The plan has no such milestone.")
    organisation_ids = {each for new in news for each in (new.organisation_id, *new.supporting)}
    check_organisations(uow, plan.community_id, organisation_ids)
    check_people(uow, plan.community_id, {new.contact_id for new in news})


def check_organisations(uow: UnitOfWork, community_id: UUID, ids: Iterable[UUID | None]) -> None:
    """Refuse an organisation that the community does not know."""
    if _strangers(uow, _ORGANISATIONS, community_id, ids):
        raise Refused("The community has no such organisation.")


def check_people(uow: UnitOfWork, community_id: UUID, ids: Iterable[UUID | None]) -> None:
    """Refuse a contact whom the community does not know."""
    if _strangers(uow, _PEOPLE, community_id, ids):
        raise Refused("The community has no such person.")


def _strangers(uow: UnitOfWork, known: Select[Any], owner_id: UUID, ids: Iterable[UUID | None]) -> set[UUID]:
    """Return those of the ids that are none of the owner's; most commitments and updates name nobody."""
    named = {each for each in ids if each is not None}
    if not named:
        return named
    return named - set(uow.session.scalars(known, {"owner_id": owner_id, "ids": list(named)}))


def _known(ids: ColumnElement[UUID], owner: ColumnElement[UUID]) -> Select[Any]:
    wanted = bindparam("ids", expanding=True, type_=ids.type)
    return select(ids).where(owner == bindparam("owner_id", type_=owner.type), ids.in_(wanted))


# They are asked for whatever is written down, so the statements are made once.
_MILESTONES = _known(milestones.c.id, milestones.c.plan_id)
_ORGANISATIONS = _known(organisations.c.id, organisations.c.community_id)
_PEOPLE = _known(people.c.id, people.c.community_id)
