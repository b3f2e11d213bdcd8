"""A plan's own page, and the form that makes a plan."""

from datetime import date
from uuid import UUID

import flask
import werkzeug

from services.plans.db.queries.asks import open_asks
from services.plans.db.queries.consents import consents_of
from services.plans.db.queries.days import moment_in, today_in
from services.plans.db.queries.moderation import count_waiting, reader_of_plan
from services.plans.db.queries.names import communities_named
from services.plans.db.queries.roadmap import Roadmap, Step, roadmap_of
from services.plans.db.queries.workshops import find_workshops
from services.plans.domain.licences import TERMS, Licence
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.domain.timeline import Mark, marks_between
from services.plans.domain.workshops import METHODS
from services.plans.use_cases.outcomes import Conflict
from services.plans.use_cases.plans import PlanDetails, change_plan, create_plan
from services.plans.web.forms.plan import PlanChangeForm, PlanForm
from services.plans.web.rules import COORDINATE, READ
from services.plans.web.widget import snippet
from shared.contracts import LEADING, Role
from shared.http.access import access
from shared.http.caller import caller
from shared.http.problems import Problem
from shared.http.site import site

CHANGED_MEANWHILE = "Somebody else changed the plan in the meantime. Send this again if it still holds"

plan_pages = flask.Blueprint("plan_pages", __name__, template_folder="templates")


@plan_pages.get("/plans/<uuid:plan_id>")
@access(READ)
def shown(plan_id: UUID) -> str:
    """Show the plan as a backcast roadmap, from the horizon back to today."""
    roadmap = _roadmap(plan_id)
    community_id = roadmap.plan.community_id
    with site().database.unit_of_work(read_only=True) as uow:
        # Workshops are the community's own, even where the plan is everybody's.
        within = caller().communities() & {community_id}
        led_here = find_workshops(uow, within, plan_id=plan_id)
        agreed = consents_of(uow, plan_id, within=bool(within))
        reader = reader_of_plan(uow, plan_id, within=bool(within))
        asks = [each for each in open_asks(uow, plan_id) if reader.may_read(each.ask.update_id)]
        waiting = count_waiting(uow, plan_id)
    return flask.render_template(
        "plans/plan.html",
        roadmap=roadmap,
        led_here=led_here,
        consents=agreed,
        asks=asks,
        waiting=waiting,
        methods=METHODS,
        ahead=[step for step in roadmap.steps if _is_ahead(step, roadmap.today)],
        marks=_marks(roadmap),
        behind=[step for step in roadmap.steps if not _is_ahead(step, roadmap.today)],
        terms=TERMS[roadmap.plan.licence],
        snippet=snippet(roadmap.plan),
        is_member=community_id in caller().communities(),
        may_follow=community_id in caller().communities(*LEADING),
        may_coordinate=community_id in caller().communities(Role.COORDINATOR),
    )


@plan_pages.get("/plans/new")
@access(COORDINATE)
def new() -> str:
    """Show the empty form of a plan."""
    return flask.render_template("plans/new.html", form=_form())


@plan_pages.post("/plans/new")
@access(COORDINATE)
def create() -> werkzeug.Response | tuple[str, int]:
    """Make the plan, or say what the form still lacks."""
    form = _form()
    if not form.validate_on_submit():
        return flask.render_template("plans/new.html", form=form), 400
    with site().database.unit_of_work() as uow:
        plan = create_plan(
            uow,
            form.community_id,
            name=form.name.data or "",
            vision=form.vision,
            horizon=form.horizon_day,
            public=form.public.data,
            moderated=form.moderated.data,
            licence=Licence(form.licence.data),
        )
    flask.flash(
        "The plan is made. Now bring in its commitments from a sheet, or write them down one by one.",
        "success",
    )
    return flask.redirect(flask.url_for("plan_pages.shown", plan_id=plan.id), 303)


@plan_pages.get("/plans/<uuid:plan_id>/edit")
@access(COORDINATE)
def edit(plan_id: UUID) -> str:
    """Show the plan's name, vision, horizon and headings, ready to be changed."""
    plan = _plan(plan_id)
    return flask.render_template("plans/edit.html", plan=plan, form=_change_form(plan))


@plan_pages.post("/plans/<uuid:plan_id>/edit")
@access(COORDINATE)
def change(plan_id: UUID) -> werkzeug.Response | tuple[str, int]:
    """Change the plan, unless somebody else changed it since the form was opened."""
    plan = _plan(plan_id)
    form = _change_form(plan)
    if not form.validate() or not _changed(plan_id, form):
        return flask.render_template("plans/edit.html", plan=plan, form=form), 400
    flask.flash("The plan is changed.", "success")
    return flask.redirect(flask.url_for("plan_pages.shown", plan_id=plan_id), 303)


def _changed(plan_id: UUID, form: PlanChangeForm) -> bool:
    """Do it, or show in the form why it cannot be done."""
    details = PlanDetails(
        name=form.name.data,
        vision=form.vision,
        horizon=form.horizon_day,
        headings=form.heading_lines,
        public=form.public.data,
        moderated=form.moderated.data,
        licence=Licence(form.licence.data),
    )
    try:
        with site().database.unit_of_work() as uow:
            change_plan(uow, plan_id, form.expected_version, details)
    except Conflict as conflict:
        form.name.errors = [*form.name.errors, CHANGED_MEANWHILE]
        form.version.data = str(conflict.current.version)
        return False
    except Refused as refusal:
        form.headings.errors = [*form.headings.errors, str(refusal)]
        return False
    return True


def _change_form(plan: Plan) -> PlanChangeForm:
    with site().database.unit_of_work(read_only=True) as uow:
        return PlanChangeForm(plan, today_in(uow, plan.community_id))


def _plan(plan_id: UUID) -> Plan:
    with site().database.unit_of_work(read_only=True) as uow:
        plan = uow.session.get(Plan, plan_id)
    if plan is None:
        raise Problem.not_found()
    return plan


def _form() -> PlanForm:
    with site().database.unit_of_work(read_only=True) as uow:
        choices = communities_named(uow, caller().communities(Role.COORDINATOR))
    return PlanForm(choices, site().clock().date())


def _roadmap(plan_id: UUID) -> Roadmap:
    with site().database.unit_of_work(read_only=True) as uow:
        plan = uow.session.get(Plan, plan_id)
        if plan is None:
            raise Problem.not_found()
        return roadmap_of(uow, plan, moment_in(uow, plan.community_id))


def _marks(roadmap: Roadmap) -> list[Mark[Step]]:
    dated = [(step.milestone.target, step) for step in roadmap.steps if step.milestone.target]
    return marks_between(roadmap.today, roadmap.plan.horizon, dated)


def _is_ahead(step: Step, today: date) -> bool:
    """Return whether the step lies between the horizon and today; undated ones stand behind today."""
    return step.milestone.target is not None and step.milestone.target >= today
