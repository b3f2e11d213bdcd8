"""The home page and the list of plans."""

from dataclasses import dataclass

import flask

from services.plans.db.queries.days import moment_in
from services.plans.db.queries.plans import find_plans
from services.plans.db.queries.status import status_of
from services.plans.domain.plans import Plan
from services.plans.domain.status import Status
from services.plans.web.rules import READ
from shared.contracts import Role
from shared.db.unit_of_work import UnitOfWork
from shared.http.access import access
from shared.http.caller import caller
from shared.http.site import site

home_pages = flask.Blueprint("home_pages", __name__, template_folder="templates")


@dataclass(frozen=True)
class Listed:
    """A plan as lists show it, with how it stands; `may_follow` opens the page that tells more of that."""

    plan: Plan
    status: Status
    may_follow: bool


@home_pages.get("/")
@access(READ)
def home() -> str:
    """Show what Backcast is and the plans that the visitor may see."""
    return flask.render_template("plans/home.html", listed=_listed())


@home_pages.get("/plans/")
@access(READ)
def listed() -> str:
    """Show the plans that the visitor may see."""
    may_add = bool(caller().communities(Role.COORDINATOR))
    return flask.render_template("plans/list.html", listed=_listed(), may_add=may_add)


def _listed() -> list[Listed]:
    with site().database.unit_of_work(read_only=True) as uow:
        plans = find_plans(uow, caller().communities(), public_too=True)
        return [_with_status(uow, plan) for plan in sorted(plans, key=lambda plan: plan.name.casefold())]


def _with_status(uow: UnitOfWork, plan: Plan) -> Listed:
    may_follow = plan.community_id in caller().communities(Role.COORDINATOR, Role.OFFICER)
    return Listed(plan, status_of(uow, plan.id, moment_in(uow, plan.community_id)), may_follow)
