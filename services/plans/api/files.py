"""Sending a photo or a document to be saved: it came from a stranger, so nothing opens it by itself."""

import io

import flask

from services.plans.use_cases.outcomes import NotFound
from services.plans.use_cases.photo_files import Kept
from shared.http.headers import POLICY

ALONE = "default-src 'none'; sandbox"
"""The policy of a file that is opened by itself all the same: it may load and run nothing."""


def attached(kept: Kept | None, media_type: str | None, name: str | None) -> flask.Response:
    """Send the file as an attachment of this name, or a part of it, or that it is the same as before.

    Raises:
        NotFound: it is not there.
    """
    if kept is None:
        raise NotFound
    answer = flask.send_file(
        io.BytesIO(kept.content),
        mimetype=media_type,
        as_attachment=True,
        download_name=name,
        etag=f"{kept.since.timestamp()}-{len(kept.content)}",
        last_modified=kept.since,
    )
    answer.headers[POLICY] = ALONE
    return answer
