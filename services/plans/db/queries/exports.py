"""Everything that an export of a plan holds, by a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.plans.db.queries.agreements import agreed_in
from services.plans.db.queries.assessments import newest_in_plan
from services.plans.db.queries.assets import builders_in_plan, origins_in_plan
from services.plans.db.queries.commitments import CommitmentRow, find_commitments
from services.plans.db.queries.filters import Filters
from services.plans.db.queries.moderation import reader_of_plan
from services.plans.db.queries.proofs import proofs_in_plan
from services.plans.db.queries.traces import traces_in_plan
from services.plans.db.tables import organisations, people
from services.plans.domain.assessments import Assessment
from services.plans.domain.exports import Exported
from services.plans.domain.plans import Plan
from services.plans.domain.proofs import Proof
from shared.db.unit_of_work import UnitOfWork


def exported(uow: UnitOfWork, plan: Plan, *, with_contacts: bool, within: bool) -> list[Exported]:
    """Return the plan's commitments by their references.

    Args:
        uow: the transaction.
        plan: which plan.
        with_contacts: whether the reader may know who answers for what, by name and address.
        within: whether the reader is of the community, and may read what people said.
    """
    rows = find_commitments(uow, Filters(plan_id=plan.id), uow.now.date(), limit=None)
    names = _organisations(uow, plan.community_id)
    addresses = _addresses(uow, plan.community_id) if with_contacts else {}
    reader = reader_of_plan(uow, plan.id, within=within)
    proofs = proofs_in_plan(uow, plan.id)
    links = _links(proof for proof in proofs if reader.may_read(proof.update_id))
    assessed = newest_in_plan(uow, plan.id)
    agreed = agreed_in(uow, plan.id)
    traced = _traced(uow, plan.id) if within else {}
    found = [
        replace(
            _exported(row, names, addresses, links.get(row.id, ()), assessed.get(row.id), within=within),
            agreed=agreed.get(row.id),
            **traced.get(row.id, {}),
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: each.rank)


def _exported(  # noqa: PLR0913  # What a line is made of.
    row: CommitmentRow,
    names: dict[UUID, str],
    addresses: dict[UUID, str],
    links: Sequence[str],
    assessment: Assessment | None,
    *,
    within: bool,
) -> Exported:
    contact = row.contact_id if row.contact_id in addresses else None
    return Exported(
        reference=row.reference,
        heading=row.heading,
        milestone=row.milestone,
        text=row.text,
        organisation=row.organisation,
        contact_name=row.contact if contact else None,
        contact_email=addresses[contact] if contact else None,
        supporting=[names[each] for each in row.supporting if each in names],
        due=row.due,
        evidence=row.evidence,
        steps=row.steps,
        priority=row.priority,
        place=row.place,
        four_co=row.four_co,
        parts=[(names[each], part) for each, part in row.parts.items() if each in names],
        state=row.state,
        health=row.health,
        slips=row.slips,
        last_note=row.last_note if within else None,
        changed_at=row.changed_at,
        links=links,
        assessed=assessment.completion if assessment else None,
        assessed_why=assessment.why if assessment and within else None,
    )


def _links(proofs: Iterable[Proof]) -> Mapping[UUID, Sequence[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    for proof in proofs:
        if proof.address:
            found[proof.commitment_id].append(proof.address)
    return found


def _traced(uow: UnitOfWork, plan_id: UUID) -> Mapping[UUID, dict[str, Any]]:
    """Return for each commitment the workshop and note that it came from, and the assets it builds on."""
    traces = traces_in_plan(uow, plan_id)
    found: dict[UUID, dict[str, Any]] = defaultdict(lambda: {"assets": []})
    for origin in origins_in_plan(uow, plan_id):
        workshop = traces.workshops.words[origin.workshop_id]
        found[origin.commitment_id] |= {"workshop": workshop, "note": origin.note}
    builders = builders_in_plan(uow, plan_id)
    for asset_id, words in traces.assets.words.items():
        for commitment_id in builders.get(asset_id, ()):
            found[commitment_id]["assets"].append(words)
    return found


def _organisations(uow: UnitOfWork, community_id: UUID) -> dict[UUID, str]:
    column = organisations.c
    found = select(column.id, column.name).where(column.community_id == community_id)
    return {row.id: row.name for row in uow.session.execute(found)}


def _addresses(uow: UnitOfWork, community_id: UUID) -> dict[UUID, str]:
    found = select(people.c.id, people.c.email).where(people.c.community_id == community_id)
    return {row.id: row.email for row in uow.session.execute(found) if row.email}
