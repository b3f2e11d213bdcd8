"""Writing into the history: each change has its update row and its two events, in one transaction."""

from collections.abc import Sequence
from uuid import uuid4

from sqlalchemy import select

from services.plans.db.tables import milestones
from services.plans.domain.commitments import NOTHING, Change, Commitment, Details
from services.plans.domain.corrections import Correction
from services.plans.domain.updates import CORRECT, Actor, Update
from services.plans.use_cases.announcements import commitment_changed, update_recorded
from services.plans.use_cases.standings import keep_standings
from shared.db.unit_of_work import UnitOfWork


def record_all(
    uow: UnitOfWork,
    changes: Sequence[tuple[Commitment, str, Change]],
    actor: Actor,
    details: Details = NOTHING,
) -> list[Update]:
    """Write an update for each change and publish what the other services need to know."""
    updates = [
        _update(uow, commitment, action, change, actor, details) for commitment, action, change in changes
    ]
    _tell(uow, [commitment for commitment, _, _ in changes], updates)
    return updates


def record_correction(  # noqa: PLR0913, PLR0917  # Who corrects what of which: all of it is needed.
    uow: UnitOfWork,
    commitment: Commitment,
    wrong: Update,
    correction: Correction,
    change: Change,
    actor: Actor,
) -> Update:
    """Write the update that corrects the wrong one and publish what the other services need to know."""
    words = Details(note=correction.note, reason=correction.reason, evidence=correction.evidence)
    update = _update(uow, commitment, CORRECT, change, actor, words)
    update.corrects_id, update.undoes = wrong.id, correction.undo
    _tell(uow, [commitment], [update])
    return update


def _tell(uow: UnitOfWork, changed: Sequence[Commitment], updates: Sequence[Update]) -> None:
    uow.session.add_all(updates)
    uow.session.flush()
    keep_standings(uow, changed)
    texts = _milestone_texts(uow, changed)
    for commitment, update in zip(changed, updates, strict=True):
        uow.publish(commitment_changed(commitment, texts.get(commitment.milestone_id)))
        uow.publish(update_recorded(update))


def _milestone_texts(uow: UnitOfWork, changed: Sequence[Commitment]) -> dict[object, str]:
    ids = {commitment.milestone_id for commitment in changed if commitment.milestone_id}
    if not ids:
        return {}
    plan_ids = {commitment.plan_id for commitment in changed}
    rows = uow.session.execute(
        select(milestones.c.id, milestones.c.text).where(milestones.c.plan_id.in_(plan_ids))
    )
    return {row.id: row.text for row in rows}


def _update(  # noqa: PLR0913, PLR0917  # A row of the history is wide.
    uow: UnitOfWork, commitment: Commitment, action: str, change: Change, actor: Actor, details: Details
) -> Update:
    return Update(
        id=uuid4(),
        community_id=commitment.community_id,
        plan_id=commitment.plan_id,
        commitment_id=commitment.id,
        commitment_version=commitment.version,
        at=uow.now,
        channel=actor.channel,
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        on_behalf_of=actor.on_behalf_of,
        action=action,
        state=commitment.state,
        health=commitment.health,
        note=details.note,
        reason=details.reason,
        evidence=details.evidence,
        new_due=details.due,
        before=dict(change.before),
        after=dict(change.after),
    )
