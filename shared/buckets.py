"""Addresses of buckets in S3-compatible storage, and what keeps one from being used here.

Keys, region and endpoint stand in the environment, under the names that all programs for such storage read.
The library that reads them gives up a whole thread over one that makes no sense, so all are looked at before.
"""

import os
import re
from collections.abc import Iterator
from importlib.util import find_spec
from typing import NamedTuple

LIBRARY = "obstore"
ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT")
"""What may name the storage's own address; the first that is there counts."""

KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_REGION", "AWS_DEFAULT_REGION")

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_ADDRESS = re.compile(
    r"s3://([A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9])((?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*)/?"
)
_ENDPOINT = re.compile(r"https?://(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:]+\])(?::[0-9]{1,5})?/?")


class Bucket(NamedTuple):
    """A bucket, and the folder in it that is ours; "" for all of it."""

    name: str
    prefix: str


def bucket_at(place: str) -> Bucket | None:
    """Return the bucket of which this is the address, or None where it is a folder's path."""
    found = _ADDRESS.fullmatch(place)
    return Bucket(found[1], found[2].removeprefix("/")) if found else None


def is_in_the_clear() -> bool:
    """Return whether the endpoint says http:, as that of a storage on the same machine may."""
    return next((os.environ[name] for name in ENDPOINTS if name in os.environ), "").startswith("http:")


def faults_of(place: str) -> Iterator[str]:
    """Yield what is wrong with the address and with what its use needs, and never what was written there."""
    if not _SCHEME.match(place):
        return
    if not bucket_at(place):
        yield "must be a folder, or s3://bucket/prefix with nothing else in it, such as keys or a host."
        return
    if find_spec(LIBRARY) is None:
        yield "s3: needs the extra `s3`, which is not installed here."
    for name in ENDPOINTS:
        if not _ENDPOINT.fullmatch(os.environ.get(name, "https://unset")):
            yield f"{name} must be http(s)://host:port and nothing else, or not be set at all."
    for name in KEYS:
        if not os.environ.get(name, "").isprintable():
            yield f"{name} must be one line without unprintable characters."
