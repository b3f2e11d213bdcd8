"""Keeping what commitments are found by, in the transaction that changes them or their owner's name."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.plans.db.tables import commitments, organisations, searched
from services.plans.domain.commitments import Commitment
from services.plans.domain.searches import words_of
from shared.contracts import Contract
from shared.db.copies import Keep
from shared.db.unit_of_work import UnitOfWork
from shared.events.inserts import insert_into

FOUND_BY = ("text", "evidence", "organisation_id")
"""What may change of that which a commitment is found by; its reference stays."""

_MOST_IDS = 500
"""How many values a statement may have is bounded on both engines."""


def keep_searched(uow: UnitOfWork, changed: Iterable[Commitment]) -> None:
    """Let each commitment be found by what it says now."""
    by_id = {each.id: each for each in changed}
    names = _owners(uow, {each.organisation_id for each in by_id.values() if each.organisation_id})
    _put(
        uow,
        [
            _row(
                each.id,
                each.community_id,
                each.reference,
                each.text,
                each.evidence,
                names.get(each.organisation_id),
            )
            for each in by_id.values()
        ],
    )


class KeepOwners(Keep):
    """Keeps the copies of organisations, and lets commitments be found by the names their owners have now."""

    def together(self, uow: UnitOfWork, events: Sequence[Contract]) -> set[UUID]:
        """Keep the newest state of each organisation; return the ids of those that changed."""
        changed = super().together(uow, events)
        for ids in _parts(changed):
            rows = uow.session.execute(_OF_OWNERS.where(organisations.c.id.in_(ids)))
            _put(uow, [_row(*row) for row in rows])
        return changed


_own = commitments.c
_OF_OWNERS = select(
    _own.id, _own.community_id, _own.reference, _own.text, _own.evidence, organisations.c.name
).select_from(commitments.join(organisations, _own.organisation_id == organisations.c.id))


def _owners(uow: UnitOfWork, ids: set[UUID]) -> dict[UUID | None, str]:
    """Return the owners' names; an event that changes one waits for us, and then finds what we wrote."""
    names: dict[UUID | None, str] = {}
    for part in _parts(ids):
        wanted = select(organisations.c.id, organisations.c.name).where(organisations.c.id.in_(part))
        rows = uow.session.execute(wanted.order_by(organisations.c.id).with_for_update(read=True))
        names |= {row.id: row.name for row in rows}
    return names


def _parts(ids: set[UUID]) -> list[list[UUID]]:
    ordered = sorted(ids)
    return [ordered[start : start + _MOST_IDS] for start in range(0, len(ordered), _MOST_IDS)]


def _row(commitment_id: UUID, community_id: UUID, *texts: str | None) -> dict[str, Any]:
    words = " ".join(words_of(*texts))
    return {"commitment_id": commitment_id, "community_id": community_id, "words": words}


def _put(uow: UnitOfWork, rows: list[dict[str, Any]]) -> None:
    """Write the rows in one order for all, so that writers never wait in a circle; not what is the same."""
    if not rows:
        return
    insert = insert_into(searched, uow.session)
    statement = insert.on_conflict_do_update(
        index_elements=[searched.c.commitment_id],
        set_={"words": insert.excluded.words},
        where=searched.c.words != insert.excluded.words,
    )
    uow.session.execute(statement, sorted(rows, key=lambda row: row["commitment_id"]))
