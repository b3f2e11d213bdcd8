"""What was said about a commitment or a plan, in the order in which it was said."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from services.plans.db.queries.proofs import proofs_by_update
from services.plans.db.tables import commitments, milestones, organisations, people, updates
from services.plans.domain.proofs import Proof
from services.plans.domain.updates import Update
from shared.db.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Said:
    """An update with the names behind its ids; the person's name is for people with a role.

    `said_by` is the name of whoever said it, where somebody else recorded it and the community knows them.
    `text` is the wording of the commitment now. `corrects_at` is when that was said which this one corrects,
    and `corrected_by` what counts in place of this one. `proofs` show that it is true. `names` are those of
    the organisations and milestones that the commitment went from and to, by their ids as text.
    """

    update: Update
    text: str
    person: str | None
    organisation: str | None
    on_behalf_of: str | None
    said_by: str | None = None
    corrects_at: datetime | None = None
    corrected_by: "Said | None" = None
    proofs: tuple[Proof, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


def history_of(uow: UnitOfWork, commitment_id: UUID) -> list[Said]:
    """Return the commitment's whole history, the oldest first."""
    said = _said().where(updates.c.commitment_id == commitment_id).order_by(updates.c.commitment_version)
    return _read(uow, said)


def lately_said(uow: UnitOfWork, plan_id: UUID, limit: int = 20) -> list[Said]:
    """Return what was last said about any commitment of the plan, the newest first."""
    newest_first = (updates.c.at.desc(), updates.c.commitment_version.desc(), updates.c.id)
    return _read(uow, _said().where(updates.c.plan_id == plan_id).order_by(*newest_first).limit(limit))


def said_in(uow: UnitOfWork, update_ids: Collection[UUID]) -> dict[UUID, Said]:
    """Return these updates, by their ids, as they were said."""
    found = _read(uow, _said().where(updates.c.id.in_(update_ids)))
    return {said.update.id: said for said in found}


def _with_corrections(entries: Sequence[Said]) -> list[Said]:
    """Let each entry know the newest correction of it, and each older correction the newest too."""
    in_order = sorted(entries, key=lambda said: said.update.commitment_version)
    newest = {said.update.corrects_id: said for said in in_order if said.update.corrects_id}
    return [_corrected(said, newest.get(said.update.corrects_id or said.update.id)) for said in entries]


def _corrected(said: Said, newest: Said | None) -> Said:
    return said if newest is None or newest is said else replace(said, corrected_by=newest)


_spoken_for = organisations.alias("spoken_for")
_speakers = people.alias("speakers")
_wrong = updates.alias("wrong")


def _said() -> Select[Any]:
    columns = (
        Update,
        commitments.c.text,
        people.c.name.label("person"),
        organisations.c.name.label("organisation"),
        _spoken_for.c.name.label("on_behalf_of"),
        _speakers.c.name.label("said_by"),
        _wrong.c.at.label("corrects_at"),
    )
    return (
        select(*columns)
        .join(commitments, updates.c.commitment_id == commitments.c.id)
        .outerjoin(people, updates.c.person_id == people.c.id)
        .outerjoin(organisations, updates.c.organisation_id == organisations.c.id)
        .outerjoin(_spoken_for, updates.c.on_behalf_of == _spoken_for.c.id)
        .outerjoin(_speakers, updates.c.said_by_id == _speakers.c.id)
        .outerjoin(_wrong, updates.c.corrects_id == _wrong.c.id)
    )


def _read(uow: UnitOfWork, said: Select[Any]) -> list[Said]:
    told = ("update", "text", "person", "organisation", "on_behalf_of", "said_by", "corrects_at")
    found = [dict(zip(told, row, strict=True)) for row in uow.session.execute(said)]
    made = [each["update"] for each in found]
    proofs, names = proofs_by_update(uow, [each.id for each in made]), _names(uow, made)
    return _with_corrections(
        [Said(**each, proofs=proofs.get(each["update"].id, ()), names=names) for each in found]
    )


def _names(uow: UnitOfWork, made: Sequence[Update]) -> dict[str, str]:
    """Return the names of the organisations and milestones that commitments went from and to."""
    names: dict[str, str] = {}
    for told_as, (key, name) in _NAMED.items():
        changed = [update for update in made if told_as in update.before]
        told = {side[told_as] for update in changed for side in (update.before, update.after)}
        if ids := [UUID(str(each)) for each in told if each]:
            rows = uow.session.execute(select(key, name).where(key.in_(ids)))
            names |= {str(each_id): each_name for each_id, each_name in rows}
    return names


_NAMED = {
    "organisation_id": (organisations.c.id, organisations.c.name),
    "milestone_id": (milestones.c.id, milestones.c.text),
}
