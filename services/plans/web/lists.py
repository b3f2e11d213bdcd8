"""The list of commitments, of one plan or of all that the visitor may see, a page at a time."""

from dataclasses import replace
from datetime import date

import flask
from werkzeug.datastructures import MultiDict

from services.plans.db.queries.commitments import PAGE, CommitmentRow, find_commitments
from services.plans.db.queries.days import today_here, today_in
from services.plans.db.queries.filters import Filters
from services.plans.db.queries.names import owners_among
from services.plans.db.queries.orders import SORTINGS, Order
from services.plans.db.queries.plans import find_plans
from services.plans.db.queries.roadmap import milestones_of
from services.plans.db.queries.runs import runs_of
from services.plans.domain.plans import Plan
from services.plans.domain.searches import words_of
from services.plans.web.forms.filters import FilterForm, Offered
from services.plans.web.rules import READ
from shared.contracts import Role
from shared.db.unit_of_work import UnitOfWork
from shared.http.access import access
from shared.http.caller import caller
from shared.http.pages import Page, key_of, page_of, strange_cursor
from shared.http.site import site

list_pages = flask.Blueprint("list_pages", __name__, template_folder="templates")


@list_pages.get("/plans/commitments/")
@access(READ)
def shown() -> str | tuple[str, int]:
    """Show a page of the commitments that the visitor may see and the filters leave, by due date."""
    asked = flask.request.args
    with site().database.unit_of_work(read_only=True) as uow:
        seen = find_plans(uow, caller().communities(), public_too=True)
        plan = next((each for each in seen if str(each.id) == asked.get("plan")), None)
        today = today_in(uow, plan.community_id) if plan else today_here(uow, caller().communities())
        form = FilterForm(asked, _offered(uow, seen, plan, today))
        page = _page(uow, form, today) if form.validate() else Page[CommitmentRow]([])
    html = flask.render_template(
        "plans/commitments.html",
        plan=plan,
        form=form,
        page=page,
        today=today,
        sought=words_of(form.q.data),
        first=address(asked),
        more=address(asked, after=page.next) if page.next else None,
        contacts=caller().communities(Role.COORDINATOR),
    )
    return (html, 400) if form.errors else html


def address(asked: MultiDict[str, str], **changed: str) -> str:
    """Return the list's address with what was asked for; without a cursor it is the first page's."""
    kept: dict[str, list[str]] = {
        name: values for name, values in asked.lists() if name != "after" and any(values)
    }
    return flask.url_for("list_pages.shown", **kept, **changed)  # type: ignore[arg-type]  # Lists are fine.


def _page(uow: UnitOfWork, form: FilterForm, today: date) -> Page[CommitmentRow]:
    try:
        place = SORTINGS[Order.DUE].place(key_of(flask.request.args.get("after")))
    except ValueError as fault:
        raise strange_cursor() from fault
    filters = replace(_visible(), **form.wanted())
    found = find_commitments(uow, filters, today, after=place, limit=PAGE + 1)
    return page_of(found, PAGE, lambda row: row.stands().told)


def _offered(uow: UnitOfWork, seen: list[Plan], plan: Plan | None, today: date) -> Offered:
    """Return what there is to choose from; steps and runs are those of the plan, once one is chosen."""
    by_name = sorted(seen, key=lambda each: each.name.casefold())
    within = replace(_visible(), plan_id=plan.id if plan else None)
    steps = milestones_of(uow, plan.id) if plan else []
    return Offered(
        plans={each.id: each.name for each in by_name},
        organisations=owners_among(uow, within, today),
        steps={step.id: step.text for step in steps},
        runs={run.id: run.title for run in runs_of(uow, plan.id)} if plan else {},
    )


def _visible() -> Filters:
    return Filters(communities=caller().communities(), public_too=True)
