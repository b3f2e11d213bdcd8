"""Who comes by an update link, and what they find."""

from dataclasses import dataclass
from datetime import date, datetime

from services.plans.db.queries.days import today_in
from services.plans.db.queries.names import organisation_name
from services.plans.domain.commitments import Commitment
from services.plans.domain.plans import Plan
from services.plans.domain.transitions import OFFERED
from services.plans.use_cases.holders import commitments_of
from services.plans.use_cases.links import LINK_AGE, Holder, holder_of, last_used
from services.plans.use_cases.outcomes import NotFound
from shared.contracts import CommitmentState
from shared.db.unit_of_work import UnitOfWork
from shared.http.links import BadLink
from shared.http.problems import Problem
from shared.http.site import site

PURPOSE = "update"
HELP = (
    f"Links in our e-mails work for {LINK_AGE.days} days. Open the newest e-mail that you have from us, or "
    "ask the coordinator of your plan to send you another one. If you can sign in, you find everything there."
)


@dataclass(frozen=True, kw_only=True)
class Visit:
    """What the holder of a link sees: their commitments in one organisation and plan."""

    holder: Holder
    plan: Plan
    organisation: str
    today: date
    commitments: list[Commitment]
    last_used: datetime | None

    @property
    def open(self) -> list[Commitment]:
        """What still wants something of them, the most pressing first."""
        return [each for each in self.commitments if not each.state.ended]

    @property
    def ended(self) -> list[Commitment]:
        """What ended lately and can be opened again."""
        return [each for each in self.commitments if each.state.ended]

    @property
    def accepted_last(self) -> list[Commitment]:
        """What they said yes to when they last said anything, and nothing else was said of since."""
        return [
            each
            for each in self.commitments
            if each.state is CommitmentState.AGREED and each.changed_at == self.last_used
        ]

    @property
    def offered(self) -> list[Commitment]:
        """What waits for their yes."""
        return [each for each in self.commitments if each.state is OFFERED]


def visitor(uow: UnitOfWork, token: str) -> Holder:
    """Return whom the token speaks for; whatever is wrong with it, the answer is one and the same."""
    try:
        link = site().links.read(PURPOSE, token, LINK_AGE)
        return holder_of(uow, link.payload, link.made_at)
    except (BadLink, NotFound, AttributeError, KeyError, TypeError, ValueError) as fault:
        raise Problem(404, "This link does not work any more", HELP) from fault


def visit_of(uow: UnitOfWork, holder: Holder) -> Visit:
    """Return what the holder finds."""
    plan = uow.session.get_one(Plan, holder.plan_id)
    return Visit(
        holder=holder,
        plan=plan,
        organisation=organisation_name(uow, holder.organisation_id),
        today=today_in(uow, plan.community_id),
        commitments=commitments_of(uow, holder),
        last_used=last_used(uow, holder),
    )
