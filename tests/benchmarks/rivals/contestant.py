"""One library that does the job, ready to be told how many events to bring through."""

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from shared.events.envelope import encode
from tests.benchmarks.events.promises import envelopes
from tests.benchmarks.rivals.producing import EVENTS
from tests.system.processes import ROOT
from tests.waiting import eventually

LONGEST_SECONDS = 180.0


@dataclass(frozen=True, kw_only=True)
class Rows:
    """A table of commitments or of copies, by the URL of its database."""

    database: str
    table: str

    def at(self, version: int) -> int:
        """Return how many of its rows are at the version."""
        query = sql.SQL("SELECT count(*) FROM {} WHERE version = %s").format(sql.Identifier(self.table))
        with psycopg.connect(self.database) as connection:
            (found,) = connection.execute(query, (version,)).fetchone() or (0,)
        return int(found)


@dataclass(kw_only=True)
class Contestant:
    """A library whose workers run.

    Attributes:
        producer: the command of its producer, which says "ready" and waits to be told to go.
        environment: what the producer needs to know.
        changed: the rows that the producer changes.
        copies: the rows that follow.
        folder: where files and logs go.
    """

    producer: Sequence[str]
    environment: Mapping[str, str]
    changed: Rows
    copies: Rows
    folder: Path
    version: int = 1

    def seconds(self, count: int) -> float:
        """Bring so many commitments to their next version, and wait until all of the copies are there."""
        with self.producing(count) as producer:
            began = time.perf_counter()
            go(producer)
            self.wait_for(count)
            return time.perf_counter() - began

    def wait_for(self, count: int) -> None:
        """Return once so many copies are at this version."""
        eventually(
            lambda: self.copies.at(self.version) == count, within=LONGEST_SECONDS, saying=f"{count} copies"
        )

    def missing(self) -> int:
        """Return how many commitments are at this version while their copies are not."""
        return self.changed.at(self.version) - self.copies.at(self.version)

    def producing(self, count: int, **environment: str) -> "subprocess.Popen[bytes]":
        """Start a producer of the next version, and return it once it is ready to go."""
        self.version += 1
        path = self.folder / f"events-{self.version}"
        path.write_bytes(b"\n".join(encode(each) for each in envelopes(count, self.version)))
        with (self.folder / "producer.log").open("ab") as log:
            producer = subprocess.Popen(
                self.producer,
                cwd=ROOT,
                env={**os.environ, **self.environment, EVENTS: str(path), **environment},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
            )
        if producer.stdout is None or producer.stdout.readline() != b"ready\n":
            raise RuntimeError(f"a producer did not start; {log.name} says why")
        return producer


def go(producer: "subprocess.Popen[bytes]") -> None:
    """Tell a producer that is ready to begin."""
    if producer.stdin is not None:
        producer.stdin.write(b"go\n")
        producer.stdin.flush()
