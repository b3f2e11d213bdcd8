"""Making commitments of the lines of an import, and drafts of those that nobody understands."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from services.plans.db.queries.imports import count_made_by
from services.plans.db.queries.traces import traces_in_plan
from services.plans.domain.columns import Column
from services.plans.domain.commitments import Commitment
from services.plans.domain.drafts import Draft
from services.plans.domain.imports import Import, ImportState
from services.plans.domain.refusals import Refused
from services.plans.domain.updates import Actor, Channel
from services.plans.use_cases.amending import amend_commitment
from services.plans.use_cases.announcements import import_applied
from services.plans.use_cases.commitments import NewCommitment, add_commitments
from services.plans.use_cases.fates import Fate, Line
from services.plans.use_cases.holding import locked_import
from services.plans.use_cases.plans import open_plan
from services.plans.use_cases.previews import Preview, preview_of
from services.plans.use_cases.replacing import drop_replaced
from services.plans.use_cases.resolving import Resolver
from services.plans.use_cases.tracing import TRACED, note_traces
from shared.db.unit_of_work import UnitOfWork


def apply_import(uow: UnitOfWork, import_id: UUID, actor: Actor | None = None) -> Preview:
    """Make commitments of the lines that are ready, and drafts of those that are not.

    Done again, it does only what was mended since. A reference that the plan has already is no new
    commitment: what the sheet says anew of it is changed, and nothing else.

    Raises:
        NotFound: there is no such import.
        PlanClosed: the plan takes nothing more.
        Refused: the columns are not understood, or all lines are to be left alone.
    """
    kept = locked_import(uow, import_id)
    if not kept.readable:
        raise Refused("Say first what the columns are: " + kept.matching.faults()[0].reason)
    preview = preview_of(uow, kept)
    to_keep = preview.to_keep
    if kept.state is ImportState.PREVIEWED and not (preview.ready or preview.bad):
        raise Refused("There is nothing in the sheet that could be imported.")
    if preview.ready:
        apply_preview(uow, preview, actor or importer(kept))
    keep_drafts(uow, preview, to_keep)
    return preview_of(uow, kept)


def apply_preview(uow: UnitOfWork, preview: Preview, actor: Actor) -> None:
    """Apply the lines of the preview that are ready, and tell that they are."""
    apply_lines(uow, preview, actor)
    close_import(uow, preview.of)


def close_import(uow: UnitOfWork, kept: Import) -> None:
    """Take note how many commitments the import made by now, and tell of it."""
    uow.session.flush()
    kept.apply(count_made_by(uow, kept.id), uow.now)
    uow.session.flush()
    uow.publish(import_applied(kept))


def importer(kept: Import) -> Actor:
    """Return whoever brought the sheet, as the history names them."""
    return Actor(channel=Channel.IMPORT, person_id=kept.uploaded_by)


def keep_drafts(uow: UnitOfWork, preview: Preview, lines: Iterable[Line]) -> None:
    """Keep the lines as drafts; a newer sheet's word replaces an older one's draft."""
    open_plan(uow, preview.of.plan_id)
    for line in lines:
        line.kept.draft_id = uuid4()
    drop_replaced(uow, preview)
    uow.session.flush()


def apply_lines(uow: UnitOfWork, preview: Preview, actor: Actor) -> None:
    """Make commitments of the lines that are ready, or change those that they speak of."""
    plan = open_plan(uow, preview.of.plan_id)
    new, changed = preview.with_fate(Fate.NEW), preview.with_fate(Fate.CHANGES)
    resolver = Resolver(uow, plan, [line.draft for line in (*new, *changed)])
    traces = traces_in_plan(uow, plan.id)
    news = [_new_commitment(line.draft, resolver, preview.of.id) for line in new]
    for line, made in zip(new, add_commitments(uow, plan.id, news, actor), strict=True):
        _mark(line, made.id, uow)
        if line.draft.workshop or line.draft.assets:
            note_traces(uow, made.id, line.draft, TRACED, traces, actor)
    source = f"The sheet {preview.of.file_name} says so."
    for line, commitment in _there_already(changed):
        values = resolver.values(line.draft)
        if Column.SUPPORTING not in preview.of.said_in(line.kept):
            # Only several owners in one cell say who helps here, so that it takes nobody's help away.
            values["supporting"] = tuple(dict.fromkeys((*commitment.supporting, *values["supporting"])))
        amend_commitment(uow, commitment, line.differs, values, source, actor)
        note_traces(uow, commitment.id, line.draft, line.differs, traces, actor)
    for line, commitment in _there_already([*changed, *preview.with_fate(Fate.SAME)]):
        _mark(line, commitment.id, uow)


def _there_already(lines: Iterable[Line]) -> Iterable[tuple[Line, Commitment]]:
    return [(line, line.commitment) for line in lines if line.commitment is not None]


def _new_commitment(draft: Draft, resolver: Resolver, import_id: UUID) -> NewCommitment:
    return NewCommitment(reference=draft.reference, import_id=import_id, **resolver.values(draft))


def _mark(line: Line, commitment_id: UUID, uow: UnitOfWork) -> None:
    line.kept.commitment_id = commitment_id
    line.kept.applied_at = uow.now
    line.kept.due = line.draft.due if Column.DUE in line.said else None
