"""What every service's worker does so that copies stay whole: it says things again, and compares copies."""

import time
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import structlog

from shared.clock import local_date
from shared.db.reconciling import Comparing, Difference, inventories, take_night
from shared.db.resyncs import Resync
from shared.service import Job, Runtime

_log = structlog.get_logger(__name__)

QUIET_HOUR = 3
"""The hour of the night, in the installation's time zone, in which inventories are taken."""

RUN_SECONDS = 2.0
"""How long a worker says things again before it looks whether it should stop."""


def go_on(runtime: Runtime, pause: Callable[[float], None] = time.sleep) -> None:
    """Say the next pages of what is unfinished, at the rate that the settings allow."""
    until = time.monotonic() + RUN_SECONDS
    while time.monotonic() < until and (count := say_page(runtime)) is not None:
        pause(count / runtime.settings.resync_rate)


def say_page(runtime: Runtime) -> int | None:
    """Say one page, and return how many things it had; None when there is nothing to do now."""
    with runtime.database.unit_of_work(read_only=True) as uow:
        if not runtime.resyncs.has_unfinished(uow):
            return None
    with runtime.database.unit_of_work() as uow:
        return runtime.resyncs.say_page(uow)


def begin(runtime: Runtime, reason: str) -> UUID | None:
    """Begin to say everything again, or return the resync that is about to."""
    with runtime.database.unit_of_work() as uow:
        return runtime.resyncs.begin(uow, kinds=(), asked_by="operator", reason=reason)


def progress(runtime: Runtime, resync_id: UUID) -> Resync:
    """Return how far a resync has come."""
    with runtime.database.unit_of_work(read_only=True) as uow:
        return runtime.resyncs.find(uow, resync_id)


def reconcile_at_night(runtime: Runtime) -> None:
    """Take the inventories, once a night, by whichever worker comes first."""
    local = runtime.clock().astimezone(runtime.settings.timezone)
    if local.hour != QUIET_HOUR:
        return
    with runtime.database.unit_of_work() as uow:
        mine = take_night(uow, runtime.service.event_tables, local_date(uow.now, runtime.settings.timezone))
    if mine:
        reconcile(runtime)


def reconcile(runtime: Runtime) -> int:
    """Tell what this service has, for others to compare their copies with; return how many inventories."""
    with runtime.database.unit_of_work(read_only=True) as uow:
        taken = list(inventories(uow, runtime.service.name, runtime.service.kinds))
    for inventory in taken:
        with runtime.database.unit_of_work() as uow:
            uow.publish(inventory)
    return len(taken)


def differing(runtime: Runtime) -> list[Difference]:
    """Return where this service's copies are known to differ."""
    with runtime.database.unit_of_work(read_only=True) as uow:
        return Comparing(runtime.service.event_tables, runtime.service.handlers).known(uow)


def look_again(runtime: Runtime) -> None:
    """Say what differs still, and ask its owner to say it again."""
    comparing = Comparing(runtime.service.event_tables, runtime.service.handlers)
    with runtime.database.unit_of_work() as uow:
        confirmed = comparing.look_again(uow)
    for difference in confirmed:
        _log.warning(
            "copy differs",
            service=runtime.service.name,
            kind=difference.kind,
            community=str(difference.community_id),
            missing=len(difference.missing),
            behind=len(difference.behind),
            examples=[str(each) for each in (*difference.missing, *difference.behind)[:5]],
        )
    kinds = sorted({difference.kind for difference in confirmed})
    if kinds:
        runtime.ask_for_resync("its copy differed from the inventory", kinds)
    with runtime.database.unit_of_work(read_only=True) as uow:
        comparing.count(uow, runtime.service.name)


JOBS = (
    Job(name="resync", every=timedelta(seconds=2), run=go_on, on_events=False),
    Job(name="reconcile", every=timedelta(minutes=10), run=reconcile_at_night, on_events=False),
    Job(name="differences", every=timedelta(minutes=1), run=look_again, on_events=False),
)
"""What every worker does besides its service's own jobs."""
