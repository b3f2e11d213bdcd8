"""Letting what people said pass to the public of a plan, or keeping it private."""

from uuid import UUID

from services.plans.domain.amendments import amend
from services.plans.domain.moderation import Moderated, Verdict
from services.plans.domain.updates import WORD, Actor
from services.plans.use_cases.outcomes import NotFound
from services.plans.use_cases.recording import Said, record_all
from services.plans.use_cases.updates import locked_commitment
from shared.db.unit_of_work import UnitOfWork


def decide(  # noqa: PLR0913, PLR0917  # What is decided of which by whom and why: all of it is needed.
    uow: UnitOfWork,
    plan_id: UUID,
    update_id: UUID,
    verdict: Verdict,
    reason: str | None,
    actor: Actor,
) -> Moderated:
    """Show what the update says to anyone, or keep it private with a reason.

    A new wording counts once it is shown. It can be done in a closed plan too: what should never have been
    shown must be hidden at any time.

    Raises:
        NotFound: nothing of this update in the plan is to be decided.
        Refused: the reason is missing.
    """
    moderated = uow.session.get(Moderated, update_id, with_for_update=True, populate_existing=True)
    if moderated is None or moderated.plan_id != plan_id:
        raise NotFound
    moderated.decide(verdict, reason, uow.now, actor.person_id)
    if moderated.wording is not None:
        _word(uow, moderated, actor)
    uow.session.flush()
    return moderated


def _word(uow: UnitOfWork, moderated: Moderated, actor: Actor) -> None:
    commitment = locked_commitment(uow, moderated.commitment_id)
    text = moderated.worded(commitment.text)
    if text != commitment.text:
        change = amend(commitment, {"text": text}, uow.now)
        record_all(uow, [Said(commitment=commitment, action=WORD, change=change, actor=actor)])
