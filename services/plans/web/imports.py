"""Bringing in a workshop's sheet: upload it, look at what was read, mend what is wrong, import the rest."""

import csv
import io
from collections.abc import Callable
from uuid import UUID

import flask
import werkzeug

from services.plans.db.queries.imports import imports_of
from services.plans.domain.columns import NEEDED, TITLES, Column
from services.plans.domain.imports import ImportState
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.domain.sheet import SheetRefused
from services.plans.domain.updates import Actor, Channel
from services.plans.use_cases.imports import Upload, answer_name, correct_row, keep_upload
from services.plans.use_cases.outcomes import NotFound
from services.plans.use_cases.previews import Preview, find_preview
from services.plans.use_cases.running import import_or_begin
from services.plans.use_cases.sheet_files import MOST_BODY, too_large
from services.plans.web.forms.upload import UploadForm
from services.plans.web.previews import preview_page
from services.plans.web.rows import outcome
from services.plans.web.rules import COORDINATE
from shared.http.access import access
from shared.http.caller import caller
from shared.http.problems import Problem
from shared.http.site import site

import_pages = flask.Blueprint("import_pages", __name__, template_folder="templates")

TEMPLATE_NAME = "commitments.csv"
HINTS = {
    Column.REFERENCE: "A short code of its own for each commitment, like A7. It tells them apart.",
    Column.HEADING: "The part of the plan that it belongs to.",
    Column.MILESTONE: "What must be true by then; commitments with the same words share it.",
    Column.COMMITMENT: "What will be done, as it was said in the room.",
    Column.ORGANISATION: "Who promised it.",
    Column.CONTACT_NAME: "Who answers for it there.",
    Column.CONTACT_EMAIL: "Where the reminders go; one address.",
    Column.SUPPORTING: "Who helps, with semicolons between them.",
    Column.DUE: "A day like 31/03/2027, or words like “end of March 2027” or “12 months”.",
    Column.EVIDENCE: "What will count as done.",
}


@import_pages.get("/plans/<uuid:plan_id>/import")
@access(COORDINATE)
def new(plan_id: UUID) -> str:
    """Show the form that takes a sheet, and what a sheet holds."""
    return _form_page(plan_id, UploadForm())


@import_pages.post("/plans/<uuid:plan_id>/import")
@access(COORDINATE, max_body=MOST_BODY, max_text=MOST_BODY)
def upload(plan_id: UUID) -> werkzeug.Response | tuple[str, int]:
    """Keep the sheet and show what was read; or say why the file is none."""
    form = UploadForm()
    if not form.validate_on_submit():
        return _form_page(plan_id, form), 400
    try:
        # Read before the transaction, since a large workbook takes a while and others want to write.
        read = _read(form)
    except SheetRefused as refusal:
        form.refuse(str(refusal))
        return _form_page(plan_id, form), 422
    with site().database.unit_of_work() as uow:
        kept = keep_upload(uow, plan_id, read, Actor(channel=Channel.PAGE, person_id=caller().person_id))
    return _to_preview(plan_id, kept.id)


@import_pages.get("/plans/<uuid:plan_id>/import/template.csv")
@access(COORDINATE)
def template(plan_id: UUID) -> flask.Response:  # noqa: ARG001  # The gate reads it.
    """Send a sheet with nothing but our headings, in the letters that Excel expects."""
    text = io.StringIO(newline="")
    csv.writer(text).writerow(TITLES.values())
    return flask.Response(
        text.getvalue().encode("utf-8-sig"),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{TEMPLATE_NAME}"'},
    )


@import_pages.get("/plans/<uuid:plan_id>/imports/<uuid:import_id>")
@access(COORDINATE)
def shown(plan_id: UUID, import_id: UUID) -> str:
    """Show which rows are good, and each bad one with what is wrong, ready to be mended."""
    return preview_page(plan_id, import_id)


