"""What becomes of each line of a sheet, set against what its plan has already."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from services.plans.domain.columns import Column
from services.plans.domain.commitments import Commitment
from services.plans.domain.drafts import Draft, differences
from services.plans.domain.imports import Import, ImportRow
from services.plans.domain.omissions import Answers, said_columns, with_what_stays
from services.plans.domain.rows import CheckedRow
from services.plans.domain.said_days import points_above
from services.plans.use_cases.earlier_lines import due_on


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
    not against the commitment, whose owner may have changed it since. `said` names the columns of which it
    says anything; the draft has of all others what stays as it is.
    """

    kept: ImportRow
    checked: CheckedRow
    fate: Fate
    commitment: Commitment | None = None
    differs: frozenset[str] = frozenset()
    said: frozenset[Column] = frozenset(Column)

    @property
    def draft(self) -> Draft:
        """What the line says; only a line without faults says anything."""
        if self.checked.draft is None:
            raise ValueError(f"row {self.kept.number} has faults")
        return self.checked.draft


@dataclass(frozen=True, kw_only=True)
class InPlan:
    """What the plan has of the lines' references: commitments, and what sheets last said of them."""

    of: Import
    existing: Mapping[str, Commitment]
    last: Mapping[UUID, ImportRow]
    applied: Mapping[UUID, CheckedRow]
    answers: Mapping[UUID, Answers]

    def line(self, kept: ImportRow, checked: CheckedRow) -> Line:
        """Return the line with what becomes of it."""
        if kept.commitment_id is not None:
            return Line(kept=kept, checked=checked, fate=Fate.DONE)
        if kept.dropped_at is not None:
            return Line(kept=kept, checked=checked, fate=Fate.DROPPED)
        commitment = self.existing.get(checked.row.text(Column.REFERENCE).casefold())
        if checked.draft is None:
            fate = Fate.FINISHED if self._is_finished(kept, commitment) else Fate.BAD
            return Line(kept=kept, checked=checked, fate=fate)
        if commitment is None:
            return Line(kept=kept, checked=checked, fate=Fate.NEW)
        return self._set_against(commitment, kept, checked)

    def _is_finished(self, kept: ImportRow, commitment: Commitment | None) -> bool:
        """Return whether somebody made a commitment of these very words by hand."""
        last = self.last.get(commitment.id) if commitment else None
        return last is not None and last.as_uploaded == kept.as_uploaded

    def _set_against(self, commitment: Commitment, kept: ImportRow, checked: CheckedRow) -> Line:
        before = self.applied.get(commitment.id)
        if before and before.draft and _same_words(before, checked):
            checked = due_on(checked, before.draft.due)
        said = said_columns(checked, self.of.said_in(kept))
        line = Line(kept=kept, checked=checked, fate=Fate.SAME, commitment=commitment, said=said)
        differs = differences(before.draft if before else None, line.draft, said)
        fate = Fate.SAME if not differs else Fate.ENDED if commitment.state.ended else Fate.CHANGES
        checked = with_what_stays(checked, commitment, self.answers.get(commitment.id), said)
        return replace(line, checked=checked, fate=fate, differs=differs)


def _same_words(before: CheckedRow, now: CheckedRow) -> bool:
    """Return whether the date is worded as it was: "12 months" do not begin anew when a sheet comes again."""
    words = now.row.text(Column.DUE)
    return words == before.row.text(Column.DUE) and not points_above(words)
