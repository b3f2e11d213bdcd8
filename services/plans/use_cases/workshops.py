"""Recording workshops, and changing what was recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from services.plans.db.tables import organisations, plans
from services.plans.domain.refusals import Refused
from services.plans.domain.workshops import (
    METHODS,
    Attendance,
    Contribution,
    Workshop,
    check_contributions,
)
from services.plans.use_cases.outcomes import Conflict, NotFound
from shared.contracts.names import name_key
from shared.db.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class NewWorkshop:
    """What is known of a workshop.

    A group without an id is looked for among the community's organisations by its name, and one without a
    name is called as its organisation is. A contribution without a part plays the one usual for the method.
    """

    held_on: date
    place: str
    method: str
    attendance: Sequence[Attendance] = ()
    contributions: Sequence[Contribution] = ()
    notes: str | None = None
    outcome: str | None = None


def record_workshop(uow: UnitOfWork, community_id: UUID, new: NewWorkshop) -> Workshop:
    """Record a workshop of the community; raise Refused when it names what the community does not have."""
    workshop = Workshop(
        id=uuid4(),
        community_id=community_id,
        created_at=uow.now,
        changed_at=uow.now,
        **_resolved(uow, community_id, new.method, vars(new)),
    )
    uow.session.add(workshop)
    uow.session.flush()
    return workshop


def change_workshop(
    uow: UnitOfWork, workshop_id: UUID, expected_version: int, facts: Mapping[str, Any]
) -> Workshop:
    """Change the facts that are given, by the names that NewWorkshop has for them.

    Raises:
        NotFound: there is no such workshop.
        Conflict: somebody else changed it since that version.
        Refused: it would name what the community does not have.
    """
    workshop = locked_workshop(uow, workshop_id)
    if workshop.version != expected_version:
        raise Conflict.with_current(uow, workshop)
    method = facts.get("method", workshop.method)
    workshop.change(uow.now, _resolved(uow, workshop.community_id, method, facts))
    uow.session.flush()
    return workshop


def locked_workshop(uow: UnitOfWork, workshop_id: UUID) -> Workshop:
    """Return the workshop as it stands, held until the transaction ends; raise NotFound if there is none."""
    workshop = uow.session.get(Workshop, workshop_id, with_for_update=True, populate_existing=True)
    if workshop is None:
        raise NotFound
    return workshop


def _resolved(uow: UnitOfWork, community_id: UUID, method: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts with every name and id in them looked up."""
    resolved = dict(facts)
    if "attendance" in facts:
        resolved["attendance"] = _groups(uow, community_id, facts["attendance"])
    if "contributions" in facts:
        resolved["contributions"] = _parts(uow, community_id, method, facts["contributions"])
    return resolved


def _groups(uow: UnitOfWork, community_id: UUID, groups: Sequence[Attendance]) -> list[Attendance]:
    found = select(organisations.c.id, organisations.c.name).where(
        organisations.c.community_id == community_id
    )
    names = {row.id: row.name for row in uow.session.execute(found)}
    if {group.organisation_id for group in groups} - set(names) - {None}:
        raise Refused("The community has no such organisation.")
    by_name = {name_key(name): each for each, name in names.items()}
    return [
        Attendance(
            name=group.name or names[group.organisation_id],
            organisation_id=group.organisation_id or by_name.get(name_key(group.name)),
            count=group.count,
        )
        for group in groups
    ]


def _parts(
    uow: UnitOfWork, community_id: UUID, method: str, contributions: Sequence[Contribution]
) -> list[Contribution]:
    named = [each.plan_id for each in contributions]
    found = select(plans.c.id).where(plans.c.community_id == community_id, plans.c.id.in_(named))
    check_contributions(contributions, uow.session.scalars(found))
    usual = METHODS[method].gives
    ordered = sorted(contributions, key=lambda each: each.plan_id)
    return [Contribution(plan_id=each.plan_id, part=each.part or usual) for each in ordered]
