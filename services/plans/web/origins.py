"""The page on which it is noted which workshop a commitment came from, and what it builds on."""

from uuid import UUID

import flask
import werkzeug

from services.plans.db.queries.assets import assets_in_plan, built_on, origin_of
from services.plans.db.queries.commitments import CommitmentRow, find_commitment
from services.plans.db.queries.workshops import find_workshops
from services.plans.domain.plans import Plan
from services.plans.domain.updates import Actor, Channel
from services.plans.use_cases.origins import link_assets, note_origin
from services.plans.web.forms.asset import OriginForm
from services.plans.web.refusals import refusal_of
from services.plans.web.rules import COORDINATE
from shared.db.unit_of_work import UnitOfWork
from shared.http.access import access
from shared.http.caller import caller
from shared.http.problems import Problem
from shared.http.site import site

origin_pages = flask.Blueprint(
    "origin_pages",
    __name__,
    template_folder="templates",
    url_prefix="/plans/commitments/<uuid:commitment_id>/origin",
)

Answer = werkzeug.Response | tuple[str, int]


@origin_pages.get("")
@access(COORDINATE)
def shown(commitment_id: UUID) -> str:
    """Show what is noted, ready to be changed."""
    with site().database.unit_of_work(read_only=True) as uow:
        row = _found(uow, commitment_id)
        return _page(uow, row, _form(uow, row))


@origin_pages.post("")
@access(COORDINATE)
def keep(commitment_id: UUID) -> Answer:
    """Note it, or show why it cannot be."""
    with site().database.unit_of_work(read_only=True) as uow:
        row = _found(uow, commitment_id)
        form = _form(uow, row)
    if not form.validate() or not _noted(commitment_id, form):
        with site().database.unit_of_work(read_only=True) as uow:
            return _page(uow, row, form), 400
    flask.flash("It is noted.", "success")
    return flask.redirect(flask.url_for("commitment_pages.shown", commitment_id=commitment_id), 303)


def _noted(commitment_id: UUID, form: OriginForm) -> bool:
    actor = Actor(channel=Channel.PAGE, person_id=caller().person_id)

    def note(uow: UnitOfWork) -> None:
        note_origin(uow, commitment_id, form.workshop_id, form.note.data or None, actor)
        link_assets(uow, commitment_id, form.asset_ids, actor)

    refusal = refusal_of(note)
    if refusal:
        form.workshop.errors = [*form.workshop.errors, refusal]
    return refusal is None


def _form(uow: UnitOfWork, row: CommitmentRow) -> OriginForm:
    return OriginForm(
        find_workshops(uow, [row.community_id], plan_id=row.plan_id),
        assets_in_plan(uow, row.plan_id),
        origin_of(uow, row.id),
        built_on(uow, row.id),
    )


def _page(uow: UnitOfWork, row: CommitmentRow, form: OriginForm) -> str:
    plan = uow.session.get_one(Plan, row.plan_id)
    return flask.render_template("plans/origin.html", row=row, plan=plan, form=form)


def _found(uow: UnitOfWork, commitment_id: UUID) -> CommitmentRow:
    row = find_commitment(uow, commitment_id)
    if row is None:
        raise Problem.not_found()
    return row
