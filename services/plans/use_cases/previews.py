"""What an import would do, line by line, worked out anew each time it is looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from services.plans.db.queries.days import today_in
from services.plans.db.queries.imports import by_reference, last_rows, rows_numbered, rows_of
from services.plans.db.queries.names import organisation_names
from services.plans.domain.columns import Column
from services.plans.domain.commitments import Commitment
from services.plans.domain.drafts import Draft, differences
from services.plans.domain.imports import Import, ImportRow
from services.plans.domain.likeness import Names
from services.plans.domain.rows import CheckedRow, check_rows
from services.plans.domain.said_days import points_above
from services.plans.use_cases.earlier_lines import as_applied, due_on
from services.plans.use_cases.outcomes import NotFound
from services.plans.use_cases.settling import settled
from shared.db.unit_of_work import UnitOfWork


class Fate(StrEnum):
    """What becomes of a line."""

    BAD = "bad"
    NEW = "new"
    CHANGES = "changes"
    SAME = "same"
    ENDED = "ended"
    FINISHED = "finished"
    DROPPED = "dropped"
    DONE = "imported"


READY = frozenset({Fate.NEW, Fate.CHANGES, Fate.SAME})


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line with what is known of it; a commitment where the plan has one of its reference.

    `differs` names the fields that the sheet says anew, set against the sheet that was imported before and
    not against the commitment, whose owner may have changed it since.
    """

    kept: ImportRow
    checked: CheckedRow
    fate: Fate
    commitment: Commitment | None = None
    differs: frozenset[str] = frozenset()

    @property
    def draft(self) -> Draft:
        """What the line says; only a line without faults says anything."""
        if self.checked.draft is None:
            raise ValueError(f"row {self.kept.number} has faults")
        return self.checked.draft


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
    names, plan = Names(known, of.called or {}), _in_plan(uow, of, kept, known)
    lines: list[Line] = []
    for row, check in zip(kept, checked, strict=True):
        said = check if row.commitment_id else settled(check, names)
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


@dataclass(frozen=True)
class _InPlan:
    """What the plan has of the lines' references: commitments, and the lines imported into them last."""

    existing: dict[str, Commitment]
    last: dict[UUID, ImportRow]
    applied: dict[UUID, CheckedRow]

    def line(self, kept: ImportRow, checked: CheckedRow) -> Line:
        return _unless_finished(_line(kept, checked, self.existing, self.applied), self.existing, self.last)


def _in_plan(uow: UnitOfWork, of: Import, rows: Sequence[ImportRow], known: Sequence[str]) -> _InPlan:
    references = {row.row().text(Column.REFERENCE).casefold() for row in rows if row.commitment_id is None}
    existing = by_reference(uow, of.plan_id, references)
    last = last_rows(uow, of.plan_id, {commitment.id for commitment in existing.values()})
    return _InPlan(existing, last, as_applied(last, Names(known, of.called or {})))


def _like_above(checked: CheckedRow, lines: list[Line]) -> CheckedRow:
    """Return the line due with the one above if it says so; that one may keep the day that it had."""
    above = lines[-1].checked.draft if lines else None
    return due_on(checked, above.due) if above and points_above(checked.row.text(Column.DUE)) else checked


def _line(
    kept: ImportRow,
    checked: CheckedRow,
    existing: dict[str, Commitment],
    applied: dict[UUID, CheckedRow],
) -> Line:
    if kept.commitment_id is not None:
        return Line(kept=kept, checked=checked, fate=Fate.DONE)
    if kept.dropped_at is not None:
        return Line(kept=kept, checked=checked, fate=Fate.DROPPED)
    if checked.draft is None:
        return Line(kept=kept, checked=checked, fate=Fate.BAD)
    commitment = existing.get(checked.draft.reference.casefold())
    if commitment is None:
        return Line(kept=kept, checked=checked, fate=Fate.NEW)
    before = applied.get(commitment.id)
    if before and before.draft and _same_words(before, checked):
        checked = due_on(checked, before.draft.due)
    return _set_against(Line(kept=kept, checked=checked, fate=Fate.SAME), before, commitment)


def _unless_finished(line: Line, existing: dict[str, Commitment], last: dict[UUID, ImportRow]) -> Line:
    """Return the line as finished where somebody made a commitment of these very words by hand."""
    commitment = existing.get(line.checked.row.text(Column.REFERENCE).casefold())
    before = last.get(commitment.id) if line.fate is Fate.BAD and commitment else None
    if before is None or before.as_uploaded != line.kept.as_uploaded:
        return line
    return replace(line, fate=Fate.FINISHED)


def _set_against(line: Line, before: CheckedRow | None, commitment: Commitment) -> Line:
    differs = differences(before.draft if before else None, line.draft)
    fate = Fate.SAME if not differs else Fate.ENDED if commitment.state.ended else Fate.CHANGES
    return replace(line, fate=fate, commitment=commitment, differs=differs)


def _same_words(before: CheckedRow, now: CheckedRow) -> bool:
    """Return whether the date is worded as it was: "12 months" do not begin anew when a sheet comes again."""
    words = now.row.text(Column.DUE)
    return words == before.row.text(Column.DUE) and not points_above(words)
