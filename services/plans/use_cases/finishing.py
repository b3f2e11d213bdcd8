"""Finishing a draft: what is typed takes the place of what nobody understood, and becomes a commitment."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from services.plans.domain.columns import Column
from services.plans.domain.commitments import Commitment
from services.plans.domain.imports import Import, ImportRow
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.domain.sheet import CellFault
from services.plans.domain.updates import Actor
from services.plans.use_cases.applying import apply_preview
from services.plans.use_cases.drafts import held_draft, line_in
from services.plans.use_cases.fates import Fate, Line
from services.plans.use_cases.imports import check_typed
from services.plans.use_cases.previews import Preview, preview_of
from services.plans.use_cases.references import free_numbers, taken_among
from shared.db.unit_of_work import UnitOfWork


class Unfinished(Refused):
    """Something is still wrong with the draft.

    Attributes:
        faults: what, and in which cell.
        doubts: the names that may be those of known organisations, with the known names.
    """

    def __init__(self, faults: tuple[CellFault, ...], doubts: Mapping[str, str]) -> None:
        super().__init__(" ".join(f"{fault.reason} {fault.remedy}" for fault in faults))
        self.faults, self.doubts = faults, doubts


def finish_draft(  # noqa: PLR0913  # Which, what is typed, and by whom: all of it is needed.
    uow: UnitOfWork,
    plan_id: UUID,
    draft_id: UUID,
    cells: Mapping[Column, str],
    actor: Actor,
    *,
    new_names: bool = False,
) -> Commitment:
    """Make the draft a commitment, or change the one of its reference.

    With `new_names`, names that are like known ones are those of other organisations.

    Raises:
        NotFound: no such draft waits.
        Unfinished: what is typed cannot be understood either.
        PlanClosed: the plan takes nothing more.
        Refused: its commitment has ended, or it does not fit the plan.
    """
    check_typed(cells)
    row = held_draft(uow, plan_id, draft_id)
    row.mend(cells)
    preview = _seen_anew(uow, row)
    if not row.row().text(Column.REFERENCE):
        row.mend({Column.REFERENCE: _next_number(uow, preview)})
    for name in _doubted(preview, row) if new_names else ():
        preview.of.call(name, name)
    preview = _seen_anew(uow, row)
    line = line_in(preview, row)
    _refuse_unfinished(preview, line)
    apply_preview(uow, replace(preview, lines=(line,)), actor)
    return uow.session.get_one(Commitment, row.commitment_id)


def _seen_anew(uow: UnitOfWork, row: ImportRow) -> Preview:
    uow.session.flush()
    return preview_of(uow, uow.session.get_one(Import, row.import_id))


def _refuse_unfinished(preview: Preview, line: Line) -> None:
    if line.fate is Fate.ENDED:
        raise Refused("The commitment with this reference has ended. Open it again first.")
    if line.checked.draft is None:
        doubted = _doubted(preview, line.kept)
        raise Unfinished(line.checked.faults, {name: preview.doubts[name] for name in doubted})


def _doubted(preview: Preview, row: ImportRow) -> list[str]:
    """Return the names in the row of which nobody has said yet whether they are known ones."""
    written = [row.row().text(column) for column in (Column.ORGANISATION, Column.SUPPORTING)]
    return [name for name in preview.doubts if any(name in text for text in written)]


def _next_number(uow: UnitOfWork, preview: Preview) -> str:
    """Return the next number that neither the plan nor another line of the sheet has as a reference."""
    plan = uow.session.get_one(Plan, preview.of.plan_id)
    others = {line.checked.row.text(Column.REFERENCE) for line in preview.lines} - {""}
    return str(next(free_numbers(uow, plan, others - taken_among(uow, plan.id, others))))
