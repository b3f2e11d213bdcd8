"""What an import would do, line by line, worked out anew each time it is looked at."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from services.plans.db.queries.days import today_in
from services.plans.db.queries.imports import by_reference, last_rows, rows_of
from services.plans.domain.commitments import Commitment
from services.plans.domain.imports import Import, ImportRow
from services.plans.domain.rows import CheckedRow, Draft, check_rows, differences
from services.plans.use_cases.outcomes import NotFound
from shared.db.unit_of_work import UnitOfWork


class Fate(StrEnum):
    """What becomes of a line."""

    BAD = "bad"
    NEW = "new"
    CHANGES = "changes"
    SAME = "same"
    ENDED = "ended"
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
    """An import and all its lines."""

    of: Import
    lines: tuple[Line, ...]

    @property
    def id(self) -> UUID:
        """The import's id."""
        return self.of.id

    def with_fate(self, *fates: Fate) -> list[Line]:
        """Return the lines of these fates."""
        return [line for line in self.lines if line.fate in fates]

    @property
    def ready(self) -> list[Line]:
        """The lines that can be imported now."""
        return self.with_fate(*READY)

    @property
    def bad(self) -> list[Line]:
        """The lines that somebody has to mend first."""
        return self.with_fate(Fate.BAD)

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
    checked = check_rows([row.row() for row in kept], today)
    existing = by_reference(uow, of.plan_id)
    before = _drafts(last_rows(uow, of.plan_id))
    return Preview(
        of=of,
        lines=tuple(_line(row, check, existing, before) for row, check in zip(kept, checked, strict=True)),
    )


def _drafts(rows: dict[UUID, ImportRow]) -> dict[UUID, Draft | None]:
    """Return what the lines said; how old they are does not matter to that."""
    return {
        commitment_id: check_rows([row.row()], row.applied_at.date())[0].draft
        for commitment_id, row in rows.items()
        if row.applied_at
    }


def _line(
    kept: ImportRow,
    checked: CheckedRow,
    existing: dict[str, Commitment],
    before: dict[UUID, Draft | None],
) -> Line:
    if kept.commitment_id is not None:
        return Line(kept=kept, checked=checked, fate=Fate.DONE)
    if checked.draft is None:
        return Line(kept=kept, checked=checked, fate=Fate.BAD)
    commitment = existing.get(checked.draft.reference.casefold())
    if commitment is None:
        return Line(kept=kept, checked=checked, fate=Fate.NEW)
    differs = differences(before.get(commitment.id), checked.draft)
    fate = Fate.SAME if not differs else Fate.ENDED if commitment.state.ended else Fate.CHANGES
    return Line(kept=kept, checked=checked, fate=fate, commitment=commitment, differs=differs)
