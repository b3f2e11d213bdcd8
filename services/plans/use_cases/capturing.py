"""Capturing a workshop live: each line that is typed becomes a commitment or a milestone at once."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid5

from services.plans.domain.amendments import amend
from services.plans.domain.commitments import Commitment, NotAllowed
from services.plans.domain.drafts import Draft
from services.plans.domain.lines import Line, read_line, read_step
from services.plans.domain.milestones import Milestone
from services.plans.domain.updates import SET_RIGHT, Actor
from services.plans.use_cases.commitments import NewCommitment, add_commitment
from services.plans.use_cases.milestones import add_milestone
from services.plans.use_cases.naming import name_organisation
from services.plans.use_cases.outcomes import Conflict
from services.plans.use_cases.plans import locked_plan
from services.plans.use_cases.recording import Said, record_all
from services.plans.use_cases.resolving import Resolver
from services.plans.use_cases.updates import locked_commitment
from shared.contracts import CommitmentState
from shared.db.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What is written on: a plan, the day in its place, and the key of the page on which one types.

    A line that is sent twice from the same page, because the answer to the first got lost, is one line.
    """

    plan_id: UUID
    key: str
    today: date

    def id_of(self, kind: str, typed: str) -> UUID:
        """Return the id of what the line becomes."""
        return uuid5(self.plan_id, "\n".join((self.key, kind, " ".join(typed.split()))))


def capture_commitment(  # noqa: PLR0913, PLR0917  # Which line, where to, and who says so: all of it is needed.
    uow: UnitOfWork, sheet: Sheet, typed: str, heading: str, milestone_id: UUID | None, actor: Actor
) -> Commitment:
    """Write the line down as a commitment, with the organisation that it names.

    Raises:
        NotFound: there is no such plan.
        CellRefused: the line cannot be understood.
        Refused: the milestone is not the plan's.
    """
    line = read_line(typed, sheet.today)
    plan = locked_plan(uow, sheet.plan_id)
    chosen = sheet.id_of("commitment", typed)
    there = uow.session.get(Commitment, chosen)
    if there is not None:
        return there
    draft = Draft(reference="", text=line.text, heading=heading, organisation=line.organisation, due=line.day)
    new = NewCommitment(**Resolver(uow, plan, [draft]).values(draft))
    return add_commitment(uow, plan.id, replace(new, id=chosen, milestone_id=milestone_id), actor)


def capture_milestone(uow: UnitOfWork, sheet: Sheet, typed: str) -> Milestone:
    """Add the line to the plan's way back from the horizon; raise CellRefused if it is not understood."""
    line = read_step(typed, sheet.today)
    locked_plan(uow, sheet.plan_id)
    chosen = sheet.id_of("milestone", typed)
    there = uow.session.get(Milestone, chosen)
    return there or add_milestone(uow, sheet.plan_id, line.text, line.day, chosen)


def set_right(
    uow: UnitOfWork, commitment_id: UUID, expected_version: int, said: Line, actor: Actor
) -> Commitment:
    """Set right what was understood of a line, as long as nobody has accepted it.

    Raises:
        NotFound: there is no such commitment.
        Conflict: it was changed since that version.
        NotAllowed: its owner has said something already, so it is theirs to change.
    """
    commitment = locked_commitment(uow, commitment_id)
    if commitment.version != expected_version:
        raise Conflict.with_current(uow, commitment)
    if commitment.state is not CommitmentState.OFFERED:
        raise NotAllowed("It has been answered already, so it cannot be corrected here.")
    owner = name_organisation(uow, commitment.community_id, said.organisation) if said.organisation else None
    wanted = {"text": said.text, "organisation_id": owner, "due": said.day}
    if owner != commitment.organisation_id:
        # Whoever answered for the one organisation does not for the other.
        wanted["contact_id"] = None
    differing = {name: value for name, value in wanted.items() if getattr(commitment, name) != value}
    if differing:
        change = amend(commitment, differing, uow.now)
        record_all(uow, [Said(commitment=commitment, action=SET_RIGHT, change=change, actor=actor)])
    return commitment
