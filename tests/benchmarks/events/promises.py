"""Commitments whose events weigh about a kilobyte, the same in every run, and how one changes."""

from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import bindparam, insert, update

from services.plans.db.tables import commitments, plans
from services.plans.domain.plans import DEFAULT_HEADINGS
from shared.contracts import CommitmentChanged, CommitmentState, Health
from shared.db.unit_of_work import UnitOfWork
from shared.events.envelope import Envelope, seal

NOW = datetime(2026, 11, 23, 12, 0, 0, 123456, tzinfo=UTC)
COMMUNITY, PLAN, ORGANISATION = UUID(int=1), UUID(int=2), UUID(int=3)
_NOTE = "The gate is open again from eight to eight, and two of us walk the path each week to see how it is. "


def commitment(number: int, version: int) -> CommitmentChanged:
    """Return the state of one commitment of the plan."""
    return CommitmentChanged(
        id=UUID(int=1_000_000 + number),
        version=version,
        community_id=COMMUNITY,
        plan_id=PLAN,
        reference=f"C{number}",
        text="Open the north gate of the park to everybody who walks to school or to work",
        heading="The range of activities",
        milestone=None,
        organisation_id=ORGANISATION,
        contact_id=None,
        supporting=(),
        due=date(2027, 6, 30),
        evidence="A photograph of the open gate",
        state=CommitmentState.UNDER_WAY,
        health=Health.ON_TRACK,
        reason=None,
        last_note=_NOTE,
        slips=0,
        import_id=None,
        changed_at=NOW,
        done_at=None,
    )


def envelopes(count: int, version: int) -> list[Envelope]:
    """Return an event of each of so many commitments."""
    return [seal(commitment(number, version), source="/plans", now=NOW) for number in range(count)]


def stock(uow: UnitOfWork, count: int) -> None:
    """Put the plan and so many commitments into the database of plans at version 1, and tell nobody."""
    facts = {"name": "Green spaces", "vision_what": "Shade", "vision_how": "Together", "vision_why": "Home"}
    times = {"created_at": NOW, "changed_at": NOW}
    plan = {"id": PLAN, "version": 1, "community_id": COMMUNITY, "horizon": date(2030, 1, 1), "public": False}
    uow.session.execute(insert(plans), {**plan, **facts, **times, "headings": DEFAULT_HEADINGS})
    uow.session.execute(insert(commitments), [_row(commitment(number, version=1)) for number in range(count)])


_CHANGE = (
    update(commitments)
    .where(commitments.c.id == bindparam("of"))
    .values({name: bindparam(f"to_{name}") for name in ("version", "last_note", "changed_at")})
)


def change(uow: UnitOfWork, state: CommitmentChanged) -> None:
    """Bring a commitment to a new state and tell of it."""
    uow.session.execute(
        _CHANGE,
        {
            "of": state.id,
            "to_version": state.version,
            "to_last_note": state.last_note,
            "to_changed_at": state.changed_at,
        },
    )
    uow.publish(state)


def _row(state: CommitmentChanged) -> dict[str, object]:
    names = [column.name for column in commitments.columns]
    known = {name: getattr(state, name) for name in names if hasattr(state, name)}
    return {**known, "milestone_id": None, "created_at": NOW}
