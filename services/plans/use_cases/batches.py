"""Many updates at a time, each of a commitment of one plan: what can be done is done, or nothing is."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select

from services.plans.db.tables import commitments, organisations, people
from services.plans.domain.asks import Need
from services.plans.domain.commitments import Commitment, Details
from services.plans.domain.plans import Plan
from services.plans.domain.proofs import NewProof
from services.plans.domain.refusals import Refused
from services.plans.domain.transitions import Action
from services.plans.domain.updates import Actor
from services.plans.use_cases.outcomes import Conflict, NotFound
from services.plans.use_cases.recording import Said, record_all
from services.plans.use_cases.updates import check_goes_on_here
from shared.db.unit_of_work import UnitOfWork

Refusal = NotFound | Conflict | Refused


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One update of a batch; its commitment is named by its id or by its reference in the plan."""

    name: UUID | str
    version: int
    action: Action
    details: Details
    actor: Actor
    need: Need | None = None
    proofs: Sequence[NewProof] = ()


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of one update: the commitment as it stands, and why nothing was done, if so."""

    commitment: Commitment | None
    refusal: Refusal | None = None


class BatchRefused(Exception):
    """Some of the updates cannot be done, and all or nothing was asked for."""

    def __init__(self, outcomes: Sequence[Outcome]) -> None:
        super().__init__("Some of the updates cannot be done.")
        self.outcomes = outcomes


@dataclass(frozen=True, kw_only=True)
class _Known:
    """What the updates may be about, read once for all of them."""

    commitments: dict[UUID | str, Commitment]
    organisations: frozenset[UUID]
    people: frozenset[UUID]


def record_batch(
    uow: UnitOfWork, plan_id: UUID, batch: Sequence[Wanted], *, all_or_nothing: bool = False
) -> list[Outcome]:
    """Do each update in its turn, and return what came of each.

    Raises:
        NotFound: there is no such plan.
        PlanClosed: it is closed.
        BatchRefused: one of them cannot be done, and `all_or_nothing` was asked for.
    """
    plan = uow.session.get(Plan, plan_id)
    if plan is None:
        raise NotFound
    plan.check_open()
    known = _known(uow, plan, batch)
    said: dict[UUID, Said] = {}
    outcomes = [_outcome(uow, known, said, wanted) for wanted in batch]
    if all_or_nothing and any(each.refusal for each in outcomes):
        raise BatchRefused(outcomes)
    record_all(uow, list(said.values()))
    return outcomes


def _outcome(uow: UnitOfWork, known: _Known, said: dict[UUID, Said], wanted: Wanted) -> Outcome:
    commitment = known.commitments.get(wanted.name)
    if commitment is None:
        return Outcome(commitment=None, refusal=NotFound())
    try:
        said[commitment.id] = _said(uow, known, said, commitment, wanted)
    except (Conflict, Refused) as refusal:
        return Outcome(commitment=commitment, refusal=refusal)
    return Outcome(commitment=commitment)


def _said(
    uow: UnitOfWork, known: _Known, said: dict[UUID, Said], commitment: Commitment, wanted: Wanted
) -> Said:
    details = wanted.details
    if commitment.id in said:
        raise Refused("The batch says something of it already. Send the rest after this has been answered.")
    if commitment.version != wanted.version:
        raise Conflict(commitment)
    if {details.organisation_id} - known.organisations - {None}:
        raise Refused("The community has no such organisation.")
    if {details.contact_id, wanted.actor.said_by_id} - known.people - {None}:
        raise Refused("The community has no such person.")
    check_goes_on_here(uow, commitment, wanted.action)
    change = commitment.apply(wanted.action, details, uow.now)
    return Said(
        commitment=commitment,
        action=wanted.action,
        change=change,
        actor=wanted.actor,
        details=details,
        need=wanted.need,
        proofs=wanted.proofs,
    )


def _known(uow: UnitOfWork, plan: Plan, batch: Sequence[Wanted]) -> _Known:
    """Read what the batch names; its commitments are held, in the order of their ids, until the end."""
    names = {wanted.name for wanted in batch}
    ids = [name for name in names if isinstance(name, UUID)]
    references = [name for name in names if isinstance(name, str)]
    column = commitments.c
    named = or_(column.id.in_(ids), column.reference.in_(references))
    query = select(Commitment).where(column.plan_id == plan.id, named).order_by(column.id)
    found = uow.session.scalars(query.with_for_update().execution_options(populate_existing=True)).all()
    of_community = organisations.c.community_id == plan.community_id
    return _Known(
        commitments={each.id: each for each in found} | {each.reference: each for each in found},
        organisations=frozenset(uow.session.scalars(select(organisations.c.id).where(of_community))),
        people=frozenset(
            uow.session.scalars(select(people.c.id).where(people.c.community_id == plan.community_id))
        ),
    )
