"""The home page and the list of plans."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import flask

from services.plans.db.queries.days import moment_in
from services.plans.db.queries.plans import find_plans
from services.plans.db.queries.status import figures_of
from services.plans.db.queries.tallies import Extent
from services.plans.domain.plans import Plan
from services.plans.domain.status import Scope, Status
from services.plans.web.rules import READ
from shared.contracts import LEADING, Role
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
    leading = caller().communities(*LEADING)
    with site().database.unit_of_work(read_only=True) as uow:
        plans = find_plans(uow, caller().communities(), public_too=True)
        statuses = _statuses(uow, {plan.community_id for plan in plans})
    return [
        Listed(plan, statuses[plan.community_id].of(plan), plan.community_id in leading)
        for plan in sorted(plans, key=lambda plan: plan.name.casefold())
    ]


@dataclass(frozen=True)
class Statuses:
    """How the plans of a community stand, by their keys; a plan without commitments has no figures there."""

    today: date
    by_key: Mapping[str, Status]

    def of(self, plan: Plan) -> Status:
        """Return how the plan stands."""
        return self.by_key.get(plan.id.hex, Status(today=self.today))


def _statuses(uow: UnitOfWork, communities: Iterable[UUID]) -> dict[UUID, Statuses]:
    """Return how all plans of each community stand: these are counted together, not one by one."""
    return {community_id: _statuses_in(uow, community_id) for community_id in communities}


def _statuses_in(uow: UnitOfWork, community_id: UUID) -> Statuses:
    moment = moment_in(uow, community_id)
    figures = figures_of(uow, Extent.community(community_id), moment, [Scope.PLAN])
    return Statuses(moment.day, figures.parts[Scope.PLAN])
