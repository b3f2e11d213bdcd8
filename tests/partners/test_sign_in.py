"""Signing in by e-mailed link, and those who would like to without being asked."""

import re
from uuid import uuid4

import pytest

from services.partners.db import queries
from services.partners.domain.memberships import Membership
from services.partners.domain.sign_ins import LINKS_PER_ADDRESS, REQUESTS_PER_CLIENT
from services.partners.jobs import forget_sign_ins
from services.partners.use_cases.memberships import end_membership
from services.partners.use_cases.sign_ins import request_sign_in
from shared.contracts import PersonChanged, Role, SignInRequested
from shared.http.links import Links
from shared.service import Runtime
from tests.partners.cast import Cast
from tests.partners.doors import ask, link_for, may_enter
from tests.partners.pages import checked
from tests.partners.stage import Stage

EVIL = ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\tevil", "evil"]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One engine is enough here; what differs between the two is in test_at_once and test_use_cases."""
    return sqlite_url


def test_a_link_and_a_button_sign_a_coordinator_in(stage: Stage, cast: Cast, links: Links) -> None:
    stage.person("Cora Example")
    visitor = cast.nobody()
    ask(visitor, " Cora@Example.org ", "/partners/people")

    shown = visitor.get(link_for(stage, links))
    entered = visitor.submit(link_for(stage, links))

    assert "Press the button" in checked(shown)
    assert (entered.status_code, entered.location) == (303, "/partners/people")
    assert may_enter(visitor)


def test_looking_at_a_link_changes_nothing(stage: Stage, cast: Cast, links: Links) -> None:
    stage.person("Cora Example")
    ask(cast.nobody())
    link, before = link_for(stage, links), stage.state()

    scanner = cast.nobody()
    statuses = [
        scanner.client.open(link, method=method).status_code for method in ["GET", "HEAD", "OPTIONS"] * 20
    ]

    assert set(statuses) == {200}
    assert stage.state() == before
    assert not may_enter(scanner)
    assert cast.nobody().submit(link).status_code == 303


def test_no_script_presses_the_button(stage: Stage, cast: Cast, links: Links) -> None:
    stage.person("Cora Example")
    ask(cast.nobody())

    page = checked(cast.nobody().get(link_for(stage, links)))

    assert "<script>" not in page
    assert "onload" not in page
    assert "http-equiv" not in page


def test_an_unknown_address_gets_the_same_answer_and_no_event(stage: Stage, cast: Cast) -> None:
    stage.person("Cora Example")
    known, unknown = cast.nobody(), cast.nobody()

    answers = [
        visitor.submit("/partners/sign-in", email=email)
        for visitor, email in [(known, "cora@example.org"), (unknown, "nobody@example.org")]
    ]

    assert {(answer.status_code, answer.location) for answer in answers} == {(303, "/partners/sign-in/sent")}
    assert answers[0].data == answers[1].data
    assert len(stage.said(SignInRequested)) == 1
    assert len(stage.rows("sign_ins")) == 2


def test_one_address_is_sent_five_links_an_hour_and_told_nothing_else(stage: Stage, cast: Cast) -> None:
    stage.person("Cora Example")
    visitor = cast.nobody()

    statuses = {ask(visitor) for _ in range(20)}

    assert statuses == {303}
    assert len(stage.said(SignInRequested)) == LINKS_PER_ADDRESS
    stage.clock.forward(hours=1)
    ask(visitor)
    assert len(stage.said(SignInRequested)) == LINKS_PER_ADDRESS + 1


def test_a_client_that_asks_for_many_addresses_is_told_to_wait(stage: Stage, cast: Cast) -> None:
    visitor = cast.nobody()
    for number in range(REQUESTS_PER_CLIENT):
        ask(visitor, f"guess{number}@example.org")

    refused = visitor.submit("/partners/sign-in", email="one.more@example.org")

    checked(refused, 429)
    assert refused.headers["Retry-After"] == "3600"
    assert len(stage.rows("sign_ins")) == REQUESTS_PER_CLIENT


