"""Drafts: rows that nobody understood, to be finished in the form of a commitment or thrown away."""

from collections.abc import Mapping
from uuid import UUID

import flask
import werkzeug

from services.plans.db.queries.roadmap import milestones_of
from services.plans.domain.columns import TITLES, Column
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.domain.updates import Actor, Channel
from services.plans.use_cases.drafts import day_of, drafts_by_import, the_draft, throw_away
from services.plans.use_cases.fates import Line
from services.plans.use_cases.finishing import Unfinished, finish_draft
from services.plans.use_cases.outcomes import NotFound
from services.plans.use_cases.previews import Preview
from services.plans.web.forms.draft import DraftForm
from services.plans.web.rules import COORDINATE
from shared.http.access import access
from shared.http.caller import caller
from shared.http.problems import Problem
from shared.http.site import site

draft_pages = flask.Blueprint(
    "draft_pages", __name__, template_folder="templates", url_prefix="/plans/<uuid:plan_id>/drafts"
)

Answer = werkzeug.Response | tuple[str, int]


@draft_pages.get("")
@access(COORDINATE)
def listed(plan_id: UUID) -> str:
    """Show the drafts that wait, by the sheets that they came with, and what is wrong with each."""
    with site().database.unit_of_work(read_only=True) as uow:
        plan = uow.session.get(Plan, plan_id)
        if plan is None:
            raise Problem.not_found()
        sheets = drafts_by_import(uow, plan_id)
    return flask.render_template("plans/drafts.html", plan=plan, sheets=sheets, titles=TITLES, columns=Column)


@draft_pages.get("/<uuid:draft_id>")
@access(COORDINATE)
def shown(plan_id: UUID, draft_id: UUID) -> str:
    """Show the draft in the form of a commitment, with what is wrong beside the fields."""
    plan, preview, line, form = _opened(plan_id, draft_id)
    form.tell(line.checked.faults)
    return _page(plan, preview, line, form)


@draft_pages.post("/<uuid:draft_id>")
@access(COORDINATE)
def finish(plan_id: UUID, draft_id: UUID) -> Answer:
    """Make a commitment of what was typed, or say what is still wrong."""
    plan, preview, line, form = _opened(plan_id, draft_id)
    if not form.validate():
        return _page(plan, preview, line, form), 400
    doubts = _refused(plan_id, draft_id, form)
    if doubts is not None:
        return _page(plan, preview, line, form, doubts), 422
    flask.flash(f"In the plan now: {' '.join((form.text.data or '').split())}", "success")
    return _away(plan_id)


@draft_pages.get("/<uuid:draft_id>/remove")
@access(COORDINATE)
def asked(plan_id: UUID, draft_id: UUID) -> str:
    """Ask whether the draft shall go."""
    plan, preview, line, _ = _opened(plan_id, draft_id)
    return _removal(plan, preview, line)


@draft_pages.post("/<uuid:draft_id>/remove")
@access(COORDINATE)
def remove(plan_id: UUID, draft_id: UUID) -> Answer:
    """Throw the draft away, if the person said that they are sure."""
    plan, preview, line, _ = _opened(plan_id, draft_id)
    if flask.request.form.get("sure") != "yes":
        return _removal(plan, preview, line), 400
    try:
        with site().database.unit_of_work() as uow:
            throw_away(uow, plan_id, draft_id)
    except Refused as refusal:
        flask.flash(str(refusal))
    else:
        flask.flash("The draft is thrown away.", "success")
    return _away(plan_id)


def _refused(plan_id: UUID, draft_id: UUID, form: DraftForm) -> Mapping[str, str] | None:
    """Finish it, or show in the form why that cannot be; return then which names are in doubt."""
    actor = Actor(channel=Channel.PAGE, person_id=caller().person_id)
    try:
        with site().database.unit_of_work() as uow:
            finish_draft(uow, plan_id, draft_id, form.cells, actor, new_names=form.new_names.data)
    except Unfinished as unfinished:
        form.tell(unfinished.faults)
        return unfinished.doubts
    except NotFound as fault:
        raise Problem.not_found() from fault
    except Refused as refusal:
        form.reference.errors = [*form.reference.errors, str(refusal)]
        return {}
    return None


def _opened(plan_id: UUID, draft_id: UUID) -> tuple[Plan, Preview, Line, DraftForm]:
    with site().database.unit_of_work(read_only=True) as uow:
        try:
            preview, line = the_draft(uow, plan_id, draft_id)
        except NotFound as fault:
            raise Problem.not_found() from fault
        plan = uow.session.get_one(Plan, plan_id)
        form = DraftForm(plan.headings, milestones_of(uow, plan_id), line.checked, day_of(preview, line))
    return plan, preview, line, form


def _page(
    plan: Plan, preview: Preview, line: Line, form: DraftForm, doubts: Mapping[str, str] | None = None
) -> str:
    doubted = preview.doubts.keys() | (doubts or {}).keys()
    asks = any(fault.column in {Column.ORGANISATION, Column.SUPPORTING} for fault in line.checked.faults)
    return flask.render_template(
        "plans/draft.html",
        plan=plan,
        of=preview.of,
        line=line,
        form=form,
        asks=bool(doubts or (doubted and asks)),
    )


def _removal(plan: Plan, preview: Preview, line: Line) -> str:
    return flask.render_template(
        "plans/draft_remove.html", plan=plan, of=preview.of, line=line, titles=TITLES
    )


def _away(plan_id: UUID) -> werkzeug.Response:
    """Lead to the drafts that are left, or back to the plan."""
    return flask.redirect(flask.url_for("draft_pages.listed", plan_id=plan_id), 303)
