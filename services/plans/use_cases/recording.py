"""Writing into the history: each change has its update row and its two events, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import bindparam, select

from services.plans.db.tables import milestones
from services.plans.domain.asks import Need
from services.plans.domain.commitments import NOTHING, Change, Commitment, Details
from services.plans.domain.proofs import NewProof
from services.plans.domain.updates import CARRY_OVER, Actor, Update
from services.plans.use_cases.announcements import commitment_changed, update_recorded
from services.plans.use_cases.asks import ask
from services.plans.use_cases.moderation import drop_wording, submit
from services.plans.use_cases.proofs import keep_proofs
from services.plans.use_cases.searches import FOUND_BY, keep_searched
from services.plans.use_cases.standings import keep_standings
from services.plans.use_cases.turns import tell_turns
from shared.db.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Said:
    """What somebody did to a commitment, what that changed, what they say is needed and what shows it.

    `wording` is a new one that counts only once a coordinator has let it pass.
    """

    commitment: Commitment
    action: str
    change: Change
    actor: Actor
    details: Details = NOTHING
    need: Need | None = None
    proofs: Sequence[NewProof] = ()
    wording: str | None = None

    def touches(self, *fields: str) -> bool:
        """Return whether one of the fields changed; of what was only just written down, all did."""
        return self.commitment.version == 1 or not self.change.after.keys().isdisjoint(fields)


def record_all(uow: UnitOfWork, said: Sequence[Said]) -> list[Update]:
    """Write an update for each change, with its ask and its proofs, and publish what others need to know."""
    updates = [_update(uow, each) for each in said]
    _tell(uow, said, updates)
    for each, update in zip(said, updates, strict=True):
        if each.need is not None:
            ask(uow, update, each.need)
        keep_proofs(uow, update, each.proofs, each.actor.person_id)
        submit(uow, update, each.need, each.proofs, each.wording)
    return updates


def record_correction(uow: UnitOfWork, said: Said, wrong: Update, *, undo: bool) -> Update:
    """Write the update that corrects the wrong one and publish what the other services need to know."""
    update = _update(uow, said)
    update.corrects_id, update.undoes = wrong.id, undo
    _tell(uow, [said], [update])
    submit(uow, update)
    if undo:
        drop_wording(uow, wrong)
    return update


def _tell(uow: UnitOfWork, said: Sequence[Said], updates: Sequence[Update]) -> None:
    uow.session.add_all(updates)
    uow.session.flush()
    changed = [each.commitment for each in said]
    keep_standings(uow, changed)
    keep_searched(uow, [each.commitment for each in said if each.touches(*FOUND_BY)])
    texts = _milestone_texts(uow, changed)
    for commitment, update in zip(changed, updates, strict=True):
        uow.publish(commitment_changed(commitment, texts.get(commitment.milestone_id)))
        uow.publish(update_recorded(update))
    moved = [each for each in said if each.touches("state") and each.action != CARRY_OVER]
    tell_turns(uow, [each.commitment for each in moved])


def _milestone_texts(uow: UnitOfWork, changed: Sequence[Commitment]) -> dict[object, str]:
    ids = {commitment.milestone_id for commitment in changed if commitment.milestone_id}
    if not ids:
        return {}
    return {row.id: row.text for row in uow.session.execute(_TEXTS, {"ids": list(ids)})}


_TEXTS = select(milestones.c.id, milestones.c.text).where(
    milestones.c.id.in_(bindparam("ids", expanding=True))
)


def _update(uow: UnitOfWork, said: Said) -> Update:
    commitment, actor, details = said.commitment, said.actor, said.details
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
        said_by=actor.said_by,
        said_by_id=actor.said_by_id,
        action=said.action,
        state=commitment.state,
        health=commitment.health,
        note=details.note,
        reason=details.reason,
        evidence=details.evidence,
        new_due=details.due,
        before=dict(said.change.before),
        after=dict(said.change.after),
    )
