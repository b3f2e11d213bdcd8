"""`python -m tests.benchmarks [NAME ...]`: measures, prints a table and writes build/bench.json.

Without names everything is measured; a name, or the beginning of one, chooses.
"""

import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Column, Table

from deploy.progress import say
from deploy.servers.loan import lent_servers
from tests.benchmarks import sheets, site
from tests.benchmarks.choice import chosen
from tests.benchmarks.events import latency, memory, publish, whole_path
from tests.benchmarks.measure import Measurement
from tests.benchmarks.plans import answers
from tests.benchmarks.rivals import race
from tests.benchmarks.rivals.cast import RIVALS
from tests.servers import Servers

RESULTS = Path(__file__).resolve().parents[2] / "build" / "bench.json"
Measure = Callable[[], Iterable[Measurement]]
ALONE: dict[str, Measure] = {"sheets": sheets.measure, "site": site.measure}
WITH_SERVERS: dict[str, Callable[[Servers], Iterable[Measurement]]] = {
    "events.publish": publish.measure,
    "events.effect_once": whole_path.measure,
    "events.latency": latency.measure,
    "events.memory": memory.measure,
    "plans": answers.measure,
    **{f"events.rival.{rival.name}": partial(race.measure, rival) for rival in RIVALS},
}
COLUMNS = {
    "name": "what",
    "value": "value",
    "unit": "",
    "limit": "compared with",
    "limit_value": "",
    "ratio": "ratio",
    "goal": "goal",
    "met": "met",
}
NARROWEST = 130
"""Characters that the table needs, also where it is printed into a file."""

WORDS = {"None": "", "True": "yes", "False": "NO"}


def main(names: Sequence[str]) -> int:
    """Measure what was chosen, and return the exit code: 1 when a part could not be measured."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # So that servers are stopped then, too.
    began = time.monotonic()
    with lent_servers("bench") if chosen(WITH_SERVERS, names) else nullcontext(dict(os.environ)) as environ:
        parts = possible(chosen([*ALONE, *WITH_SERVERS], names), Servers.named_in(environ))
        outcomes = [_measured(name, measure) for name, measure in parts]
    measured = [each.as_json() for outcome in outcomes for each in outcome or ()]
    _show(measured)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(measured, indent=2) + "\n")
    say(f"bench: done after {time.monotonic() - began:.0f} s; the same stands in build/bench.json")
    return int(None in outcomes)


def possible(names: Sequence[str], servers: Servers | None) -> Iterator[tuple[str, Measure]]:
    """Return what can be measured here, and say what can't."""
    for name in names:
        if name in ALONE:
            yield name, ALONE[name]
        elif servers is not None:
            yield name, partial(WITH_SERVERS[name], servers)
        else:
            say(f"bench: {name} is left out: it wants Debian's packages postgresql and rabbitmq-server")


def _measured(name: str, measure: Measure) -> list[Measurement] | None:
    """Return what a part measured; None when it could not, so that the others are measured all the same."""
    say(f"bench: measuring {name}")
    try:
        return list(measure())
    except Exception:  # noqa: BLE001  # Whatever it was, it is shown, and the exit code tells of it.
        traceback.print_exc()
        return None


def _show(measured: Sequence[Mapping[str, object]]) -> None:
    table = Table(*(Column(title, no_wrap=name != "limit") for name, title in COLUMNS.items()))
    for each in measured:
        words = [str(each[name]) for name in COLUMNS]
        table.add_row(*(WORDS.get(word, word) for word in words))
    Console(width=max(NARROWEST, Console().width)).print(table)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
