"""Judges what became of everything, by plain SQL and the world outside, without any code of the product."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from tests.faults.broker import Broker
from tests.system.stages import SERVICES, OneProcess, Stage
from tests.waiting import eventually

SETTLE_SECONDS = 240.0

COPIES = (
    ("plans", "plans", "partners", "plans"),
    ("plans", "plans", "notify", "plans"),
    ("plans", "commitments", "partners", "commitments"),
    ("plans", "commitments", "notify", "commitments"),
    ("plans", "updates", "notify", "updates"),
    *(
        ("partners", table, service, table)
        for table in ("communities", "organisations", "people", "memberships", "tokens")
        for service in ("plans", "notify")
    ),
)
"""Owner, its table, who copies it, and into which table."""

_COLUMNS = """
select column_name, data_type from information_schema.columns
where table_schema = 'public' and table_name = '{}'
"""
_SQLITE_COLUMNS = "select name, type from pragma_table_info('{}')"
_NOTES = "select note from updates where note like 'key-%'"
_ALL = "select {} from {}"
_OWN = {"heard_at", "sessions_from", "community_id", "milestone"}
"""Columns that the two sides fill apart from each other."""


def nothing_unsettled(stage: Stage) -> bool:
    """Return whether every event has been sent, and none waits for another attempt."""
    waiting = ("select count(*) from outbox where published_at is null", "select count(*) from failures")
    return not any(stage.rows(service, sql)[0][0] for service in SERVICES for sql in waiting)


def quiet(stage: Stage, broker: Broker | None) -> bool:
    """Return whether nothing is on its way any more."""
    unsent = "select count(*) from outbox where published_at is null"
    if any(stage.rows(service, unsent)[0][0] for service in SERVICES):
        return False
    return broker is None or not any(broker.waiting(service) for service in SERVICES)


def at_rest(stage: Stage, broker: Broker | None) -> bool:
    """Return whether nothing is on its way, in hand, or to be tried again.

    Queues tell only what waits in them, so what a consumer has in hand is found by what it has not heard yet.
    """
    return (
        nothing_unsettled(stage)
        and quiet(stage, broker)
        and _notes(stage, "plans") == _notes(stage, "notify")
    )


def differences(stage: Stage) -> list[str]:
    """Return where a copy differs from its source, row by row."""
    return [
        f"{copier}.{copy} differs from {owner}.{source} in {len(wrong)} rows, such as {sorted(wrong)[:2]}"
        for owner, source, copier, copy in COPIES
        if (wrong := _rows(stage, owner, source, copier, copy))
    ]


def _rows(stage: Stage, owner: str, source: str, copier: str, copy: str) -> set[str]:
    sides = ((owner, source), (copier, copy))
    is_sqlite = isinstance(stage, OneProcess)
    listing = _SQLITE_COLUMNS if is_sqlite else _COLUMNS
    columns = [dict(stage.rows(service, listing.format(table))) for service, table in sides]
    shared = sorted(set.intersection(*map(set, columns)) - _OWN)
    # JSON is compared as what it says, not as it was typed.
    casts = {name: "jsonb" if columns[0][name] == "json" else "text" for name in shared}
    names = ", ".join(shared if is_sqlite else (f"{name}::{cast}" for name, cast in casts.items()))
    there, here = (
        {str(row) for row in stage.rows(service, _ALL.format(names, table))} for service, table in sides
    )
    return there ^ here


def parked(stage: Stage) -> list[Any]:
    """Return everything that was set aside or still fails, of all services."""
    sent = "select type, reason from outbox where parked_at is not null"
    applied = "select type, reason from failures"
    return [row for service in SERVICES for sql in (sent, applied) for row in stage.rows(service, sql)]


def settle(stage: Stage, broker: Broker | None, *, within: float = SETTLE_SECONDS) -> None:
    """Wait until all is quiet and every copy equals its source."""
    said: list[str] = []

    def settled() -> bool:
        said[:] = [] if quiet(stage, broker) else ["something is still on its way"]
        said.extend(differences(stage))
        return not said

    try:
        eventually(settled, within=within, saying="copies equal to their sources")
    except AssertionError as fault:
        raise AssertionError(f"{fault}: {said[:4]}") from fault


def judge(stage: Stage, keys: set[str]) -> None:
    """Fail when an acknowledged update is lost, when one took effect twice, or when an e-mail went twice."""
    effects, heard = _notes(stage, "plans"), _notes(stage, "notify")
    assert keys - effects.keys() == set(), "acknowledged updates were lost"
    assert [key for key, count in effects.items() if count > 1] == [], "updates took effect twice"
    assert heard == effects, "notify heard something else than was said"
    assert parked(stage) == [], "innocent events were set aside"
    letters = Counter(letter.id for letter in stage.letters())
    assert [each for each, count in letters.items() if count > 1] == [], "an e-mail went twice"
    tried = stage.rows("notify", "select count(*) from deliveries where attempts > 0")[0][0]
    assert len(stage.letters()) <= tried, "more e-mails arrived than notify knows of"


def settle_webhooks(stage: Stage) -> None:
    """Wait until nothing is on its way to a webhook; what a killed sender had in hand takes half a minute."""
    counted = "select state, attempts, count(*) from webhook_deliveries"
    waiting = f"{counted} where state in ('waiting', 'claimed') group by state, attempts"
    left: list[Any] = []

    def told() -> bool:
        left[:] = stage.rows("notify", waiting)
        return not left

    try:
        eventually(told, within=SETTLE_SECONDS, saying="webhooks told")
    except AssertionError as fault:
        raise AssertionError(f"{fault}: {left}") from fault


def judge_webhooks(stage: Stage, keys: set[str]) -> int:
    """Fail when the receiver missed an acknowledged update, or was told of one under two ids or in two ways.

    Returns:
        how many calls came more than once.
    """
    calls = stage.hooks.calls
    bodies: dict[str, set[str]] = {}
    ids: dict[str, set[str]] = {}
    for call in calls:
        bodies.setdefault(call["id"], set()).add(call["body"])
        ids.setdefault(call["event"]["id"], set()).add(call["id"])
    notes = [note for call in calls if (note := call["event"]["data"].get("note"))]
    assert keys - set(notes) == set(), "webhooks were not told of acknowledged updates"
    assert [each for each, told in bodies.items() if len(told) > 1] == [], "a call came with two bodies"
    assert [each for each, told in ids.items() if len(told) > 1] == [], "an event came under two ids"
    said = {
        call["event"]["data"]["id"] for call in calls if call["event"]["type"].startswith("plans.update_")
    }
    assert len(said) == len(set(notes)), "an update was told as two"
    rows = stage.rows("notify", "select count(*) from webhook_deliveries")[0][0]
    assert rows == len(bodies) == len(ids), "the receiver knows other deliveries than notify"
    return len(calls) - len(bodies)


def _notes(stage: Stage, service: str) -> Counter[str]:
    """Return how often the service knows each thing that a client said."""
    return Counter(note for (note,) in stage.rows(service, _NOTES))


def duplicates(read: Callable[[str], str]) -> int:
    """Return how many events were delivered again, by the workers' own logs."""
    return sum(read(f"{service}.work").count('"outcome": "duplicate"') for service in SERVICES)
