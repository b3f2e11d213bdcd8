"""`plans.*`: what reading and writing costs at three sizes of a plan, and beside the bytes alone."""

import itertools
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import requests
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from tests.benchmarks.events.house import Connection, House, house, running
from tests.benchmarks.measure import Goal, Measurement, interleaved
from tests.benchmarks.measure import milliseconds as milliseconds_of
from tests.benchmarks.plans.asking import TIMES, Question, ask, milliseconds, rate
from tests.benchmarks.plans.stock import SIZES, commitment_of, plan_of, stock, token_of
from tests.servers import Servers
from tests.system.processes import Process, free_ports
from tests.waiting import eventually

RUNS = 3
SMALL, MIDDLE, LARGE = SIZES
GROWTH = Goal(at_most=2)
LEAST_OF_LIST = 0.4
STATUS, LIST = Goal(at_least=0.6), Goal(at_least=LEAST_OF_LIST)
THIRD = Goal(at_most=1 / 3)
NEW = json.dumps({"text": "Open another gate", "heading": "One", "due": "2030-01-01"}).encode()

ALIVE = "/plans/health/live"
LISTED = "commitments?state=agreed&limit=50"

Asked = Callable[[int], Iterator[Question]]
Before = Callable[[], object]


def measure(servers: Servers) -> Iterator[Measurement]:
    """Ask plans, and a Flask route that returns the same bytes, in turn."""
    with house(servers) as home:
        with home.connect("plans") as connection:
            stock(connection)
        (port,) = free_ports(1)
        site = home.process("plans", "serve", BACKCAST_PORT=str(port))
        with running(site):
            eventually(lambda: _answers(port), within=60, saying="plans ready")
            _settle(home, port)
            yield from _reads(home, port)
            yield from _writes(home, port)
        yield from _database_work(home)


def _settle(home: House, port: int) -> None:
    """Let the tallies be made, and PostgreSQL clean up after it as it does by itself within a minute."""
    for size in SIZES:
        ask(_get(port, size, "status"))
    with home.connect("plans") as connection:
        connection.execute(b"VACUUM ANALYZE")


def _reads(home: House, port: int) -> Iterator[Measurement]:
    alive = Question.of(port, ALIVE, {})
    yield _beside_bytes(home, "plans.health", _always(alive), ask(alive), None)
    for name, path, goal in (("status", "status", STATUS), ("list", LISTED, LIST)):
        for size in SIZES:
            question = _get(port, size, path)
            yield _beside_bytes(home, f"plans.{name}.{size}", _always(question), ask(question), goal)
    with home.connect("plans") as connection:
        changes = {size: partial(_change, connection, size) for size in SIZES}
        status = {size: partial(milliseconds, _get(port, size, "status"), changes[size]) for size in SIZES}
        yield _growth("status", status[LARGE], status[SMALL])
        lists = {size: partial(milliseconds, _get(port, size, LISTED)) for size in SIZES}
        yield _growth("list", lists[LARGE], lists[SMALL])
        for size in (SMALL, LARGE):
            yield _tag(port, size, status[size])


def _change(connection: Connection, size: int) -> None:
    """Change the plan, so that its status has to be counted for whoever asks next."""
    connection.execute(b"UPDATE plans SET version = version + 1 WHERE id = %s", (plan_of(size),))


def _growth(name: str, large: Callable[[], float], small: Callable[[], float]) -> Measurement:
    for each in (small, large):
        each()
    ours, beside = interleaved(RUNS, large, small)
    return Measurement(
        name=f"plans.{name}.growth",
        value=ours,
        unit="ms",
        limit=f"the same with a plan of {SMALL} commitments instead of {LARGE}",
        limit_value=beside,
        runs=RUNS,
        goal=GROWTH,
    )


def _tag(port: int, size: int, counted: Callable[[], float]) -> Measurement:
    """Ask with the newest ETag, and after a change each, in turn."""

    def known() -> float:
        url = f"http://127.0.0.1:{port}{_path(size, 'status')}"
        tag = requests.get(url, headers=_headers(size), timeout=60).headers["ETag"]
        headers = {**_headers(size), "If-None-Match": tag}
        return milliseconds(Question.of(port, _path(size, "status"), headers, status=304))

    ours, full = interleaved(RUNS, known, counted)
    return Measurement(
        name=f"plans.status.etag.{size}",
        value=ours,
        unit="ms",
        limit="the full status, counted after a change",
        limit_value=full,
        runs=RUNS,
        goal=THIRD,
    )


def _writes(home: House, port: int) -> Iterator[Measurement]:
    creating = {size: _create(port, size) for size in SIZES}
    yield _beside_bytes(home, "plans.create", _always(creating[MIDDLE]), ask(creating[MIDDLE]), None)
    made = {size: partial(milliseconds, creating[size]) for size in SIZES}
    yield _growth("create", made[LARGE], made[SMALL])
    turns = itertools.count(1)

    def updates(_client: int) -> Iterator[Question]:
        while True:
            yield _accept(port, next(turns) * 8)

    yield _beside_bytes(home, "plans.update", updates, ask(_accept(port, next(turns) * 8)), None)


