"""Whatever bytes come over the wire, they are an event or an InvalidEvent, and are so at once."""

import json
import random
import time
from collections.abc import Callable
from typing import Any

import pytest

from deploy.documents.examples import enveloped
from shared.events.envelope import LARGEST_BODY, InvalidEvent, decode, unseal
from tests.contracts.frozen import stems

CASES = 10_000
SEED = 20261125
SLOWEST_SECONDS = 1.0
"""For one case, so that a machine with much else to do does not fail it; a hang is far beyond."""

BODIES = [json.dumps(enveloped(stem)).encode() for stem in stems()]
BYTES = [
    b"\x00",
    b"\xff",
    b"\xed\xa0\x80",
    b"\\u0000",
    b"\\ud800",
    b'"',
    b"{",
    b"]",
    b"\\",
    b"1e999",
    b"null",
]
VALUES: list[Any] = [
    *(None, True, 0, -1, 2**31, 2**63, 10**4000, 1e308, [], {}, [[[]]]),
    *("", "x" * 70_000, "\x00", "\ud800", "plans.plan_changed.v2", "plans.\x00", "not-a-uuid"),
    *("9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+14:00"),
]

Change = Callable[[random.Random, bytes], bytes]


def flip_bytes(dice: random.Random, body: bytes) -> bytes:
    changed = bytearray(body)
    for _ in range(dice.randint(1, 8)):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def cut(dice: random.Random, body: bytes) -> bytes:
    return body[: dice.randrange(len(body))] + body[dice.randrange(len(body)) :]


def truncate(dice: random.Random, body: bytes) -> bytes:
    return body[: dice.randrange(len(body))]


def put_in(dice: random.Random, body: bytes) -> bytes:
    at = dice.randrange(len(body))
    return body[:at] + dice.choice(BYTES) * dice.randint(1, 3) + body[at:]


def swap_a_value(dice: random.Random, body: bytes) -> bytes:
    event = json.loads(body)
    target = dice.choice([event, event["data"]])
    target[dice.choice(list(target))] = dice.choice(VALUES)
    return written(event)


def drop_or_add_attributes(dice: random.Random, body: bytes) -> bytes:
    event = json.loads(body)
    target = dice.choice([event, event["data"]])
    del target[dice.choice(list(target))]
    target["".join(dice.choices("abcdefg\x00é-", k=4))] = dice.choice(VALUES)
    return written(event)


def say_twice(dice: random.Random, body: bytes) -> bytes:
    event = json.loads(body)
    name = dice.choice(list(event))
    return body[:-1] + b", " + written({name: dice.choice(VALUES)})[1:]


def nest_deeply(dice: random.Random, body: bytes) -> bytes:
    opening, closing = dice.choice([(b"[", b"]"), (b'{"a":', b"}")])
    depth = dice.choice([10, 900, 20_000])
    nested = opening * depth + b"1" + closing * dice.choice([0, depth])
    event = json.loads(body)
    name = dice.choice([*event, "added"])
    return written(event | {name: "HERE"}).replace(b'"HERE"', nested, 1)


def number(dice: random.Random, body: bytes) -> bytes:
    digits = dice.choice([b"9" * 5000, b"-0", b"1e400", b"-1e-400", b"01", b"1.", b"NaN", b"-Infinity"])
    return body.replace(b'"version": ', b'"version": ' + digits + dice.choice([b"", b", "]))


def swell(dice: random.Random, body: bytes) -> bytes:
    return body[:-1] + b" " * (LARGEST_BODY - len(body) + dice.randint(-2, 2)) + b"}"


CHANGES: tuple[Change, ...] = (
    *(flip_bytes, cut, truncate, put_in, swell),
    *(swap_a_value, drop_or_add_attributes, say_twice, nest_deeply, number),
)


def written(value: Any) -> bytes:
    return json.dumps(value).encode("utf-8", "surrogatepass")


def read(body: bytes) -> str | None:
    """Return why the bytes are no event, or None where they are one."""
    began = time.perf_counter()
    try:
        unseal(decode(body))
    except InvalidEvent as fault:
        return str(fault)
    finally:
        assert time.perf_counter() - began < SLOWEST_SECONDS
    return None


@pytest.fixture(scope="module")
def verdicts() -> list[str | None]:
    dice = random.Random(SEED)  # noqa: S311  # Chance that comes again the same is what a fuzz wants.
    return [read(CHANGES[case % len(CHANGES)](dice, dice.choice(BODIES))) for case in range(CASES)]


def test_ten_thousand_damaged_envelopes_are_read_or_refused_and_nothing_else(
    verdicts: list[str | None],
) -> None:
    refused = sum(verdict is not None for verdict in verdicts)

    assert len(verdicts) == CASES
    # Neither would show anything if it were empty.
    assert refused > CASES / 2
    assert CASES - refused > CASES / 100


def test_every_reason_for_a_refusal_can_be_kept_and_logged(verdicts: list[str | None]) -> None:
    reasons = [verdict for verdict in verdicts if verdict is not None]

    assert [reason for reason in reasons if not reason or "\x00" in reason] == []
    assert "".join(reasons).encode("utf-8")
