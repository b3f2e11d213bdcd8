import pytest
from flask.testing import FlaskClient
from openapi_spec_validator import validate
from structlog.testing import capture_logs


def test_a_live_service_says_so(client: FlaskClient) -> None:
    answer = client.get("/plans/health/live")

    assert (answer.status_code, answer.json) == (200, {"service": "plans", "status": "ok"})


def test_figures_count_requests_by_route_and_never_by_path(client: FlaskClient) -> None:
    client.get("/u/s3cret-token")

    figures = client.get("/plans/metrics").text

    assert 'route="/u/<token>"' in figures
    assert "s3cret-token" not in figures


def test_figures_are_not_for_strangers(client: FlaskClient) -> None:
    answer = client.get("/plans/metrics", environ_base={"REMOTE_ADDR": "192.0.2.7"})

    assert answer.status_code == 303


def test_a_request_is_logged_with_its_route_and_id_and_without_what_is_secret(client: FlaskClient) -> None:
    with capture_logs() as logs:
        answer = client.get("/u/s3cret-token?q=s3cret", headers={"X-Request-Id": "given-id-1"})

    line = next(line for line in logs if line["event"] == "request")
    assert (line["route"], line["status"], line["method"]) == ("/u/<token>", 200, "GET")
    assert "s3cret" not in str(logs)
    assert answer.headers["X-Request-Id"] == "given-id-1"


@pytest.mark.parametrize("sent", ["", "short", "x" * 65, "with space", "a\u00e9bcdefgh"])
def test_an_id_that_could_spoil_the_log_is_replaced(client: FlaskClient, sent: str) -> None:
    answer = client.get("/anyone", headers={"X-Request-Id": sent})

    assert len(answer.headers["X-Request-Id"]) == 32


def test_the_description_of_the_api_is_valid_openapi(client: FlaskClient) -> None:
    description = client.get("/plans/api/openapi.json").json

    assert description is not None
    assert description["openapi"] == "3.1.0"
    validate(description)
    faulty = description["components"]["responses"]["DEFAULT_ERROR"]
    assert list(faulty["content"]) == ["application/problem+json"]


def test_the_description_can_be_read_by_people(client: FlaskClient) -> None:
    page = client.get("/plans/api/docs")

    assert page.status_code == 200
    assert "/plans/api/v1/things/{thing_id}" in page.text
    assert "connect-src" not in page.headers["Content-Security-Policy"]


def test_the_page_to_try_the_api_may_call_its_own_site_alone(client: FlaskClient) -> None:
    policy = client.get("/plans/api/docs/try").headers["Content-Security-Policy"]

    assert "connect-src 'self'" in policy.split("; ")


@pytest.mark.parametrize("path", ["../app.py", "..%2fapp.py", "nothing.css", "built/"])
def test_only_files_of_the_folder_are_served(client: FlaskClient, path: str) -> None:
    assert client.get(f"/plans/static/{path}").status_code == 404
