"""Which parts of the benchmark somebody asked for."""

from collections.abc import Iterable, Sequence


def chosen(parts: Iterable[str], names: Sequence[str]) -> list[str]:
    """Return the parts that a name is, begins or lies in; all of them when there is no name.

    `events` chooses every part of the events, and `events.latency_p99` the part `events.latency`.
    """
    return [part for part in parts if not names or any(_fit(part, name) for name in names)]


def _fit(part: str, name: str) -> bool:
    return part.startswith(name) or name.startswith(part)
