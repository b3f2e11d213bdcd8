"""An import: an uploaded sheet, kept line by line as it was typed until each line has become a commitment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from services.plans.domain.columns import Column
from services.plans.domain.matching import Matching
from services.plans.domain.refusals import Refused
from services.plans.domain.sheet import Row
from shared.contracts.names import name_key


class ImportState(StrEnum):
    """How far an import got."""

    PREVIEWED = "previewed"
    IMPORTING = "importing"
    APPLIED = "applied"


@dataclass(eq=False, kw_only=True)
class Import:
    """One upload of a sheet for one plan.

    `version` counts how often lines of it were applied: nobody is told of a mere preview. `commitment_count`
    is how many commitments it made; lines that changed ones which were there already do not count. Times like
    "12 months" are counted from `counted_from`, the day of the workshop or else of the upload.
    `called` is what people said of names that are like others: by a name's key, whom it means. `columns` is
    what each column was taken for; imports from before that was kept have none. A large one is imported by
    the worker, as `asked_by` asked: `done` of `total` lines are, and `stopped` says why it went no further.
    """

    id: UUID
    community_id: UUID
    plan_id: UUID
    file_name: str
    sha256: str
    worksheet: str
    unread: tuple[str, ...]
    uploaded_by: UUID | None
    uploaded_at: datetime
    counted_from: date | None = None
    called: dict[str, str] | None = None
    columns: list[dict[str, Any]] | None = None
    state: ImportState = ImportState.PREVIEWED
    applied_at: datetime | None = None
    commitment_count: int = 0
    version: int = 0
    asked_by: UUID | None = None
    total: int = 0
    done: int = 0
    stopped: str | None = None

    @property
    def matching(self) -> Matching:
        """What each column of the sheet was taken for."""
        return Matching.kept(self.columns or ())

    @property
    def readable(self) -> bool:
        """Whether the columns are understood so far that something can be made of the lines."""
        return self.columns is None or not self.matching.faults()

    def match(self, matching: Matching) -> None:
        """Take note what each column is taken for from now on."""
        self.columns = matching.to_keep()
        self.unread = matching.unread

    def said_in(self, row: "ImportRow") -> frozenset[Column]:
        """Return the fields of which the line says something, be it that there is nothing.

        It says nothing of those whose columns the sheet lacks, unless somebody typed them since.
        """
        return frozenset(self.matching.places) | {Column(name) for name in row.cells}

    def call(self, name: str, means: str) -> None:
        """Take note whom the name means; it is a new one if it means itself."""
        self.called = (self.called or {}) | {name_key(name): means}

    def begin(self, total: int, asked_by: UUID | None) -> None:
        """Leave the lines to the worker, which takes some at a time."""
        self.state, self.total, self.done = ImportState.IMPORTING, total, 0
        self.asked_by, self.stopped = asked_by, None

    def stop(self, reason: str) -> None:
        """Go no further, and say why; what is imported stays."""
        self.state = ImportState.APPLIED if self.version else ImportState.PREVIEWED
        self.stopped = reason

    def apply(self, commitment_count: int, at: datetime) -> None:
        """Take note that lines were applied, after which this many commitments come from here."""
        self.state = ImportState.APPLIED
        self.applied_at = at
        self.commitment_count = commitment_count
        self.version += 1


@dataclass(eq=False, kw_only=True)
class ImportRow:
    """One line of an import. `cells` is how it stands, `typed` what the file held if it was mended since.

    `due` is the day that the line was understood to name when it was applied. A line that nobody understands
    is kept as a draft, by its `draft_id`, until it is finished, or dropped: thrown away, or said anew by a
    newer sheet.
    """

    import_id: UUID
    number: int
    community_id: UUID
    cells: dict[str, str]
    others: dict[str, str]
    typed: dict[str, str] | None = None
    commitment_id: UUID | None = None
    applied_at: datetime | None = None
    due: date | None = None
    draft_id: UUID | None = None
    dropped_at: datetime | None = None

    @property
    def as_uploaded(self) -> dict[str, str]:
        """The cells as the file held them."""
        return self.typed or self.cells

    @property
    def is_draft(self) -> bool:
        """Whether it waits for somebody to finish it."""
        return self.draft_id is not None and self.commitment_id is None and self.dropped_at is None

    def drop(self, at: datetime) -> None:
        """Let nothing be made of the line any more; it stays in the import as it was."""
        if self.commitment_id is not None:
            raise Refused(f"Row {self.number} is imported already.")
        self.dropped_at = self.dropped_at or at

    def row(self) -> Row:
        """Return the line as the checks want it."""
        return Row(
            number=self.number,
            cells={Column(name): text for name, text in self.cells.items()},
            others=self.others,
        )

    def rearrange(self, before: Matching, after: Matching) -> None:
        """Part the line's texts anew among the fields; what a person typed where no column is stays."""
        typed = None if self.typed is None else _rearranged(before, after, self.typed, self.others)[0]
        self.cells, self.others = _rearranged(before, after, self.cells, self.others)
        self.typed = typed

    def mend(self, cells: Mapping[Column, str]) -> None:
        """Type these cells anew and keep what the file held."""
        if self.commitment_id is not None:
            raise Refused(f"Row {self.number} is imported already. Change its commitment instead.")
        if self.dropped_at is not None:
            raise Refused(f"Row {self.number} was thrown away, or a newer sheet says it anew.")
        self.typed = self.typed or self.cells
        mended = self.cells | {column.value: text for column, text in cells.items()}
        self.cells = {name: text for name, text in mended.items() if text.strip()}


def _rearranged(
    before: Matching, after: Matching, cells: dict[str, str], others: dict[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    known, rest = after.arranged(before.spread(cells, others))
    return before.homeless(cells) | {field.value: text for field, text in known.items()}, rest