@import_pages.post("/plans/<uuid:plan_id>/imports/<uuid:import_id>")
@access(COORDINATE)
def apply(plan_id: UUID, import_id: UUID) -> werkzeug.Response:
    """Make commitments of the rows that are ready."""
    with site().database.unit_of_work() as uow:
        before = _found(lambda: find_preview(uow, plan_id, import_id))
        # Said beforehand, since what is imported then is no longer ready.
        said = outcome(before)
        try:
            after = import_or_begin(uow, import_id, _importer())
        except Refused as refusal:
            flask.flash(str(refusal))
            return _to_preview(plan_id, import_id)
    if after.of.state is ImportState.IMPORTING:
        return _to_preview(plan_id, import_id)
    flask.flash(said, "success")
    if any(line.kept.is_draft for line in after.bad):
        return flask.redirect(flask.url_for("draft_pages.listed", plan_id=plan_id), 303)
    return flask.redirect(flask.url_for("plan_pages.shown", plan_id=plan_id), 303)


@import_pages.post("/plans/<uuid:plan_id>/imports/<uuid:import_id>/rows/<int:number>")
@access(COORDINATE)
def mend(plan_id: UUID, import_id: UUID, number: int) -> werkzeug.Response:
    """Keep what was typed into a row, right or not; the page then says what is still wrong."""
    typed = {Column(name): text for name, text in flask.request.form.items() if name in set(Column)}
    with site().database.unit_of_work() as uow:
        _found(lambda: find_preview(uow, plan_id, import_id))
        try:
            after = _found(lambda: correct_row(uow, import_id, number, typed))
        except Refused as refusal:
            flask.flash(str(refusal))
            return _to_preview(plan_id, import_id)
    if number not in {line.kept.number for line in after.bad}:
        flask.flash(f"Row {number} is ready.", "success")
    return _to_preview(plan_id, import_id)


@import_pages.post("/plans/<uuid:plan_id>/imports/<uuid:import_id>/names")
@access(COORDINATE)
def call(plan_id: UUID, import_id: UUID) -> werkzeug.Response:
    """Keep whom a name means that is like a known organisation's."""
    name, means = (flask.request.form.get(field, "") for field in ("name", "means"))
    with site().database.unit_of_work() as uow:
        _found(lambda: find_preview(uow, plan_id, import_id))
        try:
            answer_name(uow, import_id, name, means)
        except Refused as refusal:
            flask.flash(str(refusal))
    return _to_preview(plan_id, import_id)


@import_pages.errorhandler(413)
def refuse_large(_fault: Exception) -> tuple[str, int]:
    """Show the form again with how large a sheet may be."""
    form = UploadForm(formdata=None)
    form.refuse(too_large(flask.request.content_length))
    return _form_page((flask.request.view_args or {})["plan_id"], form), 413


def _read(form: UploadForm) -> Upload:
    if form.file:
        return Upload.read(form.file.filename or "", form.file.read())
    return Upload.pasted((form.pasted.data or "").encode("utf-8", "surrogatepass"))


def _form_page(plan_id: UUID, form: UploadForm) -> str:
    with site().database.unit_of_work(read_only=True) as uow:
        plan = uow.session.get(Plan, plan_id)
        earlier = imports_of(uow, plan_id)
    if plan is None:
        raise Problem.not_found()
    columns = [(TITLES[column], hint, column in NEEDED) for column, hint in HINTS.items()]
    return flask.render_template(
        "plans/import_new.html", plan=plan, form=form, columns=columns, earlier=earlier
    )


def _importer() -> Actor:
    return Actor(channel=Channel.IMPORT, person_id=caller().person_id)


def _found(look: Callable[[], Preview]) -> Preview:
    try:
        return look()
    except NotFound as fault:
        raise Problem.not_found() from fault


def _to_preview(plan_id: UUID, import_id: UUID) -> werkzeug.Response:
    return flask.redirect(flask.url_for("import_pages.shown", plan_id=plan_id, import_id=import_id), 303)
