"""Saying what the columns of a sheet are, and remembering it for the next sheet with the same headings."""

import hashlib
import json
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from services.plans.db.queries.imports import rows_of
from services.plans.db.tables import matchings
from services.plans.db.upserts import put
from services.plans.domain.columns import Column
from services.plans.domain.imports import Import, ImportState
from services.plans.domain.matching import Matching
from services.plans.domain.refusals import Refused
from services.plans.use_cases.holding import locked_import
from services.plans.use_cases.previews import Preview, preview_of
from shared.db.unit_of_work import UnitOfWork

Choices = Mapping[str, Column | None]
"""By a column's name the field that it holds; None leaves it out."""


def choose_columns(uow: UnitOfWork, import_id: UUID, choices: Choices) -> Preview:
    """Read the lines of the import anew, by what a person says that its columns are.

    Raises:
        NotFound: there is no such import.
        Refused: it is imported already, or the columns cannot be read so.
    """
    kept = locked_import(uow, import_id)
    if kept.columns is None or kept.state is not ImportState.PREVIEWED:
        raise Refused("Rows of this sheet are imported already. Bring it in again to read it otherwise.")
    before = kept.matching
    after = before.chosen(choices)
    for row in rows_of(uow, kept.id):
        row.rearrange(before, after)
    kept.match(after)
    remember(uow, kept)
    uow.session.flush()
    return preview_of(uow, kept)


def remember(uow: UnitOfWork, kept: Import) -> None:
    """Keep what the columns are for the next sheet of the community with the same headings."""
    matching = kept.matching
    row = {
        "community_id": kept.community_id,
        "headings": _fingerprint(matching),
        "chosen": {each.name: each.field for each in matching.columns},
        "chosen_at": uow.now,
    }
    put(uow, matchings, [row])


def recalled(uow: UnitOfWork, community_id: UUID, matching: Matching) -> Matching:
    """Return what a person last said of the same headings, or else the matching as it is."""
    column = matchings.c
    found = select(column.chosen).where(
        column.community_id == community_id, column.headings == _fingerprint(matching)
    )
    chosen = uow.session.scalar(found)
    if chosen is None:
        return matching
    try:
        return matching.chosen({name: Column(field) if field else None for name, field in chosen.items()})
    except Refused:  # This time formulas fill a column that was read then: it has to be told about.
        return matching


def _fingerprint(matching: Matching) -> str:
    return hashlib.sha256(json.dumps([name.casefold() for name in matching.names]).encode()).hexdigest()
