"""Keeping what was counted, so that the next who ask how a plan stands need not count it again."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Date, Integer, Select, Text, bindparam, cast, delete, func, select, text, update

from services.plans.db.queries.counts import KEYS, NONE, ONE, facts, sums
from services.plans.db.queries.tallies import (
    HAS_TALLIES,
    MARKED,
    Extent,
    Whole,
    scope_word,
    told,
    within,
)
from services.plans.db.tables import plans, standings, tallies
from services.plans.domain.moments import Moment
from services.plans.domain.status import MEASURES, Scope
from shared.db.unit_of_work import UnitOfWork
from shared.events.inserts import insert_into

MOST_AT_ONCE = 500
"""How many plans are counted by one statement; how many values it may have is bounded on both engines."""


def keep_tallies(uow: UnitOfWork, extent: Extent, moment: Moment) -> None:
    """Count the plans of the extent that have no tallies for today; add what changed to those of the others.

    The transaction must have done nothing yet: all that it reads has to be of one instant. Two that keep the
    tallies of a plan at once are one too many; the second is told so by DatabaseUnavailable, and may give up.
    """
    if uow.session.connection().dialect.name == "postgresql":
        uow.session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
    wanted = told(extent, moment)
    for update_interval, with_tallies, plan_ids in _grouped(
        uow.session.execute(_PLANS[extent.whole], wanted)
    ):
        named = {"plan_ids": plan_ids}
        asked = {**named, **facts(moment, update_interval), "zone": moment.zone.key, "made": uuid4()}
        if not with_tallies:
            uow.session.execute(_FORGET, named)
        _add(uow, asked | {"update_interval": update_interval}, with_tallies=with_tallies)
        uow.session.execute(_UNMARK, named)


def _grouped(rows: Iterable[Any]) -> Iterator[tuple[int, bool, list[UUID]]]:
    """Yield plans that are counted alike, not too many at once: their interval, any tallies, their ids."""
    groups: dict[tuple[int, bool], list[UUID]] = defaultdict(list)
    for update_interval, with_tallies, plan_id in rows:
        groups[update_interval, bool(with_tallies)].append(plan_id)
    for (update_interval, with_tallies), ids in groups.items():
        for start in range(0, len(ids), MOST_AT_ONCE):
            yield update_interval, with_tallies, ids[start : start + MOST_AT_ONCE]


def _add(uow: UnitOfWork, asked: Mapping[str, Any], *, with_tallies: bool) -> None:
    """Write tallies of all that is present, or add to those that are there what is marked."""
    for scope in Scope:
        insert = insert_into(tallies, uow.session)
        added = {name: tallies.c[name] + insert.excluded[name] for name in MEASURES}
        statement = insert.from_select([*_OWN, *MEASURES], _chosen(scope, with_tallies=with_tallies))
        uow.session.execute(
            statement.on_conflict_do_update(
                index_elements=list(tallies.primary_key.columns),
                set_={**added, "made": insert.excluded.made},
            ),
            asked,
        )


_PLANS = {
    whole: select(plans.c.update_interval, HAS_TALLIES, plans.c.id).where(within(whole)) for whole in Whole
}
_plan_ids = bindparam("plan_ids", expanding=True, type_=plans.c.id.type)
_FORGET = delete(tallies).where(tallies.c.plan_id.in_(_plan_ids))
_UNMARK = update(standings).where(standings.c.plan_id.in_(_plan_ids), MARKED).values(pending=NONE)
_OWN = ("plan_id", "community_id", "scope", "key", "day", "zone", "update_interval", "made")


def _chosen(scope: Scope, *, with_tallies: bool) -> Select[Any]:
    """Select what a scope's tallies say; a plan as a whole has one even where nothing is promised yet."""
    times = standings.c.pending if with_tallies else ONE
    meant = MARKED if with_tallies else standings.c.until.is_(None)
    key = func.replace(cast(plans.c.id, Text), "-", "") if scope is Scope.PLAN else KEYS[scope]
    told = (
        bindparam("today", type_=Date),
        bindparam("zone", type_=Text),
        bindparam("update_interval", type_=Integer),
        bindparam("made", type_=tallies.c.made.type),
    )
    figures = (func.coalesce(figure, NONE) for figure in sums(times))
    chosen = (
        select(plans.c.id, plans.c.community_id, scope_word(scope), key, *told, *figures)
        .select_from(plans.outerjoin(standings, (standings.c.plan_id == plans.c.id) & meant))
        .where(plans.c.id.in_(_plan_ids))
        .group_by(plans.c.id, key)
    )
    return chosen if scope is Scope.PLAN else chosen.where(standings.c.plan_id.is_not(None))
