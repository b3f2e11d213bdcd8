"""Writing commitments down: one from a form or the API, or a whole sheet of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import Table, select

from services.plans.db.tables import commitments, milestones, organisations, people
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
    references = _references(uow, plan, news)
    added = [_commitment(uow, plan, new, next(references)) for new in news]
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
    known = set(uow.session.scalars(select(milestones.c.id).where(milestones.c.plan_id == plan.id)))
    if {new.milestone_id for new in news} - known - {None}:
        raise Refused("The plan has no such milestone.")
    organisation_ids = {each for new in news for each in (new.organisation_id, *new.supporting)}
    check_organisations(uow, plan.community_id, organisation_ids)
    check_people(uow, plan.community_id, {new.contact_id for new in news})


def check_organisations(uow: UnitOfWork, community_id: UUID, ids: Iterable[UUID | None]) -> None:
    """Refuse an organisation that the community does not know."""
    if _strangers(uow, organisations, community_id, ids):
        raise Refused("The community has no such organisation.")


def check_people(uow: UnitOfWork, community_id: UUID, ids: Iterable[UUID | None]) -> None:
    """Refuse a contact whom the community does not know."""
    if _strangers(uow, people, community_id, ids):
        raise Refused("The community has no such person.")


def _strangers(uow: UnitOfWork, known: Table, community_id: UUID, ids: Iterable[UUID | None]) -> set[UUID]:
    """Return those of the ids that the table does not know in the community; most updates name nobody."""
    named = {each for each in ids if each is not None}
    if not named:
        return named
    column = known.c
    query = select(column.id).where(column.community_id == community_id, column.id.in_(named))
    return named - set(uow.session.scalars(query))


def _references(uow: UnitOfWork, plan: Plan, news: Sequence[NewCommitment]) -> Iterator[str]:
    """Return a reference for each: the given one, checked to be free, or the next number."""
    taken = set(uow.session.scalars(select(commitments.c.reference).where(commitments.c.plan_id == plan.id)))
    given = [new.reference for new in news if new.reference]
    twice = taken.intersection(given) | {each for each in given if given.count(each) > 1}
    if twice:
        raise Refused(f"The plan already has a commitment with the reference {min(twice)!r}.")
    free = free_numbers(taken.union(given))
    return iter([new.reference or next(free) for new in news])


def free_numbers(taken: set[str]) -> Iterator[str]:
    """Yield the numbers that are no reference yet, from the one after as many as there are."""
    number = len(taken)
    while True:
        number += 1
        if str(number) not in taken:
            yield str(number)
