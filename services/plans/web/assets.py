"""The page on which coordinators write down what a workshop found that is good already."""

from uuid import UUID

import flask
import werkzeug

from services.plans.db.queries.assets import assets_of
from services.plans.domain.workshops import METHODS
from services.plans.use_cases.assets import add_assets, remove_asset, reword_asset
from services.plans.web.forms.asset import NewAssetsForm, fault_of_asset
from services.plans.web.refusals import refusal_of
from services.plans.web.rules import COORDINATE
from services.plans.web.workshops import workshop_row
from shared.http.access import access
from shared.http.fields import fault_of_text
from shared.http.site import site

asset_pages = flask.Blueprint(
    "asset_pages",
    __name__,
    template_folder="templates",
    url_prefix="/plans/workshops/<uuid:workshop_id>/assets",
)

Answer = werkzeug.Response | tuple[str, int]


@asset_pages.get("")
@access(COORDINATE)
def shown(workshop_id: UUID) -> str:
    """Show what is written down so far, and the form for more."""
    return _page(workshop_id, NewAssetsForm())


@asset_pages.post("")
@access(COORDINATE)
def add(workshop_id: UUID) -> Answer:
    """Write down what was typed, an asset a line, or show what is wrong with it."""
    form = NewAssetsForm()
    if not form.validate() or not _added(workshop_id, form):
        return _page(workshop_id, form), 400
    flask.flash("It is written down.", "success")
    return _back(workshop_id)


@asset_pages.post("/<uuid:asset_id>")
@access(COORDINATE)
def reword(workshop_id: UUID, asset_id: UUID) -> Answer:
    """Keep the asset in other words, or show what is wrong with them."""
    typed = " ".join(flask.request.form.get("words", "").split())
    fault = fault_of_asset(typed) or fault_of_text(typed, lines=False)
    if fault is not None:
        return _page(workshop_id, NewAssetsForm(None), wrong=(asset_id, typed, fault)), 400
    refusal_of(lambda uow: reword_asset(uow, workshop_id, asset_id, typed))
    flask.flash("It is changed.", "success")
    return _back(workshop_id)


@asset_pages.post("/<uuid:asset_id>/remove")
@access(COORDINATE)
def remove(workshop_id: UUID, asset_id: UUID) -> werkzeug.Response:
    """Take the asset from the workshop, or say why it stays."""
    refusal = refusal_of(lambda uow: remove_asset(uow, workshop_id, asset_id))
    flask.flash(refusal or "It is removed.", "message" if refusal else "success")
    return _back(workshop_id)


def _added(workshop_id: UUID, form: NewAssetsForm) -> bool:
    refusal = refusal_of(lambda uow: add_assets(uow, workshop_id, form.texts))
    if refusal:
        form.text.errors = [*form.text.errors, refusal]
    return refusal is None


def _page(workshop_id: UUID, form: NewAssetsForm, wrong: tuple[UUID, str, str] | None = None) -> str:
    with site().database.unit_of_work(read_only=True) as uow:
        row = workshop_row(uow, workshop_id)
        assets = assets_of(uow, workshop_id)
    return flask.render_template(
        "plans/assets.html", row=row, assets=assets, form=form, wrong=wrong, methods=METHODS
    )


def _back(workshop_id: UUID) -> werkzeug.Response:
    return flask.redirect(flask.url_for("asset_pages.shown", workshop_id=workshop_id), 303)
