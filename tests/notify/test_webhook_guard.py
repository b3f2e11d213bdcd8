"""Webhooks reach no inside address: refused where they are saved, and again where they are called."""

import ssl
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notify.calling.guard import NO_ADDRESS, NOT_PUBLIC, Guard
from services.notify.calling.posting import Message, post
from services.notify.domain.refusals import Refused
from services.notify.domain.targets import is_public, target_of
from tests.notify.hooks import call, deliveries, hook, tell
from tests.notify.hostile import HOSTILE
from tests.notify.receiver import NAME, PEM, receiving
from tests.notify.stage import Stage

PUBLIC = "93.184.215.14"
OWN = "backcast.example.org"

INSIDE = {"metadata.example.org": ["169.254.169.254"], "localhost": ["127.0.0.1", "::1"]}

connects: list[Any] = []
sys.addaudithook(lambda event, facts: connects.append(facts[1]) if event == "socket.connect" else None)


def resolve(host: str, _port: int) -> Sequence[str]:
    """Lead names inside or outside; an address leads to itself, as with the machine's own resolver."""
    return INSIDE.get(host.rstrip("."), [host] if host[0].isdigit() or ":" in host else [PUBLIC])


GUARD = Guard(inside=False, own_host=OWN, resolve=resolve)


@pytest.fixture
def connected() -> Iterator[list[Any]]:
    """Every address that this process connects to during the test, as the interpreter itself tells."""
    connects.clear()
    yield connects
    connects.clear()


def test_there_are_sixty_and_more_of_them() -> None:
    assert len(set(HOSTILE)) >= 60


@pytest.mark.parametrize("url", HOSTILE)
def test_a_hostile_url_cannot_be_saved(url: str, connected: list[Any]) -> None:
    with pytest.raises(Refused) as refused:
        GUARD.check(url)

    assert refused.value.field == "url"
    assert connected == []


@pytest.mark.parametrize(
    "url", ["https://example.org", "https://a.example.org:443/b?c=d", f"https://{PUBLIC}/"]
)
def test_an_address_of_the_public_internet_can_be_saved(url: str) -> None:
    assert GUARD.check(url) == url


class TestAtTheCall:
    """What was saved before, or by another way, is looked at again."""

    @pytest.fixture
    def database_url(self, sqlite_url: str) -> str:
        """One engine is enough here: the database plays no part."""
        return sqlite_url

    def test_no_hostile_url_is_called_whatever_stands_in_the_database(
        self, stage: Stage, connected: list[Any]
    ) -> None:
        hook(stage)
        table = stage.database.metadata.tables["webhooks"]
        for url in HOSTILE:
            with stage.database.unit_of_work() as uow:
                uow.session.execute(table.update().values(url=url))
            tell(stage, stage.cast.commitment(None))
            call(stage, GUARD)

        rows = deliveries(stage)
        assert len(rows) == len(HOSTILE)
        assert connected == []
        assert {row["attempts"] for row in rows} == {1}
        assert {row["status"] for row in rows} == {None}
        assert all(row["reason"] for row in rows)

    def test_a_name_that_leads_elsewhere_by_then_is_not_called(
        self, stage: Stage, connected: list[Any]
    ) -> None:
        answers = iter([[PUBLIC], ["127.0.0.1"], ["127.0.0.1"]])
        guard = Guard(inside=False, resolve=lambda _host, _port: next(answers))
        hook(stage, guard.check("https://rebinding.example.org/"))
        tell(stage, stage.cast.commitment(None))

        call(stage, guard)

        assert connected == []
        assert deliveries(stage)[0]["reason"] == NOT_PUBLIC


@pytest.mark.parametrize(
    ("addresses", "reason"), [([PUBLIC, "10.0.0.1"], NOT_PUBLIC), ([], NO_ADDRESS), (["junk"], NOT_PUBLIC)]
)
def test_one_address_inside_is_enough_to_refuse_a_name(addresses: list[str], reason: str) -> None:
    guard = Guard(inside=False, resolve=lambda _host, _port: addresses)

    with pytest.raises(Refused, match=reason):
        guard.check("https://mixed.example.org/")


@given(st.ip_addresses(v=4))
def test_no_wrapping_makes_an_address_public_that_is_not(address: Any) -> None:
    number = int(address)
    wrapped = [
        f"::ffff:{address}",
        f"64:ff9b::{number >> 16:x}:{number & 0xFFFF:x}",
        f"2002:{number >> 16:x}:{number & 0xFFFF:x}::1",
    ]

    assert {is_public(each) for each in wrapped} == {is_public(str(address))}


@given(st.text(max_size=60), st.booleans())
def test_whatever_somebody_types_it_is_a_target_or_refused(text: str, inside: bool) -> None:
    for url in (text, f"https://{text}/"):
        try:
            target = target_of(url, inside=inside)
        except Refused:
            continue
        assert target.host
        assert "@" not in target.authority
        assert not {"\r", "\n", " "} & set(target.authority + target.path)


def asked(url: str, port: int, tls: ssl.SSLContext) -> Any:
    target = target_of(url.format(port=port), inside=True)
    message = Message(headers={"webhook-id": "1"}, body=b"{}")
    return post(target, ["127.0.0.1"], message, tls=tls, now=datetime.now(UTC))


def test_a_call_goes_to_the_address_that_was_looked_at_and_keeps_the_name(connected: list[Any]) -> None:
    with receiving(tls=True) as receiver:
        answer = asked(
            f"https://{NAME}:{{port}}/a?b=c", receiver.port, ssl.create_default_context(cafile=PEM)
        )

    assert answer.status == 204
    assert receiver.names == [NAME]
    assert receiver.taken[0].headers["host"] == f"{NAME}:{receiver.port}"
    assert set(connected) == {("127.0.0.1", receiver.port)}


@pytest.mark.parametrize(
    ("name", "trusted", "reason"),
    [(NAME, False, "certificate"), ("other.example.org", True, "certificate")],
    ids=["nobody vouches for it", "another's name"],
)
def test_a_certificate_that_does_not_hold_ends_the_call(name: str, trusted: bool, reason: str) -> None:
    tls = ssl.create_default_context(cafile=PEM) if trusted else ssl.create_default_context()
    with receiving(tls=True) as receiver:
        answer = asked(f"https://{name}:{{port}}/", receiver.port, tls)

    assert receiver.taken == []
    assert answer.status is None
    assert reason in (answer.reason or "")