def _create(port: int, size: int) -> Question:
    path = _path(size, "commitments")
    return Question.of(port, path, _headers(size), NEW, method="POST", status=201)


def _accept(port: int, number: int) -> Question:
    """Accept one of the offered commitments: each eighth is."""
    path = f"/plans/api/v1/commitments/{commitment_of(LARGE, number)}/updates"
    headers = {**_headers(LARGE), "If-Match": '"1"'}
    return Question.of(port, path, headers, b'{"action": "accept"}', method="POST", status=201)


def _beside_bytes(home: House, name: str, asked: Asked, body: bytes, goal: Goal | None) -> Measurement:
    with _bare(home, body) as bare:
        rate(asked)
        ours, bytes_alone = interleaved(RUNS, lambda: rate(asked), lambda: rate(_always(bare)))
    return Measurement(
        name=name,
        value=ours,
        unit="requests/s",
        limit=f"a Flask route that returns the same {len(body)} bytes",
        limit_value=bytes_alone,
        runs=RUNS,
        goal=goal,
    )


@contextmanager
def _bare(home: House, body: bytes) -> Iterator[Question]:
    (port,) = free_ports(1)
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder) / "body.json"
        content.write_bytes(body)
        command = [sys.executable, "-m", "tests.benchmarks.plans.bare", str(content)]
        environment = {**home.environment, "BACKCAST_PORT": str(port)}
        with running(Process("bare", command, environment, home.folder / "bare.log")):
            question = Question.of(port, "/", {})
            eventually(lambda: _answers(port, "/"), within=30, saying="the bare route")
            yield question


def _database_work(home: House) -> Iterator[Measurement]:
    """Count what the database is asked, and what it reads, for answers of this process alone."""
    with home.runtime() as runtime, home.connect("plans") as connection:
        client, engine = runtime.app().test_client(), runtime.database.engine
        asked: list[str] = []
        event.listen(engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
        for name, path in (("status", "status"), ("list", LISTED)):
            for size in (SMALL, LARGE):
                asks = partial(client.get, _path(size, path), headers=_headers(size))
                asks()
                asked.clear()
                rows = _rows_read(connection, engine, size, asks)
                yield Measurement(
                    name=f"plans.{name}.rows.{size}",
                    value=rows,
                    unit="rows read",
                    limit="commitments in the plan",
                    limit_value=size,
                    runs=TIMES,
                )
            yield Measurement(
                name=f"plans.{name}.queries",
                value=len(asked) / TIMES,
                unit="statements",
                limit="nothing",
                limit_value=0,
                runs=TIMES,
            )
        yield _list_statement(home, connection, client, engine)


def _list_statement(home: House, connection: Connection, client: FlaskClient, engine: Engine) -> Measurement:
    """Ask what a page of the list asks, by bare psycopg, beside what the list's goal leaves for all of it."""
    asked: list[tuple[str, Any]] = []
    event.listen(engine, "before_cursor_execute", lambda *told: asked.append((told[2], told[3])))
    body = client.get(_path(MIDDLE, LISTED), headers=_headers(MIDDLE)).data
    statement, values = asked[-1]
    with _bare(home, body) as bare:
        alone, whole = interleaved(
            RUNS,
            lambda: milliseconds_of(lambda: connection.execute(statement.encode(), values).fetchall(), TIMES),
            partial(milliseconds, bare),
        )
    return Measurement(
        name="plans.list.statement",
        value=alone,
        unit="ms",
        limit="the bytes alone, by the goal of the list: what is left for all of it",
        limit_value=whole / LEAST_OF_LIST,
        runs=RUNS,
    )


def _rows_read(connection: Connection, engine: Engine, size: int, asks: Callable[[], object]) -> float:
    """Return how many rows of tables and indexes the database reads for an answer, each after a change."""
    before = _read_so_far(connection)
    for _ in range(TIMES):
        _change(connection, size)
        asks()
    with engine.connect() as own:
        # A session hands its figures over once a second at most, unless it is told to.
        own.connection.cursor().execute(_FLUSH)
    return (_read_so_far(connection) - before) / TIMES


def _read_so_far(connection: Connection) -> int:
    connection.execute(_FLUSH)
    row = connection.execute(_READ).fetchone()
    return int(row[0]) if row else 0


_FLUSH = b"SELECT pg_stat_force_next_flush()"
_READ = b"SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_user_tables"


def _always(question: Question) -> Asked:
    return lambda _client: itertools.repeat(question)


def _get(port: int, size: int, path: str) -> Question:
    return Question.of(port, _path(size, path), _headers(size))


def _path(size: int, below: str) -> str:
    return f"/plans/api/v1/plans/{plan_of(size)}/{below}"


def _headers(size: int) -> dict[str, str]:
    return {"Authorization": f"Bearer {token_of(size)}", "Content-Type": "application/json"}


def _answers(port: int, path: str = ALIVE) -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{port}{path}", timeout=5).ok
    except requests.ConnectionError:
        return False
