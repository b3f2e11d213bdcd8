"""By what address a client's requests are counted."""

import flask
import pytest

from services.partners.web.client import client_address


@pytest.mark.parametrize(
    ("nearest", "forwarded", "counted"),
    [
        ("203.0.113.7", "", "203.0.113.7"),
        ("8.8.8.8", "198.51.100.1", "8.8.8.8"),
        ("10.0.0.2", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.2", "not an address", "10.0.0.2"),
        ("10.0.0.2", "x" * 5000, "10.0.0.2"),
        ("10.0.0.2", "", "10.0.0.2"),
        ("::ffff:8.8.8.8", "", "8.8.8.8"),
        ("2a00:1450:1:2:3::4", "", "2a00:1450:1:2::/64"),
        ("10.0.0.2", "2a00:1450:1:2:ffff::1", "2a00:1450:1:2::/64"),
        ("", "", ""),
    ],
)
def test_clients_are_counted_by_an_address_that_they_cannot_choose(
    app: flask.Flask, nearest: str, forwarded: str, counted: str
) -> None:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}

    with app.test_request_context("/", headers=headers, environ_base={"REMOTE_ADDR": nearest}):
        assert client_address() == counted
