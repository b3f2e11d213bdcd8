"""Importing a sheet: look at it first, mend what is wrong, then make commitments of the good lines."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self
from uuid import UUID, uuid4

from services.plans.db.queries.days import today_in
from services.plans.db.queries.imports import last_workshop
from services.plans.domain.cells import is_writable
from services.plans.domain.columns import Column
from services.plans.domain.imports import Import, ImportRow
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.domain.sheet import Sheet
from services.plans.domain.updates import Actor
from services.plans.use_cases.holding import locked_import
from services.plans.use_cases.matching import Choices, recalled, remember
from services.plans.use_cases.outcomes import NotFound
from services.plans.use_cases.previews import Preview, preview_of
from services.plans.use_cases.sheet_files import read_pasted, read_sheet
from shared.db.unit_of_work import UnitOfWork

MOST_TYPED = 10_000
PASTED = "pasted rows"
"""What stands for the name of a file where there was none."""
_LONGEST_NAME = 200


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file that was read, before any transaction: a big one takes a while, and writers wait for no one."""

    file_name: str
    sha256: str
    sheet: Sheet

    @classmethod
    def read(cls, file_name: str, content: bytes) -> Self:
        """Read the file; raise SheetRefused for one that is no sheet of commitments."""
        shown = "".join(letter for letter in file_name if letter.isprintable())[-_LONGEST_NAME:]
        digest = hashlib.sha256(content).hexdigest()
        return cls(file_name=shown or "sheet", sha256=digest, sheet=read_sheet(shown, content))

    @classmethod
    def pasted(cls, content: bytes) -> Self:
        """Read cells that were pasted; raise SheetRefused for what is no sheet of commitments."""
        digest = hashlib.sha256(content).hexdigest()
        return cls(file_name=PASTED, sha256=digest, sheet=read_pasted(content))


def preview_import(uow: UnitOfWork, plan_id: UUID, file_name: str, content: bytes, actor: Actor) -> Preview:
    """Read the file and keep every line, good or bad; raise SheetRefused for a file that is no sheet."""
    return keep_upload(uow, plan_id, Upload.read(file_name, content), actor)


def keep_upload(
    uow: UnitOfWork, plan_id: UUID, upload: Upload, actor: Actor, columns: Choices | None = None
) -> Preview:
    """Keep every line of the sheet for the plan, to be looked at before anything is made of it.

    Its columns are what is chosen here, or else what a person said of the same headings before.
    """
    plan = uow.session.get(Plan, plan_id)
    if plan is None:
        raise NotFound
    today = today_in(uow, plan.community_id)
    kept = Import(
        id=uuid4(),
        community_id=plan.community_id,
        plan_id=plan.id,
        file_name=upload.file_name,
        sha256=upload.sha256,
        worksheet=upload.sheet.name,
        unread=(),
        uploaded_by=actor.person_id,
        uploaded_at=uow.now,
        counted_from=last_workshop(uow, plan.id, today) or today,
    )
    found = upload.sheet.matching
    kept.match(recalled(uow, plan.community_id, found).chosen(columns or {}))
    uow.session.add(kept)
    uow.session.flush()
    if columns:
        remember(uow, kept)
    uow.session.add_all(_kept_rows(kept, upload.sheet))
    uow.session.flush()
    return preview_of(uow, kept)


def correct_row(uow: UnitOfWork, import_id: UUID, number: int, cells: Mapping[Column, str]) -> Preview:
    """Type cells of a line anew; what the file held is kept besides.

    Raises:
        NotFound: there is no such import, or no such line in it.
        Refused: the line is imported already, or what was typed cannot be kept.
    """
    check_typed(cells)
    kept = locked_import(uow, import_id)
    row = uow.session.get(ImportRow, (import_id, number), populate_existing=True)
    if row is None:
        raise NotFound
    row.mend(cells)
    uow.session.flush()
    return preview_of(uow, kept)


def check_typed(cells: Mapping[Column, str]) -> None:
    """Refuse what cannot be kept."""
    if any(len(text) > MOST_TYPED or not is_writable(text) for text in cells.values()):
        raise Refused("That is too long, or holds something that is not text.")


def answer_name(uow: UnitOfWork, import_id: UUID, name: str, means: str) -> Preview:
    """Say whom a name in the sheet means: a known organisation, or a new one if both names are the same.

    Raises:
        NotFound: there is no such import.
        Refused: nobody asked about the name, or no organisation goes by the other one.
    """
    kept = locked_import(uow, import_id)
    doubts = preview_of(uow, kept).doubts
    if means not in {name, doubts.get(name)} or name not in doubts:
        raise Refused(f"Nobody has to say whether “{name}” is “{means}”.")
    kept.call(name, means)
    uow.session.flush()
    return preview_of(uow, kept)


def _kept_rows(kept: Import, sheet: Sheet) -> Iterable[ImportRow]:
    matching = kept.matching
    for row in sheet.rows:
        made = ImportRow(
            import_id=kept.id,
            number=row.number,
            community_id=kept.community_id,
            cells={column.value: text for column, text in row.cells.items()},
            others=dict(row.others),
        )
        made.rearrange(sheet.matching, matching)
        yield made
