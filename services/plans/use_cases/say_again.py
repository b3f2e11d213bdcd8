"""What plans can say again, so that other services can rebuild their copies."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from services.plans.db.tables import commitments, imports, milestones, organisations, people, plans, updates
from services.plans.domain.commitments import Commitment
from services.plans.domain.imports import Import, ImportState
from services.plans.domain.plans import Plan
from services.plans.domain.updates import Update
from services.plans.use_cases.announcements import (
    commitment_changed,
    import_applied,
    plan_changed,
    update_recorded,
)
from shared.contracts import (
    CommitmentChanged,
    ContactNamed,
    Contract,
    ImportApplied,
    OrganisationNamed,
    PlanChanged,
    UpdateRecorded,
)
from shared.db.kinds import Kind
from shared.db.unit_of_work import UnitOfWork


def _plans(_uow: UnitOfWork, rows: Sequence[Any]) -> list[Contract]:
    return [plan_changed(plan, again=True) for (plan,) in rows]


def _commitments(uow: UnitOfWork, rows: Sequence[Any]) -> list[Contract]:
    steps = {commitment.milestone_id for (commitment,) in rows if commitment.milestone_id}
    found = select(milestones.c.id, milestones.c.text).where(milestones.c.id.in_(steps))
    texts = {row.id: row.text for row in uow.session.execute(found)}
    return [commitment_changed(each, texts.get(each.milestone_id), again=True) for (each,) in rows]


def _imports(_uow: UnitOfWork, rows: Sequence[Any]) -> list[Contract]:
    return [import_applied(applied) for (applied,) in rows]


def _updates(_uow: UnitOfWork, rows: Sequence[Any]) -> list[Contract]:
    return [update_recorded(update, again=True) for (update,) in rows]


def _organisations(_uow: UnitOfWork, rows: Sequence[Any]) -> list[Contract]:
    return [
        OrganisationNamed(id=row.id, version=1, community_id=row.community_id, name=row.name) for row in rows
    ]


def _contacts(_uow: UnitOfWork, rows: Sequence[Any]) -> list[Contract]:
    return [
        ContactNamed(
            id=row.id,
            version=1,
            community_id=row.community_id,
            organisation_id=row.organisation_id,
            name=row.name,
            email=row.email,
        )
        for row in rows
    ]


_held_for = (
    select(commitments.c.organisation_id)
    .where(commitments.c.contact_id == people.c.id, commitments.c.organisation_id.is_not(None))
    .limit(1)
    .scalar_subquery()
)

KINDS = (
    # What a sheet named and partners has not answered yet: its own first word raises the version above 0.
    Kind(
        contract=OrganisationNamed,
        table=organisations,
        chosen=select(organisations).where(organisations.c.version == 0),
        states=_organisations,
        copied=False,
    ),
    Kind(
        contract=ContactNamed,
        table=people,
        chosen=select(people, _held_for.label("organisation_id")).where(
            people.c.version == 0, _held_for.is_not(None)
        ),
        states=_contacts,
        copied=False,
    ),
    Kind(contract=PlanChanged, table=plans, chosen=select(Plan), states=_plans),
    Kind(contract=CommitmentChanged, table=commitments, chosen=select(Commitment), states=_commitments),
    Kind(contract=UpdateRecorded, table=updates, chosen=select(Update), states=_updates),
    Kind(
        contract=ImportApplied,
        table=imports,
        chosen=select(Import).where(imports.c.state == ImportState.APPLIED),
        states=_imports,
    ),
)
"""In an order in which whoever hears them understands each at once."""
