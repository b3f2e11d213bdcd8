import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from time import monotonic

import pytest

from shared.contracts import OrganisationChanged
from shared.db.copies import keep
from shared.events.inprocess import InProcessTransport
from shared.events.transport import Transport
from shared.service import Job, Runtime, Service
from shared.settings import Settings
from shared.worker import Worker
from tests.settings import settings_in
from tests.shared import migrated
from tests.shared.hands import rows_of
from tests.shared.samples import organisation
from tests.waiting import eventually

OFTEN = timedelta(seconds=0.05)
SELDOM = timedelta(hours=1)


def service(name: str, *jobs: Job) -> Service:
    return Service(
        name=name,
        title=name.title(),
        metadata=migrated.METADATA,
        event_tables=migrated.EVENTS,
        principals=migrated.PRINCIPALS,
        migrations=migrated.__name__,
        handlers={OrganisationChanged: keep(migrated.ORGANISATIONS)} if name != "partners" else {},
        things={},
        api=(),
        web=(),
        kinds=(),
        jobs=jobs,
    )


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_in(tmp_path)


Start = Callable[[Service, Transport], Runtime]


@pytest.fixture
def start(settings: Settings) -> Start:
    def start(declared: Service, transport: Transport) -> Runtime:
        runtime = Runtime.start(declared, settings, transport)
        runtime.migrate()
        return runtime

    return start


@contextmanager
def working(*runtimes: Runtime) -> Iterator[list[Worker]]:
    workers = [Worker(runtime) for runtime in runtimes]
    for worker in workers:
        worker.start()
    try:
        yield workers
    finally:
        for worker in workers:
            worker.stop()


def test_what_one_service_says_becomes_the_others_copies(start: Start) -> None:
    transport = InProcessTransport()
    partners, plans, notify = (start(service(name), transport) for name in ("partners", "plans", "notify"))

    with working(partners, plans, notify):
        with partners.database.unit_of_work() as uow:
            uow.publish(organisation("Friends of the Green"))
        eventually(
            lambda: rows_of(plans.database, "organisations") and rows_of(notify.database, "organisations")
        )

    (copy,) = rows_of(notify.database, "organisations")
    assert copy.name == "Friends of the Green"


def test_a_job_that_fails_is_run_again(start: Start) -> None:
    runs = []

    def fail_first(_runtime: Runtime) -> None:
        runs.append("run")
        if len(runs) == 1:
            raise ValueError("the first time")

    runtime = start(service("notify", Job(name="fails", every=OFTEN, run=fail_first)), InProcessTransport())

    with working(runtime):
        eventually(lambda: len(runs) > 1)

    assert len(runs) > 1


def test_a_job_runs_soon_after_an_event_has_come_in_however_seldom_it_runs_by_itself(start: Start) -> None:
    seen: list[int] = []
    transport = InProcessTransport()

    def look(runtime: Runtime) -> None:
        seen.append(len(rows_of(runtime.database, "organisations")))

    partners, plans = start(service("partners"), transport), start(service("plans"), transport)
    notify = start(service("notify", Job(name="look", every=SELDOM, run=look)), transport)

    with working(partners, plans, notify):
        with partners.database.unit_of_work() as uow:
            uow.publish(organisation())
        eventually(lambda: seen and seen[-1] == 1)

    assert seen[-1] == 1


def test_a_job_rests_between_two_runs_although_events_keep_coming_in(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.worker.LONGEST_REST_SECONDS", 1.5)
    runs: list[float] = []
    job = Job(name="runs", every=SELDOM, run=lambda _runtime: runs.append(monotonic()))
    transport = InProcessTransport()
    partners, plans = start(service("partners"), transport), start(service("plans"), transport)
    notify = start(service("notify", job), transport)

    def say_something() -> bool:
        with partners.database.unit_of_work() as uow:
            uow.publish(organisation())
        return len(runs) > 2

    with working(partners, plans, notify):
        eventually(say_something)

    assert min(after - before for before, after in pairwise(runs)) >= 1.5


def test_a_worker_stops_at_once_however_long_its_jobs_rest(start: Start) -> None:
    runtime = start(
        service("notify", Job(name="rests", every=SELDOM, run=lambda _runtime: None)), InProcessTransport()
    )

    with working(runtime):
        began = monotonic()

    assert monotonic() - began < 5
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("notify.")]
