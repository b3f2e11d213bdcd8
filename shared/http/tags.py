"""The ETag of what an answer shows: the thing's version, and a sum over the answer itself."""

import zlib
from http import HTTPStatus
from typing import cast

import flask


def tagged(version: int) -> None:
    """Let the answer carry an ETag: the thing's version, and a sum over what the answer shows of it."""
    flask.g.answered_version = version


def answered_version() -> int | None:
    """Return the version of the thing that the answer shows, if it shows one."""
    return cast("int | None", flask.g.get("answered_version"))


def add_tag(response: flask.Response) -> flask.Response:
    """Put the tag on the answer, and send nothing again that the asker has already.

    A list has no version of its own, so it is tagged as at 0.
    """
    reading = flask.request.method in {"GET", "HEAD"}
    version = answered_version()
    if version is None and reading and response.mimetype == "application/json" and _untagged(response):
        version = 0
    if version is not None:
        response.set_etag(f"{version}.{zlib.crc32(response.get_data()):08x}")
        if reading:
            response.make_conditional(flask.request)
    return response


def _untagged(response: flask.Response) -> bool:
    return response.status_code == HTTPStatus.OK and "ETag" not in response.headers
