"""Letting what people said pass to the public of a plan, or keeping it private."""

from collections.abc import Sequence
from uuid import UUID

from services.plans.domain.asks import Need
from services.plans.domain.moderation import Moderated, Verdict, first_verdict
from services.plans.domain.plans import Plan
from services.plans.domain.proofs import NewProof
from services.plans.domain.updates import Update
from services.plans.use_cases.outcomes import NotFound
from shared.db.unit_of_work import UnitOfWork


def submit(
    uow: UnitOfWork, update: Update, need: Need | None = None, proofs: Sequence[NewProof] = ()
) -> None:
    """Let what the update says wait for a coordinator, where its plan is moderated and it says something.

    The state, the health and the date count at once. What was said before the plan was moderated stays
    within the community, whose members wrote it for each other.
    """
    says = update.note or update.reason or update.evidence or need or proofs
    if not says or not uow.session.get_one(Plan, update.plan_id).moderated:
        return
    moderated = Moderated(
        update_id=update.id,
        community_id=update.community_id,
        plan_id=update.plan_id,
        commitment_id=update.commitment_id,
        verdict=first_verdict(update.channel),
        said_at=update.at,
    )
    uow.session.add(moderated)


def decide(  # noqa: PLR0913, PLR0917  # What is decided of which by whom and why: all of it is needed.
    uow: UnitOfWork,
    plan_id: UUID,
    update_id: UUID,
    verdict: Verdict,
    reason: str | None,
    person_id: UUID | None,
) -> Moderated:
    """Show what the update says to anyone, or keep it private with a reason.

    It can be done in a closed plan too: what should never have been shown must be hidden at any time.

    Raises:
        NotFound: nothing of this update in the plan is to be decided.
        Refused: the reason is missing.
    """
    moderated = uow.session.get(Moderated, update_id, with_for_update=True, populate_existing=True)
    if moderated is None or moderated.plan_id != plan_id:
        raise NotFound
    moderated.decide(verdict, reason, uow.now, person_id)
    uow.session.flush()
    return moderated
