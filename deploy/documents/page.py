"""The tables of docs/events.md; what people wrote around them stays."""

from collections.abc import Callable, Iterable

import msgspec

from shared.contracts import CONTRACTS, Contract
from shared.contracts.routing import HEARS
from shared.events.envelope import Envelope
from shared.events.topology import EXCHANGE, parked_queue, patterns


def page(text: str) -> str:
    """Return the page with its tables made anew, each between the two marks with its name."""
    for name, table in TABLES.items():
        begin, end = f"<!-- {name}: made by make docs -->\n", f"<!-- end of {name} -->\n"
        before, _, rest = text.partition(begin)
        text = before + begin + table() + end + rest.partition(end)[2]
    return text


def _events() -> str:
    rows = (
        (_name(contract), contract.SAYS, name.partition(".")[0], ", ".join(_hearers(contract)))
        for name, contract in CONTRACTS.items()
    )
    return _table(
        ("event", "says that", "said by", "heard by"), sorted(rows, key=lambda row: (row[2], row[0]))
    )


def _name(contract: type[Contract]) -> str:
    return f"`{contract.TYPE}`{' (personal)' if contract.PERSONAL else ''}"


def _hearers(contract: type[Contract]) -> list[str]:
    return [service for service, heard in HEARS.items() if contract in heard]


def _attributes() -> str:
    _, schemas = msgspec.json.schema_components([Envelope])
    attributes = schemas["Envelope"]["properties"].items()
    return _table(("attribute", "value"), ((f"`{name}`", each["description"]) for name, each in attributes))


def _queues() -> str:
    rows = (
        (f"`{service}`", ", ".join(f"`{key}`" for key in patterns(service)), f"`{parked_queue(service)}`")
        for service in HEARS
    )
    return _table(("queue", f"its bindings to `{EXCHANGE}`", "what the broker gave up goes to"), rows)


def _table(heading: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    first, *others = (f"| {' | '.join(cells)} |\n" for cells in (heading, *rows))
    return f"{first}|{'---|' * len(heading)}\n{''.join(others)}"


TABLES: dict[str, Callable[[], str]] = {"events": _events, "attributes": _attributes, "queues": _queues}
"""Each generated part of the page by its name."""
