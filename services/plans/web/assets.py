"""The page on which coordinators write down what a workshop found that is good already."""

from uuid import UUID

import flask
import werkzeug

from services.plans.db.queries.assets import assets_of
from services.plans.domain.refusals import Refused
from services.plans.domain.workshops import METHODS
from services.plans.use_cases.assets import add_assets, remove_asset
from services.plans.web.forms.asset import NewAssetsForm
from services.plans.web.rules import COORDINATE
from services.plans.web.workshops import workshop_row
from shared.http.access import access
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


@asset_pages.post("/<uuid:asset_id>/remove")
@access(COORDINATE)
def remove(workshop_id: UUID, asset_id: UUID) -> werkzeug.Response:
    """Take the asset from the workshop, or say why it stays."""
    try:
        with site().database.unit_of_work() as uow:
            remove_asset(uow, workshop_id, asset_id)
    except Refused as refusal:
        flask.flash(str(refusal))
    else:
        flask.flash("It is removed.", "success")
    return _back(workshop_id)


def _added(workshop_id: UUID, form: NewAssetsForm) -> bool:
    try:
        with site().database.unit_of_work() as uow:
            add_assets(uow, workshop_id, form.texts)
    except Refused as refusal:
        form.text.errors = [*form.text.errors, str(refusal)]
        return False
    return True


def _page(workshop_id: UUID, form: NewAssetsForm) -> str:
    with site().database.unit_of_work(read_only=True) as uow:
        row = workshop_row(uow, workshop_id)
        assets = assets_of(uow, workshop_id)
    return flask.render_template("plans/assets.html", row=row, assets=assets, form=form, methods=METHODS)


def _back(workshop_id: UUID) -> werkzeug.Response:
    return flask.redirect(flask.url_for("asset_pages.shown", workshop_id=workshop_id), 303)
