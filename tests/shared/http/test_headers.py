import re

import pytest
from flask.testing import FlaskClient

from shared.contracts import Role
from tests.shared.http.cast import Cast

PATHS = ["/anyone", "/nowhere", "/plans/api/docs", "/plans/api/v1/things/", "/plans/health/live", "/crash"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_tells_the_browser_to_be_strict(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers

    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    for directive in (
        "default-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    ):
        assert directive in policy
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_each_answer_has_a_nonce_of_its_own_that_its_scripts_carry(client: FlaskClient) -> None:
    answers = [client.get("/nowhere") for _ in range(2)]

    nonces = [
        re.findall(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"])[0] for answer in answers
    ]
    assert nonces[0] != nonces[1]
    assert set(re.findall(r'nonce="([^"]+)"', answers[0].text)) == {nonces[0]}


def test_pages_ask_nothing_of_other_sites(client: FlaskClient) -> None:
    page = client.get("/nowhere").text

    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', page)


def test_what_a_signed_in_person_sees_is_kept_by_no_cache(people: Cast) -> None:
    headers = people.person(Role.OFFICER).get("/mine").headers

    assert headers["Cache-Control"] == "no-store"
    assert "Cookie" in headers["Vary"]


def test_the_cookie_is_for_this_site_and_out_of_reach_of_scripts(client: FlaskClient) -> None:
    cookie = client.get("/anyone").headers["Set-Cookie"]

    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))


class TestByHttps:
    @pytest.fixture
    def base_url(self) -> str:
        return "https://backcast.example.org"

    def test_the_cookie_is_bound_to_the_host_and_to_https(self, client: FlaskClient) -> None:
        cookie = client.get("/anyone", base_url="https://backcast.example.org").headers["Set-Cookie"]

        assert cookie.startswith("__Host-backcast=")
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))

    def test_the_browser_is_told_to_stay_with_https(self, client: FlaskClient) -> None:
        assert client.get("/anyone").headers["Strict-Transport-Security"].startswith("max-age=31536000")

    def test_a_form_is_accepted_although_its_page_sends_no_referrer(self, client: FlaskClient) -> None:
        at = {"base_url": "https://backcast.example.org"}
        token = client.get("/anyone", base_url=at["base_url"]).text

        answer = client.post("/anyone", data={"csrf_token": token}, base_url=at["base_url"])

        assert answer.status_code == 200