def test_a_gateway_is_not_taken_for_its_clients(stage: Stage, cast: Cast) -> None:
    visitor = cast.nobody()
    for number in range(REQUESTS_PER_CLIENT + 5):
        fields = {"email": f"guess{number}@example.org", "csrf_token": visitor.csrf()}
        forwarded = {"X-Forwarded-For": f"203.0.113.9, 198.51.100.{number}"}
        assert visitor.client.post("/partners/sign-in", data=fields, headers=forwarded).status_code == 303

    assert len({row["client"] for row in stage.rows("sign_ins")}) == REQUESTS_PER_CLIENT + 5


@pytest.mark.parametrize("body", ["[" * 100_000, '{"email": 5}', '{"email": ["a"]}', "null", "{"])
def test_what_is_no_form_asks_for_nothing(stage: Stage, cast: Cast, body: str) -> None:
    visitor = cast.nobody()

    answer = visitor.client.post(
        "/partners/sign-in",
        data=body,
        content_type="application/json",
        headers={"X-CSRFToken": visitor.csrf()},
    )

    assert "Enter an e-mail address" in checked(answer, 200)
    assert stage.rows("sign_ins") == []


@pytest.mark.parametrize("minutes", [10, 11])
def test_a_link_is_too_old_after_ten_minutes(stage: Stage, cast: Cast, links: Links, minutes: int) -> None:
    stage.person("Cora Example")
    ask(cast.nobody())
    early = link_for(stage, links)
    stage.clock.forward(minutes=minutes)

    # Notify signs the link when it sends, so one that was signed late must be refused by the row itself.
    answers = [cast.nobody().submit(link) for link in (early, link_for(stage, links))]

    for answer in answers:
        assert "Ask for a new link" in checked(answer, 410)


def test_every_link_that_is_no_good_gets_one_and_the_same_page(
    stage: Stage, cast: Cast, links: Links
) -> None:
    stage.person("Cora Example")
    ask(cast.nobody())
    good = link_for(stage, links)
    cast.nobody().submit(good)
    asked = str(stage.said(SignInRequested)[-1].id)
    forged = Links(("x" * 32,), stage.clock)
    tokens = [
        good.rpartition("/")[2],
        links.make("update", {"id": asked}),
        links.make("sign-in", {"id": str(uuid4())}),
        links.make("sign-in", {"id": 7}),
        links.make("sign-in", {"person": asked}),
        forged.make("sign-in", {"id": asked}),
        "x" * 5000,
        "sent.",
    ]

    pages = {
        without_nonce(visit(f"/partners/sign-in/{token}").data)
        for token in tokens
        for visit in (cast.nobody().get, cast.nobody().submit)
    }

    assert len(pages) == 1
    assert b"Ask for a new link" in pages.pop()


def without_nonce(body: bytes) -> bytes:
    return re.sub(rb'nonce="[^"]+"', b"", body)


def test_somebody_whose_role_has_ended_gets_no_link_and_cannot_use_an_old_one(
    stage: Stage, cast: Cast, links: Links
) -> None:
    officer = stage.person("Olu Example", Role.OFFICER)
    ask(cast.nobody(), "olu@example.org")
    link = link_for(stage, links)
    with stage.database.unit_of_work() as uow:
        membership = queries.to_change(uow.session, Membership, officer.id)
        assert membership
        end_membership(uow, membership)

    refused = cast.nobody().submit(link)
    ask(cast.nobody(), "olu@example.org")

    checked(refused, 410)
    assert len(stage.said(SignInRequested)) == 1


