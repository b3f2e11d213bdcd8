"""Styles, scripts, fonts and pictures, served under the service's own path."""

from mimetypes import guess_type
from pathlib import Path

import flask
from werkzeug.security import safe_join

from shared.http.access import OPEN, access
from shared.http.site import Site

FOLDER = Path(__file__).parent / "static"


def blueprint(site: Site) -> flask.Blueprint:
    """Return the route `/<service>/static/<file>`."""
    routes = flask.Blueprint("assets", __name__, url_prefix=f"/{site.name}")

    @routes.get("/static/<path:filename>")
    @access(OPEN)
    def file(filename: str) -> flask.Response:
        response = _packed(filename) or flask.send_from_directory(FOLDER, filename)
        response.vary.add("Accept-Encoding")
        return response

    return routes


def _packed(filename: str) -> flask.Response | None:
    """Return the file as it was packed at set-up, a fraction of its size, if the browser takes that."""
    packed = safe_join(str(FOLDER), f"{filename}.gz")
    if not flask.request.accept_encodings.quality("gzip") or packed is None or not Path(packed).is_file():
        return None
    response = flask.send_file(packed, mimetype=guess_type(filename)[0])
    response.headers["Content-Encoding"] = "gzip"
    return response
