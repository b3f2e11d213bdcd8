"""`plans.*`: what reading and writing costs at three sizes of a plan, and beside the bytes alone."""

import itertools
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import requests
from sqlalchemy import event

from tests.benchmarks.events.house import Connection, House, house, running
from tests.benchmarks.measure import Goal, Measurement, interleaved
from tests.benchmarks.plans.asking import Question, ask, milliseconds, rate
from tests.benchmarks.plans.stock import SIZES, commitment_of, plan_of, stock, token_of
from tests.servers import Servers
from tests.system.processes import Process, free_ports
from tests.waiting import eventually

RUNS = 3
SMALL, MIDDLE, LARGE = SIZES
GROWTH = Goal(at_most=2)
STATUS, LIST = Goal(at_least=0.6), Goal(at_least=0.4)
THIRD = Goal(at_most=1 / 3)
NEW = json.dumps({"text": "Open another gate", "heading": "One", "due": "2030-01-01"}).encode()

Asked = Callable[[int], Iterator[Question]]


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
            yield from _tag(port)
            yield from _writes(home, port)
        yield from _statements(home)


def _settle(home: House, port: int) -> None:
    """Let the tallies be made, and PostgreSQL clean up after it as it does by itself within a minute."""
    for size in SIZES:
        ask(_get(port, size, "status"))
    with home.connect("plans") as connection:
        connection.execute(b"VACUUM ANALYZE")


def _reads(home: House, port: int) -> Iterator[Measurement]:
    for name, path, goal in (
        ("status", "status", STATUS),
        ("list", "commitments?state=agreed&limit=50", LIST),
    ):
        questions = {size: _get(port, size, path) for size in SIZES}
        for size, question in questions.items():
            yield _beside_bytes(home, f"plans.{name}.{size}", _always(question), ask(question), goal)
        yield _growth(name, questions[LARGE], questions[SMALL])
        for size in (SMALL, LARGE):
            yield Measurement(
                name=f"plans.{name}.rows.{size}",
                value=_rows_read(home, questions[size]),
                unit="rows read",
                limit="commitments in the plan",
                limit_value=size,
                runs=1,
            )


def _growth(name: str, large: Question, small: Question) -> Measurement:
    for question in (small, large):
        milliseconds(question)
    ours, beside = interleaved(RUNS, partial(milliseconds, large), partial(milliseconds, small))
    return Measurement(
        name=f"plans.{name}.growth",
        value=ours,
        unit="ms",
        limit=f"the same with a plan of {SMALL} commitments instead of {LARGE}",
        limit_value=beside,
        runs=RUNS,
        goal=GROWTH,
    )


def _tag(port: int) -> Iterator[Measurement]:
    for size in (SMALL, LARGE):
        url = f"http://127.0.0.1:{port}{_path(size, 'status')}"
        tag = requests.get(url, headers=_headers(size), timeout=60).headers["ETag"]
        known = Question.of(port, _path(size, "status"), {**_headers(size), "If-None-Match": tag}, status=304)
        full = _get(port, size, "status")
        ours, whole = interleaved(RUNS, partial(milliseconds, known), partial(milliseconds, full))
        yield Measurement(
            name=f"plans.status.etag.{size}",
            value=ours,
            unit="ms",
            limit="the full status",
            limit_value=whole,
            runs=RUNS,
            goal=THIRD,
        )


def _writes(home: House, port: int) -> Iterator[Measurement]:
    creating = {size: _create(port, size) for size in SIZES}
    yield _beside_bytes(home, "plans.create", _always(creating[MIDDLE]), ask(creating[MIDDLE]), None)
    yield _growth("create", creating[LARGE], creating[SMALL])
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


def _statements(home: House) -> Iterator[Measurement]:
    """Count what the database is asked for one answer, in this process."""
    with home.runtime() as runtime:
        client = runtime.app().test_client()
        asked: list[str] = []
        event.listen(runtime.database.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
        for name, path in (("status", "status"), ("list", "commitments?state=agreed&limit=50")):
            client.get(_path(LARGE, path), headers=_headers(LARGE))
            asked.clear()
            client.get(_path(LARGE, path), headers=_headers(LARGE))
            yield Measurement(
                name=f"plans.{name}.queries",
                value=len(asked),
                unit="statements",
                limit="nothing",
                limit_value=0,
                runs=1,
            )


def _rows_read(home: House, question: Question) -> float:
    """Return how many rows of tables and indexes the database reads for an answer, on average."""
    times = 100
    with home.connect("plans") as connection:
        before = _read_so_far(connection)
        for _ in range(times):
            ask(question)
        # Sessions hand their figures over once a second at most.
        eventually(lambda: _is_told(connection, before), within=20, saying="the database's figures")
        return (_read_so_far(connection) - before) / times


def _read_so_far(connection: Connection) -> int:
    connection.execute(b"SELECT pg_stat_force_next_flush()")
    row = connection.execute(_READ).fetchone()
    return int(row[0]) if row else 0


_READ = b"""
SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_user_tables
"""


def _is_told(connection: Connection, before: int) -> bool:
    return _read_so_far(connection) > before


def _always(question: Question) -> Asked:
    return lambda _client: itertools.repeat(question)


def _get(port: int, size: int, path: str) -> Question:
    return Question.of(port, _path(size, path), _headers(size))


def _path(size: int, below: str) -> str:
    return f"/plans/api/v1/plans/{plan_of(size)}/{below}"


def _headers(size: int) -> dict[str, str]:
    return {"Authorization": f"Bearer {token_of(size)}", "Content-Type": "application/json"}


def _answers(port: int, path: str = "/plans/health/live") -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{port}{path}", timeout=5).ok
    except requests.ConnectionError:
        return False
