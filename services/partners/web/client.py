"""Where a request comes from, as far as that can be told."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from flask import request

ONE_HOME = 64
"""Bits of an IPv6 address that a network hands to each customer, who has all the addresses that begin so."""


def client_address() -> str:
    """Return the address to count a client's requests by.

    A gateway stands on a private address, and adds its client as the last one of X-Forwarded-For. Somebody
    on the same network could pretend to be one, and would get no further than the limit for each address.
    """
    nearest = _address(request.remote_addr or "")
    forwarded = _address(request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip())
    return _counted(forwarded if forwarded and nearest and nearest.is_private else nearest)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _counted(address: IPv4Address | IPv6Address | None) -> str:
    if isinstance(address, IPv6Address):
        return str(IPv6Network((int(address), ONE_HOME), strict=False))
    return str(address or "")
