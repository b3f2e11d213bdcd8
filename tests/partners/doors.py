"""Asking for a link, finding it, and trying whether one is in."""

from shared.contracts import SignInRequested
from shared.http.links import Links
from tests.partners.cast import Visitor
from tests.partners.stage import Stage


def link_for(stage: Stage, links: Links) -> str:
    """The link that notify would put into the newest e-mail."""
    asked = stage.said(SignInRequested)[-1]
    return f"/partners/sign-in/{links.make('sign-in', {'id': str(asked.id)})}"


def ask(visitor: Visitor, email: str = "cora@example.org", wanted: str = "/plans/") -> int:
    return visitor.submit(f"/partners/sign-in?next={wanted}", email=email).status_code


def may_enter(visitor: Visitor) -> bool:
    return visitor.get("/partners/people").status_code == 200
