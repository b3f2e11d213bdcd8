"""Spans: the pieces of a trace, each of them one thing that was done for it."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from enum import Enum, auto
from typing import Protocol

from shared.tracing.traceparent import next_of

Facts = Mapping[str, str | int]
"""What is known of a span: ids, kinds and counts, and never what people wrote."""


class Kind(Enum):
    """What a span does in its trace."""

    SERVER = auto()
    PRODUCER = auto()
    CONSUMER = auto()
    CLIENT = auto()
    INTERNAL = auto()


class Span(Protocol):
    """A span that is going on."""

    @property
    def traceparent(self) -> str:
        """The text that makes what follows a part of this span."""

    def note(self, facts: Facts, *, failed: bool = False) -> None:
        """Add what has become known of it."""


class Recorder(Protocol):
    """Where spans go."""

    records: bool
    """Whether anyone will ever see them."""

    def span(self, name: str, kind: Kind, parent: str | None, facts: Facts) -> AbstractContextManager[Span]:
        """Begin a span that ends with the block."""

    def add(self, name: str, kind: Kind, parent: str | None, facts: Facts, times: tuple[int, int]) -> None:
        """Add a span that is over; its times are nanoseconds since 1970."""


class Unrecorded:
    """A span that nobody keeps: it only hands its trace on."""

    def __init__(self, traceparent: str) -> None:
        self.traceparent = traceparent

    def note(self, facts: Facts, *, failed: bool = False) -> None:
        """Do nothing."""


class Nowhere:
    """Keeps no span."""

    records = False

    @contextmanager
    def span(self, name: str, kind: Kind, parent: str | None, facts: Facts) -> Iterator[Span]:  # noqa: ARG002  # A recorder's.
        """Hand the trace on."""
        yield Unrecorded(next_of(parent))

    def add(self, name: str, kind: Kind, parent: str | None, facts: Facts, times: tuple[int, int]) -> None:
        """Do nothing."""
