"""What an import would do, line by line, worked out anew each time it is looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.plans.db.queries.days import today_in
from services.plans.db.queries.imports import applied_rows, by_reference, imports_of, rows_numbered, rows_of
from services.plans.db.queries.names import answers_for, organisation_names
from services.plans.db.queries.traces import traces_in_plan
from services.plans.domain.columns import Column
from services.plans.domain.imports import Import, ImportRow
from services.plans.domain.likeness import Names
from services.plans.domain.rows import CheckedRow, check_rows
from services.plans.domain.said_days import points_above
from services.plans.use_cases.earlier_lines import as_applied, due_on
from services.plans.use_cases.fates import READY, Fate, InPlan, Line
from services.plans.use_cases.outcomes import NotFound
from services.plans.use_cases.settling import settled
from services.plans.use_cases.tracing import traced
from shared.db.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Preview:
    """An import and all its lines, and for each name that may be a known organisation's the known name."""

    of: Import
    lines: tuple[Line, ...]
    doubts: Mapping[str, str]

    @property
    def id(self) -> UUID:
        """The import's id."""
        return self.of.id

    def with_fate(self, *fates: Fate) -> list[Line]:
        """Return the lines of these fates."""
        return [line for line in self.lines if line.fate in fates]

    @property
    def ready(self) -> list[Line]:
        """The lines that can be imported now; none before the columns are understood."""
        return [] if not self.of.readable else self.with_fate(*READY)

    @property
    def bad(self) -> list[Line]:
        """The lines that somebody has to mend first."""
        return self.with_fate(Fate.BAD)

    @property
    def to_keep(self) -> list[Line]:
        """The lines that would be kept as drafts, since nobody understands them."""
        return [line for line in self.bad if not line.kept.is_draft] if self.of.readable else []

    @property
    def done(self) -> list[Line]:
        """The lines that are commitments by now."""
        return self.with_fate(Fate.DONE)


def find_preview(uow: UnitOfWork, plan_id: UUID, import_id: UUID) -> Preview:
    """Return the plan's import as it stands; raise NotFound when the plan has no such import."""
    found = uow.session.get(Import, import_id)
    if found is None or found.plan_id != plan_id:
        raise NotFound
    return preview_of(uow, found)


def preview_of(uow: UnitOfWork, of: Import) -> Preview:
    """Check every line of the import and work out what it would do."""
    kept = rows_of(uow, of.id)
    today = today_in(uow, of.community_id)
    counted_from = of.counted_from or of.uploaded_at.date()
    checked = check_rows([row.row() for row in kept], today, counted_from=counted_from)
    known = organisation_names(uow, of.community_id)
    traces = traces_in_plan(uow, of.plan_id)
    names, plan = Names(known, of.called or {}), _in_plan(uow, of, kept, known)
    lines: list[Line] = []
    for row, check in zip(kept, checked, strict=True):
        said = check if row.commitment_id else traced(settled(check, names), traces)
        lines.append(plan.line(row, _like_above(said, lines)))
    return Preview(of=of, lines=tuple(lines), doubts=names.doubts)


def preview_again(uow: UnitOfWork, of: Import, rows: Mapping[int, CheckedRow]) -> Preview:
    """Work out what some lines would do now, which were checked among all others a moment ago.

    A line that was changed since is left out.
    """
    found = rows_numbered(uow, of.id, rows.keys())
    kept = [row for row in found if row.row() == rows[row.number].row]
    plan = _in_plan(uow, of, kept, organisation_names(uow, of.community_id))
    return Preview(of=of, lines=tuple(plan.line(row, rows[row.number]) for row in kept), doubts={})


def _in_plan(uow: UnitOfWork, of: Import, rows: Sequence[ImportRow], known: Sequence[str]) -> InPlan:
    references = {row.row().text(Column.REFERENCE).casefold() for row in rows if row.commitment_id is None}
    existing = by_reference(uow, of.plan_id, references)
    there = {commitment.id for commitment in existing.values()}
    applied = applied_rows(uow, of.plan_id, there)
    imports = {each.id: each for each in imports_of(uow, of.plan_id)}
    return InPlan(
        of=of,
        existing=existing,
        last={commitment_id: rows[-1] for commitment_id, rows in applied.items()},
        applied=as_applied(applied, imports, Names(known, of.called or {})),
        # Who answers stays only where the sheet cannot say it.
        answers={} if Column.CONTACT_EMAIL in of.matching.places else answers_for(uow, of.plan_id),
    )


def _like_above(checked: CheckedRow, lines: list[Line]) -> CheckedRow:
    """Return the line due with the one above if it says so; that one may keep the day that it had."""
    above = lines[-1].checked.draft if lines else None
    return due_on(checked, above.due) if above and points_above(checked.row.text(Column.DUE)) else checked
