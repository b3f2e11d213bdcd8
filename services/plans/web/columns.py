"""Correcting what the columns of a sheet were taken for."""

from collections.abc import Callable, Mapping
from uuid import UUID

import flask
import werkzeug

from services.plans.domain.columns import Column
from services.plans.domain.matching import ColumnsRefused
from services.plans.domain.refusals import Refused
from services.plans.use_cases.matching import Choices, choose_columns
from services.plans.use_cases.outcomes import NotFound
from services.plans.use_cases.previews import Preview, find_preview
from services.plans.web.matched import PREFIX
from services.plans.web.previews import preview_page
from services.plans.web.rules import COORDINATE
from shared.http.access import access
from shared.http.problems import Problem
from shared.http.site import site

column_pages = flask.Blueprint("column_pages", __name__, template_folder="templates")


@column_pages.post("/plans/<uuid:plan_id>/imports/<uuid:import_id>/columns")
@access(COORDINATE)
def choose(plan_id: UUID, import_id: UUID) -> werkzeug.Response | tuple[str, int]:
    """Read the sheet again as was chosen; choices that cannot be are told about, and kept."""
    with site().database.unit_of_work() as uow:
        try:
            preview = find_preview(uow, plan_id, import_id)
        except NotFound as fault:
            raise Problem.not_found() from fault
        chosen = _chosen(preview, flask.request.form)
        refusal = _refusal(lambda: choose_columns(uow, import_id, chosen))
    if isinstance(refusal, ColumnsRefused):
        return preview_page(plan_id, import_id, chosen=chosen, refusal=refusal), 422
    flask.flash(str(refusal) if refusal else "The sheet is read again.", "" if refusal else "success")
    return flask.redirect(flask.url_for("import_pages.shown", plan_id=plan_id, import_id=import_id), 303)


def _refusal(deed: Callable[[], object]) -> Refused | None:
    try:
        deed()
    except Refused as refusal:
        return refusal
    return None


def _chosen(preview: Preview, form: Mapping[str, str]) -> Choices:
    """Return what the form says of the columns that it names."""
    fields = {field.value: field for field in Column}
    places = {each.name: f"{PREFIX}{each.letters}" for each in preview.of.matching.columns}
    return {name: fields.get(form[place]) for name, place in places.items() if place in form}