@pytest.mark.parametrize("wanted", [*EVIL, "/partners/sign-in", "/" + "a" * 600])
def test_sign_in_leads_to_pages_of_this_site_alone(
    stage: Stage, cast: Cast, links: Links, wanted: str
) -> None:
    stage.person("Cora Example")
    visitor = cast.nobody()
    visitor.client.post(
        "/partners/sign-in",
        query_string={"next": wanted},
        data={"email": "cora@example.org", "csrf_token": visitor.csrf()},
    )

    entered = visitor.submit(link_for(stage, links))

    assert entered.location == "/"


def test_a_path_that_was_kept_unchecked_is_checked_at_the_door(
    stage: Stage, cast: Cast, links: Links
) -> None:
    stage.person("Cora Example")
    with stage.database.unit_of_work() as uow:
        request_sign_in(uow, email="cora@example.org", client="192.0.2.1", next_path="//evil.example")

    assert cast.nobody().submit(link_for(stage, links)).location == "/"


def test_a_session_that_was_fixed_beforehand_is_dropped_at_sign_in(
    stage: Stage, cast: Cast, links: Links
) -> None:
    stage.person("Cora Example")
    visitor = cast.nobody()
    with visitor.client.session_transaction() as session:
        session["planted"] = "by somebody else"
    ask(visitor)

    visitor.submit(link_for(stage, links))

    with visitor.client.session_transaction() as session:
        assert "planted" not in session
        assert session["signed_in_at"] == stage.clock().isoformat()


def test_signing_out_ends_every_session_of_the_person(stage: Stage, cast: Cast) -> None:
    coordinator = stage.person("Cora Example")
    here, stolen = cast.signed_in(coordinator.person_id), cast.signed_in(coordinator.person_id)
    stage.clock.forward(seconds=1)
    assert "every device" in checked(here.get("/partners/sign-out"))

    left = here.submit("/partners/sign-out")

    assert left.status_code == 303
    assert not may_enter(here)
    assert not may_enter(stolen)
    said = stage.said(PersonChanged)[-1]
    assert isinstance(said, PersonChanged)
    assert (said.sessions_from, said.version) == (stage.clock(), 2)
    stage.clock.forward(seconds=1)
    assert may_enter(cast.signed_in(coordinator.person_id))


@pytest.mark.parametrize("path", ["/partners/sign-in", "/partners/sign-out"])
def test_a_form_without_its_proof_is_refused(stage: Stage, cast: Cast, path: str) -> None:
    coordinator = cast.coordinator()
    before = stage.state()

    answer = coordinator.client.post(path, data={"email": "cora@example.org"})

    assert answer.status_code == 403
    assert stage.state() == before


def test_a_typing_error_is_shown_beside_the_field(cast: Cast) -> None:
    answer = cast.nobody().submit("/partners/sign-in", email="cora@example")

    page = checked(answer)
    assert "Enter an e-mail address in the correct format" in page
    assert 'href="#email"' in page
    assert "<title" in page
    assert "Error: Sign in" in page


def test_the_demo_points_at_its_mailbox(cast: Cast) -> None:
    assert 'href="/notify/mailbox"' in checked(cast.nobody().get("/partners/sign-in"))
    assert 'href="/notify/mailbox"' in checked(cast.nobody().get("/partners/sign-in/sent"))


def test_who_asked_is_forgotten_after_a_day(stage: Stage, cast: Cast, runtime: Runtime) -> None:
    ask(cast.nobody(), "nobody@example.org")
    stage.clock.forward(hours=23)
    forget_sign_ins(runtime)
    assert len(stage.rows("sign_ins")) == 1

    stage.clock.forward(hours=2)
    forget_sign_ins(runtime)

    assert stage.rows("sign_ins") == []


def test_neither_addresses_nor_tokens_are_kept_in_the_requests(
    stage: Stage, cast: Cast, links: Links
) -> None:
    stage.person("Cora Example")
    ask(cast.nobody())

    kept = repr(stage.rows("sign_ins"))

    assert "cora" not in kept
    assert link_for(stage, links).rpartition("/")[2] not in kept
