"""A service's web application, put together."""

from datetime import timedelta
from pathlib import Path

import flask
from govuk_frontend_wtf.main import WTFormsHelpers
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader

from shared.http import (
    assets,
    csrf,
    documentation,
    failures,
    headers,
    navigation,
    operations,
    parked,
    requests,
    snapshot,
)
from shared.http.caller import LONGEST_SESSION
from shared.http.gate import LARGEST_BODY, gate
from shared.http.site import EXTENSION, Site
from shared.http.words import FILTERS

LARGEST_FORM = 64 * 1024
MOST_FORM_PARTS = 100
FOLDER = Path(__file__).parent
LIBRARIES = ("govuk_frontend_jinja", "govuk_frontend_wtf")
"""Whose templates ours are built on, each under its own name."""


def create_app(site: Site) -> flask.Flask:
    """Return the application with the service's API, its pages and all that every service has."""
    app = flask.Flask("shared.http", static_folder=None, template_folder=None)
    app.extensions[EXTENSION] = site
    app.config.update(_config(site))
    _prepare_templates(app)
    # The first to see a request gives it its id; the gate comes last, right before the view.
    requests.register(app, site)
    headers.register(app, site)
    csrf.extension.init_app(app)
    app.before_request(gate)
    app.teardown_request(snapshot.end)
    failures.register(app)
    _add_routes(app, site)
    return app


def _config(site: Site) -> dict[str, object]:
    first, *older = site.settings.secret_keys
    return {
        "SECRET_KEY": first,
        "SECRET_KEY_FALLBACKS": older,
        "MAX_CONTENT_LENGTH": LARGEST_BODY,
        "MAX_FORM_MEMORY_SIZE": LARGEST_FORM,
        "MAX_FORM_PARTS": MOST_FORM_PARTS,
        "PERMANENT_SESSION_LIFETIME": LONGEST_SESSION,
        "SEND_FILE_MAX_AGE_DEFAULT": timedelta(hours=1),
        **_cookie(site),
        **documentation.config(site),
        # The gate calls it, after it knows who asks. A form may stay open as long as its session.
        "WTF_CSRF_CHECK_DEFAULT": False,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,
    }


def _cookie(site: Site) -> dict[str, object]:
    return {
        "SESSION_COOKIE_NAME": "__Host-backcast" if site.secure else "backcast",
        "SESSION_COOKIE_SECURE": site.secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        # A session ends a fixed time after it began; files that caches keep must never carry its cookie.
        "SESSION_REFRESH_EACH_REQUEST": False,
    }


def _prepare_templates(app: flask.Flask) -> None:
    libraries = PrefixLoader({name: PackageLoader(name) for name in LIBRARIES})
    app.jinja_env.loader = ChoiceLoader(
        [PackageLoader("shared.http"), libraries, app.jinja_env.loader or libraries]
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(FILTERS)
    WTFormsHelpers(app)
    navigation.register(app)


def _add_routes(app: flask.Flask, site: Site) -> None:
    app.register_blueprint(operations.blueprint(site))
    app.register_blueprint(parked.blueprint(site))
    app.register_blueprint(assets.blueprint(site))
    documentation.register(app, site)
    for pages in site.web:
        app.register_blueprint(pages)
