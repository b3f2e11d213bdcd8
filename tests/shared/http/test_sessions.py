from datetime import timedelta
from uuid import UUID, uuid4

import flask
import pytest
from flask.testing import FlaskClient

from shared.contracts import Role
from shared.http.caller import LONGEST_SESSION, sign_in
from tests.shared.http.cast import NOW, Cast


def test_a_session_ends_when_the_person_signs_out_everywhere(people: Cast) -> None:
    client = people.person(Role.COORDINATOR)
    assert client.get("/mine").status_code == 200

    people.end_sessions()

    assert client.get("/mine").status_code == 303


def test_a_session_ends_with_the_persons_last_membership(people: Cast) -> None:
    client = people.person(Role.COORDINATOR)

    people.end_memberships()

    assert client.get("/mine").status_code == 303


def test_a_session_ends_by_itself_whatever_the_browser_kept(people: Cast) -> None:
    client = people.person(Role.COORDINATOR)

    with client.session_transaction() as session:
        session["signed_in_at"] = (NOW - LONGEST_SESSION - timedelta(seconds=1)).isoformat()

    assert client.get("/mine").status_code == 303


@pytest.mark.parametrize("held", [{"person_id": "x"}, {"person_id": str(uuid4())}, {"signed_in_at": 7}])
def test_a_session_that_says_too_little_is_nobodys(client: FlaskClient, held: dict[str, str]) -> None:
    with client.session_transaction() as session:
        session.update(held)

    assert client.get("/mine").status_code == 303


def test_a_cookie_that_was_edited_is_nobodys(people: Cast) -> None:
    client = people.person(Role.COORDINATOR)
    cookie = client.get_cookie("backcast")
    assert cookie is not None

    client.set_cookie("backcast", cookie.value[:-2] + "xx")

    assert client.get("/mine").status_code == 303


def test_signing_in_drops_whatever_the_browser_held_before(app: flask.Flask) -> None:
    with app.test_request_context():
        flask.session["planted"] = "by somebody else"

        sign_in(UUID(int=7), NOW)

        assert set(flask.session) == {"person_id", "signed_in_at", "_permanent"}


def test_a_form_needs_the_proof_of_its_own_session(people: Cast) -> None:
    client, other = people.nobody(), people.nobody()
    token, foreign = client.get("/anyone").text, other.get("/anyone").text

    sent = [client.post("/anyone", data={"csrf_token": proof}) for proof in (token, foreign, "")]

    assert [answer.status_code for answer in sent] == [200, 403, 403]


@pytest.mark.parametrize(("site", "status"), [("cross-site", 403), ("same-site", 403), ("same-origin", 200)])
def test_a_form_that_another_site_sends_is_refused(client: FlaskClient, site: str, status: int) -> None:
    token = client.get("/anyone").text

    answer = client.post("/anyone", data={"csrf_token": token}, headers={"Sec-Fetch-Site": site})

    assert answer.status_code == status


def test_a_one_click_address_needs_no_proof(client: FlaskClient) -> None:
    assert client.post("/one-click").status_code == 200
