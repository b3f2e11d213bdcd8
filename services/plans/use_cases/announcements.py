"""The events that tell other services of plans, made from the things themselves."""

from services.plans.domain.commitments import Commitment
from services.plans.domain.imports import Import
from services.plans.domain.plans import Plan
from services.plans.domain.updates import Update
from shared.contracts import CommitmentChanged, ImportApplied, PlanChanged, UpdateRecorded


def plan_changed(plan: Plan, *, again: bool = False) -> PlanChanged:
    """Return the plan's whole public state."""
    return PlanChanged(
        id=plan.id,
        version=plan.version,
        community_id=plan.community_id,
        name=plan.name,
        vision_what=plan.vision.what,
        vision_how=plan.vision.how,
        vision_why=plan.vision.why,
        horizon=plan.horizon,
        public=plan.public,
        closed=plan.closed,
        again=again,
    )


def import_applied(applied: Import) -> ImportApplied:
    """Return how many commitments the import made, so that others know when they have them all."""
    return ImportApplied(
        id=applied.id,
        version=applied.version,
        community_id=applied.community_id,
        plan_id=applied.plan_id,
        commitment_count=applied.commitment_count,
        applied_at=applied.applied_at or applied.uploaded_at,
    )


def commitment_changed(
    commitment: Commitment, milestone: str | None, *, again: bool = False
) -> CommitmentChanged:
    """Return the commitment's whole public state; `milestone` is the text of its step."""
    place = commitment.place
    point = place.point if place else None
    return CommitmentChanged(
        id=commitment.id,
        version=commitment.version,
        community_id=commitment.community_id,
        plan_id=commitment.plan_id,
        reference=commitment.reference,
        text=commitment.text,
        heading=commitment.heading,
        milestone=milestone,
        organisation_id=commitment.organisation_id,
        contact_id=commitment.contact_id,
        supporting=tuple(commitment.supporting),
        due=commitment.due,
        evidence=commitment.evidence,
        state=commitment.state,
        health=commitment.health,
        reason=commitment.reason,
        last_note=commitment.last_note,
        slips=commitment.slips,
        import_id=commitment.import_id,
        changed_at=commitment.changed_at,
        done_at=commitment.done_at,
        steps=len(commitment.steps),
        steps_done=sum(step.done for step in commitment.steps),
        priority=commitment.priority,
        place=place.name if place else None,
        latitude=point.latitude if point else None,
        longitude=point.longitude if point else None,
        four_co=commitment.four_co,
        parts=tuple(commitment.parts.get(each, "") for each in commitment.supporting),
        again=again,
    )


def update_recorded(update: Update, *, again: bool = False) -> UpdateRecorded:
    """Return what was said, in the voice of the organisation that it was said for."""
    return UpdateRecorded(
        id=update.id,
        version=1,
        community_id=update.community_id,
        plan_id=update.plan_id,
        commitment_id=update.commitment_id,
        organisation_id=update.on_behalf_of or update.organisation_id,
        person_id=update.person_id,
        action=update.action,
        state=update.state,
        health=update.health,
        note=update.note,
        new_due=update.new_due,
        channel=update.channel,
        at=update.at,
        again=again,
    )
