"""`python -m tests.benchmarks.plans.bare FILE`: a Flask route that returns the file's bytes.

It runs in the gunicorn of the product, with the product's settings.
"""

import sys
from pathlib import Path

import flask

from shared.http.server import Server
from shared.settings import Settings


def app(body: bytes) -> flask.Flask:
    """Return the application with its one route, for reading and for writing."""
    made = flask.Flask(__name__)

    @made.route("/", methods=["GET", "POST"])
    def same() -> flask.Response:
        flask.request.get_data()
        return flask.Response(body, content_type="application/json")

    return made


if __name__ == "__main__":
    settings = Settings.from_env()
    content = Path(sys.argv[1]).read_bytes()
    Server(lambda: app(content), settings, workers=settings.workers).run()
