"""Importing a sheet: look at it first, mend what is wrong, then make commitments of the good lines."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self
from uuid import UUID, uuid4

from services.plans.db.queries.days import today_in
from services.plans.db.queries.imports import count_made_by, last_workshop
from services.plans.domain.cells import is_writable
from services.plans.domain.columns import Column
from services.plans.domain.commitments import Commitment
from services.plans.domain.drafts import Draft
from services.plans.domain.imports import Import, ImportRow, ImportState
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.domain.sheet import Sheet
from services.plans.domain.updates import Actor, Channel
from services.plans.use_cases.amending import amend_commitment
from services.plans.use_cases.announcements import import_applied
from services.plans.use_cases.commitments import NewCommitment, add_commitments
from services.plans.use_cases.outcomes import NotFound
from services.plans.use_cases.plans import locked_plan
from services.plans.use_cases.previews import Fate, Line, Preview, preview_of
from services.plans.use_cases.resolving import Resolver
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


def keep_upload(uow: UnitOfWork, plan_id: UUID, upload: Upload, actor: Actor) -> Preview:
    """Keep every line of the sheet for the plan, to be looked at before anything is made of it."""
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
        unread=upload.sheet.others,
        uploaded_by=actor.person_id,
        uploaded_at=uow.now,
        counted_from=last_workshop(uow, plan.id, today) or today,
    )
    uow.session.add(kept)
    uow.session.flush()
    uow.session.add_all(_kept_rows(kept, upload.sheet))
    uow.session.flush()
    return preview_of(uow, kept)


def correct_row(uow: UnitOfWork, import_id: UUID, number: int, cells: Mapping[Column, str]) -> Preview:
    """Type cells of a line anew; what the file held is kept besides.

    Raises:
        NotFound: there is no such import, or no such line in it.
        Refused: the line is imported already, or what was typed cannot be kept.
    """
    if any(len(text) > MOST_TYPED or not is_writable(text) for text in cells.values()):
        raise Refused("That is too long, or holds something that is not text.")
    kept = _locked(uow, import_id)
    row = uow.session.get(ImportRow, (import_id, number), populate_existing=True)
    if row is None:
        raise NotFound
    row.mend(cells)
    uow.session.flush()
    return preview_of(uow, kept)


def answer_name(uow: UnitOfWork, import_id: UUID, name: str, means: str) -> Preview:
    """Say whom a name in the sheet means: a known organisation, or a new one if both names are the same.

    Raises:
        NotFound: there is no such import.
        Refused: nobody asked about the name, or no organisation goes by the other one.
    """
    kept = _locked(uow, import_id)
    doubts = preview_of(uow, kept).doubts
    if means not in {name, doubts.get(name)} or name not in doubts:
        raise Refused(f"Nobody has to say whether “{name}” is “{means}”.")
    kept.call(name, means)
    uow.session.flush()
    return preview_of(uow, kept)


def apply_import(uow: UnitOfWork, import_id: UUID, actor: Actor | None = None) -> Preview:
    """Make commitments of the lines that are ready; the others stay in the import and can be mended.

    Done again, it does only what was mended since. A reference that the plan has already is no new
    commitment: what the sheet says anew of it is changed, and nothing else.

    Raises:
        NotFound: there is no such import.
        Refused: no line was ever ready.
    """
    kept = _locked(uow, import_id)
    preview = preview_of(uow, kept)
    if not preview.ready:
        if kept.state is ImportState.PREVIEWED:
            raise Refused("No row can be imported yet. Mend one first.")
        return preview
    _apply(uow, preview, actor or Actor(channel=Channel.IMPORT, person_id=kept.uploaded_by))
    uow.session.flush()
    kept.apply(count_made_by(uow, kept.id), uow.now)
    uow.session.flush()
    uow.publish(import_applied(kept))
    return preview_of(uow, kept)


def _kept_rows(kept: Import, sheet: Sheet) -> Iterable[ImportRow]:
    for row in sheet.rows:
        yield ImportRow(
            import_id=kept.id,
            number=row.number,
            community_id=kept.community_id,
            cells={column.value: text for column, text in row.cells.items()},
            others=dict(row.others),
        )


def _locked(uow: UnitOfWork, import_id: UUID) -> Import:
    """Return the import, held until the transaction ends; its plan is held first, as everywhere."""
    found = uow.session.get(Import, import_id)
    if found is None:
        raise NotFound
    locked_plan(uow, found.plan_id)
    return uow.session.get_one(Import, import_id, with_for_update=True, populate_existing=True)


def _apply(uow: UnitOfWork, preview: Preview, actor: Actor) -> None:
    plan = locked_plan(uow, preview.of.plan_id)
    new, changed = preview.with_fate(Fate.NEW), preview.with_fate(Fate.CHANGES)
    resolver = Resolver(uow, plan, [line.draft for line in (*new, *changed)])
    news = [_new_commitment(line.draft, resolver, preview.of.id) for line in new]
    for line, made in zip(new, add_commitments(uow, plan.id, news, actor), strict=True):
        _mark(line, made.id, uow)
    source = f"The sheet {preview.of.file_name} says so."
    for line, commitment in _there_already(changed):
        amend_commitment(uow, commitment, line.differs, resolver.values(line.draft), source, actor)
    for line, commitment in _there_already([*changed, *preview.with_fate(Fate.SAME)]):
        _mark(line, commitment.id, uow)


def _there_already(lines: Iterable[Line]) -> Iterable[tuple[Line, Commitment]]:
    return [(line, line.commitment) for line in lines if line.commitment is not None]


def _new_commitment(draft: Draft, resolver: Resolver, import_id: UUID) -> NewCommitment:
    return NewCommitment(reference=draft.reference, import_id=import_id, **resolver.values(draft))


def _mark(line: Line, commitment_id: UUID, uow: UnitOfWork) -> None:
    line.kept.commitment_id = commitment_id
    line.kept.applied_at = uow.now
    line.kept.due = line.draft.due
