"""How commitments stand, counted one by one, as somebody with a pencil would."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from services.plans.domain.commitments import Commitment
from services.plans.domain.moments import Moment
from services.plans.domain.status import Status
from shared.clock import local_date
from shared.contracts import CommitmentState, Health

GIVEN_UP = (CommitmentState.DECLINED, CommitmentState.WITHDRAWN)


def by_pencil(found: Collection[Commitment], moment: Moment, interval: int) -> Status:
    """The status of the commitments, none of which has changed since the moment."""
    still = [each for each in found if not each.state.ended]
    quiet_since = moment.day - timedelta(days=interval)
    done = [each for each in found if each.state is CommitmentState.DONE]
    return Status(
        today=moment.day,
        total=len(found),
        **{state.value: sum(each.state is state for each in found) for state in CommitmentState},
        **{health.value: sum(each.health is health for each in found) for health in Health},
        overdue=sum(each.overdue(moment.day) for each in found),
        due_in_7=_due_within(still, moment, 7),
        due_in_14=_due_within(still, moment, 14),
        due_in_30=_due_within(still, moment, 30),
        without_owner=sum(each.organisation_id is None for each in still),
        without_date=sum(each.due is None for each in still),
        without_step=sum(each.milestone_id is None for each in still),
        without_evidence=sum(not each.evidence for each in still),
        stale=sum(local_date(each.changed_at, moment.zone) <= quiet_since for each in still),
        slips=sum(each.slips for each in found),
        weight=sum(1 + len(each.supporting) for each in found if each.state not in GIVEN_UP),
        weight_done=sum(1 + len(each.supporting) for each in done),
    )


def _due_within(still: Sequence[Commitment], moment: Moment, days: int) -> int:
    return sum(each.due is not None and 0 <= (each.due - moment.day).days <= days for each in still)
