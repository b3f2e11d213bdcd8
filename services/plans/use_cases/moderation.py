"""Keeping back what people said in a moderated plan, until a coordinator has decided."""

from collections.abc import Sequence

from services.plans.domain.asks import Need
from services.plans.domain.commitments import Change, Commitment
from services.plans.domain.moderation import Moderated, Verdict, first_verdict
from services.plans.domain.plans import Plan
from services.plans.domain.proofs import NewProof
from services.plans.domain.updates import Channel, Update
from shared.db.unit_of_work import UnitOfWork


def hold_wording(
    plan: Plan, commitment: Commitment, change: Change, channel: Channel
) -> tuple[Change, str | None]:
    """Leave the commitment worded as it was, where a coordinator has to let the new wording pass first.

    Everybody reads the same words of a commitment: in its community, in e-mails and in public. So those that
    wait count nowhere yet. Returns what changed all the same, and the wording that waits.
    """
    wording = change.after.get("text")
    if wording is None or not plan.moderated or first_verdict(channel) is Verdict.SHOWN:
        return change, None
    commitment.text = str(change.before["text"])
    return change.without("text"), str(wording)


def drop_wording(uow: UnitOfWork, update: Update) -> None:
    """Forget the wording that waits, if there is one: what was undone asks for no new words."""
    moderated = uow.session.get(Moderated, update.id, with_for_update=True, populate_existing=True)
    if moderated is not None:
        moderated.wording = None


def submit(
    uow: UnitOfWork,
    update: Update,
    need: Need | None = None,
    proofs: Sequence[NewProof] = (),
    wording: str | None = None,
) -> None:
    """Let what the update says wait for a coordinator, where its plan is moderated and it says something.

    The state, the health and the date count at once. What was said before the plan was moderated stays
    within the community, whose members wrote it for each other.
    """
    says = update.note or update.reason or update.evidence or need or proofs or wording
    if not says or not uow.session.get_one(Plan, update.plan_id).moderated:
        return
    moderated = Moderated(
        update_id=update.id,
        community_id=update.community_id,
        plan_id=update.plan_id,
        commitment_id=update.commitment_id,
        verdict=first_verdict(update.channel),
        said_at=update.at,
        wording=wording,
    )
    uow.session.add(moderated)
