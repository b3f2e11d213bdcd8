"""What a sheet says of where commitments came from and what they build on, checked and noted."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from uuid import UUID

from services.plans.db.queries.assets import origin_of
from services.plans.domain.columns import Column
from services.plans.domain.drafts import Draft
from services.plans.domain.rows import CheckedRow
from services.plans.domain.sheet import CellFault
from services.plans.domain.traces import Traces
from services.plans.domain.updates import Actor
from services.plans.use_cases.origins import link_assets, note_origin
from shared.db.unit_of_work import UnitOfWork

TRACED = frozenset({"workshop", "note", "assets"})
"""The fields of a draft that are told here."""


def traced(checked: CheckedRow, traces: Traces) -> CheckedRow:
    """Return the line with a fault where it names a workshop or an asset that nobody knows."""
    draft = checked.draft
    faults = () if draft is None else tuple(_faults(checked, draft, traces))
    return replace(checked, draft=None, faults=faults) if faults else checked


def note_traces(  # noqa: PLR0913, PLR0917  # What is said of which, where it is looked up and by whom.
    uow: UnitOfWork,
    commitment_id: UUID,
    draft: Draft,
    differs: Collection[str],
    traces: Traces,
    actor: Actor,
) -> None:
    """Note what the sheet says anew of the commitment; the history tells that."""
    if "workshop" in differs or "note" in differs:
        before = origin_of(uow, commitment_id)
        workshop_id, note = (before.workshop_id, before.note) if before else (None, None)
        if "workshop" in differs:
            workshop_id = traces.workshops.find(draft.workshop) if draft.workshop else None
        note_origin(uow, commitment_id, workshop_id, draft.note if "note" in differs else note, actor)
    if "assets" in differs:
        found = (traces.assets.find(words) for words in draft.assets)
        link_assets(uow, commitment_id, {each for each in found if each}, actor)


def _faults(checked: CheckedRow, draft: Draft, traces: Traces) -> Iterable[CellFault]:
    if draft.workshop and not traces.workshops.find(draft.workshop):
        yield _fault(
            checked,
            Column.WORKSHOP,
            "No workshop that led to this plan is called so.",
            traces.workshops.like(draft.workshop),
            "Write the workshop down first, and that it led to this plan; or leave this empty.",
        )
    for words in draft.assets:
        if not traces.assets.find(words):
            yield _fault(
                checked,
                Column.ASSETS,
                f"No workshop that led to this plan found “{words[:60]}”.",
                traces.assets.like(words),
                "Write it down with its workshop first; or leave it out.",
            )


def _fault(checked: CheckedRow, column: Column, reason: str, like: str | None, remedy: str) -> CellFault:
    return CellFault(
        row=checked.row.number,
        column=column,
        typed=checked.row.cells.get(column, ""),
        reason=reason,
        remedy=f"If it is “{like}”, write that. {remedy}" if like else remedy,
    )
