"""What a path of the site says by itself."""

import re
from urllib.parse import urlsplit

_API = re.compile(r"/[a-z]+/api/")
_CONTROL = re.compile(r"[\x00-\x20\x7f\\]")

HOME = "/"


def is_api(path: str) -> bool:
    """Return whether programs call this path, who want JSON."""
    return _API.match(path) is not None


def safe_next(wanted: str | None) -> str:
    """Return the page to go to after sign-in: a path of this site, or the home page for anything else.

    Browsers read `//host`, a backslash for a slash and drop control characters, so none of these pass.
    """
    if not wanted or not wanted.startswith("/") or wanted.startswith("//") or _CONTROL.search(wanted):
        return HOME
    parts = urlsplit(wanted)
    return HOME if parts.scheme or parts.netloc else wanted
