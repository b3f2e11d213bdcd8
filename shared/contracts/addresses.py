"""E-mail addresses: what every service takes for one, so that none accepts what another refuses."""

import re

LONGEST_ADDRESS = 254
LONGEST_LOCAL_PART = 64

_LOCAL_PART = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_LAST_LABEL = re.compile(r"[a-z][a-z0-9-]{0,61}[a-z0-9]")


def address_key(text: str) -> str:
    """Return the one spelling by which an address is kept and found: lower case, no space around it."""
    return text.strip().casefold()


def is_address(text: str) -> bool:
    """Return whether the text, in its key's spelling, is one address that e-mail can be sent to.

    Quoted local parts, comments and lists are not: they are legal and never somebody's address.
    """
    local_part, at, domain = text.rpartition("@")
    return bool(
        at
        # Length is looked at first, so that no pattern ever runs over a text of any size.
        and len(text) <= LONGEST_ADDRESS
        and len(local_part) <= LONGEST_LOCAL_PART
        and _LOCAL_PART.fullmatch(local_part)
        and _is_domain(domain)
    )


def _is_domain(domain: str) -> bool:
    *labels, last = domain.split(".")
    return bool(labels) and all(map(_LABEL.fullmatch, labels)) and _LAST_LABEL.fullmatch(last) is not None
