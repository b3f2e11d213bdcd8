"""The guard before every call: it finds the addresses of a name, and lets none pass that is not public.

It stands where an address is saved and again where it is called, because a name may lead elsewhere by then.
The call goes to the very addresses that were looked at; the name is not asked for again.
"""

import socket
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from services.notify.domain.refusals import Refused
from services.notify.domain.targets import Target, is_public, target_of
from shared.settings import Settings

Resolve = Callable[[str, int], Sequence[str]]
"""Finds the addresses of a name; raises OSError when there are none."""

NO_ADDRESS = "No machine has that name"
NOT_PUBLIC = "That leads to a machine that is not on the public internet"


def resolve(host: str, port: int) -> Sequence[str]:
    """Return the addresses of the name, as this machine finds them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class Guard:
    """Says which addresses a webhook's URL may be called at.

    Args:
        inside: whether private addresses, http and other ports are allowed, as on an intranet.
        own_host: the site's own name, which is no receiver.
        resolve: finds addresses.
    """

    def __init__(self, *, inside: bool, own_host: str | None = None, resolve: Resolve = resolve) -> None:
        self._inside, self._own_host, self._resolve = inside, own_host, resolve

    def target(self, url: str) -> Target:
        """Return the target that the URL names.

        Raises:
            Refused: it must not be called, as far as the URL itself tells.
        """
        return target_of(url, inside=self._inside, own_host=self._own_host)

    def addresses(self, target: Target) -> Sequence[str]:
        """Return the target's addresses.

        Raises:
            Refused: there is none, or one of them is not public. One is enough: whoever mixes them means ill.
        """
        try:
            found = self._resolve(target.host, target.port)
        except (OSError, UnicodeError) as fault:
            raise Refused(NO_ADDRESS, field="url") from fault
        if not found:
            raise Refused(NO_ADDRESS, field="url")
        if not self._inside and not all(is_public(address) for address in found):
            raise Refused(NOT_PUBLIC, field="url")
        return found

    def check(self, url: str) -> str:
        """Return the URL, if it may be called as things are now.

        Raises:
            Refused: it may not.
        """
        self.addresses(self.target(url))
        return url


def guard_of(settings: Settings) -> Guard:
    """Return the guard as the settings have it."""
    return Guard(inside=settings.webhooks_inside, own_host=urlsplit(settings.base_url).hostname)
