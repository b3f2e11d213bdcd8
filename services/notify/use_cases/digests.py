"""Claim the digests that are owed, and show what the next one would say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from services.notify.db import ledger, news
from services.notify.db.candidates import unwilling
from services.notify.db.tables import digests
from services.notify.domain.deliveries import Delivery, Kind
from services.notify.domain.digests import FIRST_WINDOW, Digest, Window, compose
from services.notify.domain.nudges import message_id
from services.notify.domain.preferences import Topic
from services.notify.domain.schedules import LATEST, digest_due, next_digest, week_of
from services.notify.use_cases.communities import Community, community
from shared import tracing
from shared.clock import local_date
from shared.db.unit_of_work import UnitOfWork

SETTLED = timedelta(minutes=1)
"""A window ends this long ago, so that every transaction that heard something in it has committed."""

TURNED_OFF = "they turned digests off"
TOO_LATE = "it could not go within a day of its hour; the next one tells its news"
EMPTY = "there was nothing to tell"


@dataclass(frozen=True, kw_only=True)
class Coming:
    """A community's next digest: when it goes, and what its e-mail would say if it went now."""

    goes_at: datetime
    content: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Turn:
    """An officer's digest of one week that nobody has made yet."""

    person_id: UUID
    community: Community
    period: str
    due_at: datetime


def run_digests(uow: UnitOfWork, default_zone: ZoneInfo) -> int:
    """Claim this week's digest of every officer whose Monday morning has come, and return how many."""
    turns = list(_turns(uow, default_zone))
    off = unwilling(uow, Topic.DIGEST)
    for turn in turns:
        _make(uow, turn, is_unwilling=turn.person_id in off)
    return len(turns)


def preview(
    uow: UnitOfWork, community_id: UUID, default_zone: ZoneInfo, person_id: UUID | None = None
) -> Digest:
    """Return what the next digest would say now: to this officer, or to one who never had any."""
    here = community(uow, community_id, default_zone)
    return _compose(uow, here, _window(uow, person_id, uow.now + timedelta.resolution))


def coming_digest(
    uow: UnitOfWork, community_id: UUID, default_zone: ZoneInfo, person_id: UUID | None
) -> Coming:
    """Return the next digest as its reader would get it now."""
    here = community(uow, community_id, default_zone)
    digest = preview(uow, community_id, default_zone, person_id)
    return Coming(goes_at=next_digest(uow.now, here.zone), content=_content(here, digest))


def _turns(uow: UnitOfWork, default_zone: ZoneInfo) -> Iterator[Turn]:
    everyone = ledger.officers(uow)
    homes = {there: community(uow, there, default_zone) for _, there in everyone}
    periods = {home.id: week_of(uow.now, home.zone) for home in homes.values()}
    had = ledger.periods_had(uow, sorted(set(periods.values())))
    for person_id, community_id in everyone:
        home, period = homes[community_id], periods[community_id]
        due_at = digest_due(uow.now, home.zone)
        if due_at <= uow.now and (person_id, period) not in had:
            yield Turn(person_id=person_id, community=home, period=period, due_at=due_at)


def _make(uow: UnitOfWork, turn: Turn, *, is_unwilling: bool) -> None:
    window = _window(uow, turn.person_id, uow.now - SETTLED)
    digest = _compose(uow, turn.community, window)
    skipped = _reason_to_skip(uow, turn, digest, is_unwilling=is_unwilling)
    digest_id = message_id(turn.person_id, Kind.DIGEST, turn.period)
    uow.session.execute(
        insert(digests).values(
            id=digest_id,
            community_id=turn.community.id,
            person_id=turn.person_id,
            period=turn.period,
            since=window.since,
            until=window.until,
            made_at=uow.now,
            skipped=skipped,
        )
    )
    if skipped is None:
        uow.session.add(_delivery(uow, turn, digest_id, digest))


def _reason_to_skip(uow: UnitOfWork, turn: Turn, digest: Digest, *, is_unwilling: bool) -> str | None:
    if is_unwilling:
        return TURNED_OFF
    if uow.now - turn.due_at > LATEST:
        return TOO_LATE
    return EMPTY if digest.is_empty else None


def _window(uow: UnitOfWork, person_id: UUID | None, until: datetime) -> Window:
    told = ledger.told_until(uow, person_id) if person_id else None
    return Window(since=min(told or until - FIRST_WINDOW, until), until=until)


def _compose(uow: UnitOfWork, home: Community, window: Window) -> Digest:
    today = local_date(uow.now, home.zone)
    plans = news.numbers(uow, home.id, today)
    return compose(home.id, today, window, plans, news.lines(uow, home.id, today, window))


def _delivery(uow: UnitOfWork, turn: Turn, digest_id: UUID, digest: Digest) -> Delivery:
    return Delivery(
        id=digest_id,
        community_id=turn.community.id,
        person_id=turn.person_id,
        kind=Kind.DIGEST,
        data=_content(turn.community, digest),
        made_at=uow.now,
        due_at=uow.now,
        traceparent=tracing.current(),
    )


def _content(home: Community, digest: Digest) -> dict[str, Any]:
    return {"community": home.name} | digest.content(home.zone)
