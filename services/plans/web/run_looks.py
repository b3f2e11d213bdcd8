"""The pages on which coordinators say how a 100-day run goes, and what came of it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import flask
import werkzeug

from services.plans.db.queries.days import today_in
from services.plans.db.queries.runs import days_made
from services.plans.use_cases.runs import check_in, end_run
from services.plans.web.forms.run import CheckInForm, ReviewForm
from services.plans.web.rules import COORDINATE
from services.plans.web.runs import done, plan_shown, run_shown, to_run
from shared.db.unit_of_work import UnitOfWork
from shared.http.access import access
from shared.http.caller import caller
from shared.http.site import site

run_look_pages = flask.Blueprint("run_look_pages", __name__, template_folder="templates")

_ONE = "/plans/runs/<uuid:run_id>"
Answer = werkzeug.Response | tuple[str, int]


@run_look_pages.route(f"{_ONE}/check-in", methods=["GET", "POST"])
@access(COORDINATE)
def look(run_id: UUID) -> Answer | str:
    """Show the form of a check-in, or keep what was typed in it."""
    with site().database.unit_of_work(read_only=True) as uow:
        run = run_shown(uow, run_id)
        form = CheckInForm(run.due_checks(today_in(uow, run.community_id), days_made(uow, run_id)))
    return _form_page(
        run_id,
        "plans/run_check_in.html",
        form,
        lambda uow: check_in(
            uow, run_id, caller().person_id, day=int(form.day.data), note=form.note.data or ""
        ),
        "The check-in is kept.",
    )


@run_look_pages.route(f"{_ONE}/review", methods=["GET", "POST"])
@access(COORDINATE)
def review(run_id: UUID) -> Answer | str:
    """Show the form of the review, or end the run with what was typed in it."""
    form = ReviewForm()
    return _form_page(
        run_id,
        "plans/run_review.html",
        form,
        lambda uow: end_run(uow, run_id, form.review, caller().person_id),
        "The run has ended. What is open in it stays in the plan.",
    )


def _form_page(
    run_id: UUID, template: str, form: Any, deed: Callable[[UnitOfWork], object], told: str
) -> Answer | str:
    is_sent = flask.request.method == "POST"
    if is_sent and done(form, deed):
        flask.flash(told, "success")
        return to_run(run_id)
    with site().database.unit_of_work(read_only=True) as uow:
        run = run_shown(uow, run_id)
        html = flask.render_template(template, run=run, plan=plan_shown(uow, run.plan_id), form=form)
    return (html, 400) if is_sent else html
