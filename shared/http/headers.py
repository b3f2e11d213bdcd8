"""What browsers are told to be strict about."""

import secrets
from functools import cache

import flask
from secure import ContentSecurityPolicy, ReferrerPolicy, Secure, StrictTransportSecurity, XContentTypeOptions

from shared.http.caller import caller
from shared.http.site import Site

A_YEAR = 31_536_000
CONNECT = "backcast_connect"
"""The name in `flask.g` under which the API's documentation page asks to call its own site."""
FRAMES = "backcast_frames"
"""The name in `flask.g` under which a page asks to show other pages of its own site in frames."""
POLICY = "Content-Security-Policy"
_NONCE = "this-requests-own"


def register(app: flask.Flask, site: Site) -> None:
    """Let every answer carry the headers, and every template the nonce of its scripts."""
    strict = Secure(
        referrer=ReferrerPolicy().no_referrer(),
        xcto=XContentTypeOptions(),
        hsts=StrictTransportSecurity().max_age(A_YEAR) if site.secure else None,
    )

    @app.after_request
    def harden(response: flask.Response) -> flask.Response:
        response.headers.update(strict.headers)
        # An answer that is no page of ours, such as an e-mail in a frame, brings a policy of its own.
        response.headers.setdefault(POLICY, _policy())
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        _keep_private(response)
        _stay_here(response)
        return response

    app.jinja_env.globals["csp_nonce"] = nonce


def nonce() -> str:
    """Return this request's nonce, which the scripts of its page carry."""
    if "nonce" not in flask.g:
        flask.g.nonce = secrets.token_urlsafe(16)
    return str(flask.g.nonce)


def _policy() -> str:
    connects, frames = bool(flask.g.get(CONNECT)), bool(flask.g.get(FRAMES))
    return _policy_of(connects=connects, frames=frames).replace(_NONCE, nonce())


@cache
def _policy_of(*, connects: bool, frames: bool) -> str:
    """Return the policy with a word in the nonce's place; the rest is the same for each request."""
    policy = (
        ContentSecurityPolicy()
        .default_src("'none'")
        .script_src("'self'", f"'nonce-{_NONCE}'")
        .style_src("'self'")
        .img_src("'self'", "data:")
        .font_src("'self'")
        .object_src("'none'")
        .form_action("'self'")
        .frame_ancestors("'none'")
        .base_uri("'none'")
    )
    policy = policy.connect_src("'self'") if connects else policy
    return (policy.frame_src("'self'") if frames else policy).header_value


def _keep_private(response: flask.Response) -> None:
    """Let no cache keep what is for one caller, nor any page that no one said may be kept."""
    response.vary.add("Cookie")
    if caller().kind != "anonymous" or "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"


def _stay_here(response: flask.Response) -> None:
    """Redirect to a path alone: what the caller calls this site is no part of where it is."""
    location = response.headers.get("Location")
    if location and location.startswith(ours := flask.request.host_url):
        response.headers["Location"] = "/" + location.removeprefix(ours).lstrip("/")
