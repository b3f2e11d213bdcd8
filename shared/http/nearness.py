"""Whether a request comes from a person or a program on this very machine.

Its address alone does not tell. A gateway on this machine hands on the requests of the whole world, and any
site's page can send a browser here by a name that it has led to 127.0.0.1.
"""

import ipaddress
from urllib.parse import urlsplit

import flask

from shared.settings import Settings

TRACES = frozenset(
    {"Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip"}
)
"""What gateways add to the requests that they hand on."""

OLD = "HTTP/1.0"
"""What nginx speaks to what is behind it unless it is told otherwise, and no browser."""


def is_local() -> bool:
    """Return whether the request comes from this machine, asks for it and went through no gateway."""
    request = flask.request
    return (
        _is_loopback(request.remote_addr or "")
        and _names_this_machine(request.headers.get("Host", ""))
        and not any(name in request.headers for name in TRACES)
        and request.environ.get("SERVER_PROTOCOL") != OLD
    )


def shows_mailbox(settings: Settings) -> bool:
    """Return whether e-mails are kept for a page instead of being sent, on a site that may show that page.

    A site that has a name is for others too, so a gateway stands before it, which may leave no trace at all.
    """
    return settings.mail_url.startswith("mailbox:") and not _has_name(settings.base_url)


def _has_name(base_url: str) -> bool:
    host = _host_of(urlsplit(base_url).netloc)
    return host != "localhost" and not _is_address(host)


def _names_this_machine(netloc: str) -> bool:
    host = _host_of(netloc)
    return host == "localhost" or _is_loopback(host)


def _host_of(netloc: str) -> str:
    try:
        return urlsplit(f"//{netloc}").hostname or ""
    except ValueError:
        return ""


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _is_loopback(text: str) -> bool:
    return _is_address(text) and ipaddress.ip_address(text).is_loopback
