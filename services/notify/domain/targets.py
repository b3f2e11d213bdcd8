"""Where a webhook may be called: by https, at a name that leads to public addresses alone."""

import re
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
)
from urllib.parse import urlsplit

from services.notify.domain.refusals import Refused

LONGEST_URL = 2000
HTTPS_PORT, HTTP_PORT = 443, 80

_PLAIN = re.compile(r"[!-~]+")
_NAME = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.?")
_LONGEST_NAME = 253
_LIKE_A_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)\.?")

_NAT64 = IPv6Network("64:ff9b::/96")
_UNICAST = IPv6Network("2000::/3")
_NOT_FOR_HOSTS = (IPv6Network("2001::/23"), IPv6Network("3fff::/20"))
"""Of the public IPv6 space: what is for protocols, Teredo among them, and what is for documents."""

_SPECIAL = (IPv4Network("192.0.0.0/24"), IPv4Network("192.88.99.0/24"), IPv4Network("224.0.0.0/3"))
"""What Python's own list of what is public leaves in, or did in some release: relays, multicast, reserved."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """A URL taken apart: what to connect to, and what to say there."""

    is_secure: bool
    host: str
    port: int
    authority: str
    path: str


def target_of(url: str, *, inside: bool, own_host: str | None = None) -> Target:
    """Return the target that the URL names.

    Args:
        url: as somebody typed it.
        inside: whether http, other ports and the site itself are allowed too.
        own_host: the site's own name.

    Raises:
        Refused: with what is the matter with it.
    """
    if len(url) > LONGEST_URL or not _PLAIN.fullmatch(url) or "\\" in url:
        raise _refused("Enter an address of plain letters, such as https://example.org/hook")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as fault:
        raise _refused("Enter a real address, such as https://example.org/hook") from fault
    if parts.scheme not in ({"https", "http"} if inside else {"https"}):
        raise _refused("Enter an address that begins with https://")
    if "@" in parts.netloc or "#" in url:
        raise _refused("Leave out names, passwords and whatever comes after #")
    usual = HTTPS_PORT if parts.scheme == "https" else HTTP_PORT
    if not inside and port not in {None, HTTPS_PORT}:
        raise _refused("Leave out the port: only the usual one is called")
    host = _host(parts.hostname or "")
    if not inside and own_host and host.rstrip(".") == own_host.rstrip(".").lower():
        raise _refused("That is this site itself")
    shown = f"[{host}]" if ":" in host else host
    chosen = port or usual
    return Target(
        is_secure=parts.scheme == "https",
        host=host,
        port=chosen,
        authority=shown if chosen == usual else f"{shown}:{chosen}",
        path=(parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
    )


def is_public(address: str) -> bool:
    """Return whether the address is one of the public internet, whatever it is wrapped in."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        wrapped = _wrapped(found)
        return _is_public_v6(found) if wrapped is None else is_public(str(wrapped))
    return found.is_global and not any(found in network for network in _SPECIAL)


def _wrapped(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address to which this one leads: mapped, translated (NAT64) or tunnelled (6to4)."""
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def _is_public_v6(address: IPv6Address) -> bool:
    return (
        address.is_global
        and address in _UNICAST
        and address.scope_id is None
        and not any(address in network for network in _NOT_FOR_HOSTS)
    )


def _host(host: str) -> str:
    """Return the host, if it is a name or an address as usually written; other spellings are none."""
    try:
        return str(ip_address(host))
    except ValueError:
        is_name = len(host) <= _LONGEST_NAME and _NAME.fullmatch(host)
        if not is_name or _LIKE_A_NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]):
            raise _refused("Enter a real address, such as https://example.org/hook") from None
        return host


def _refused(message: str) -> Refused:
    return Refused(message, field="url")
