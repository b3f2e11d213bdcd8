"""A commitment's own page: how it stands, all that was said, and the coordinator's form."""

from http import HTTPStatus
from uuid import UUID

import flask
import werkzeug

from services.plans.db.queries.asks import asks_of
from services.plans.db.queries.assessments import assessments_of
from services.plans.db.queries.assets import built_on, origin_of
from services.plans.db.queries.carry_overs import twins_of
from services.plans.db.queries.commitments import find_commitment
from services.plans.db.queries.days import today_in
from services.plans.db.queries.history import history_of
from services.plans.db.queries.moderation import reader_of_commitment, waiting_wording
from services.plans.db.queries.names import takers_in
from services.plans.db.queries.steps import doers_of
from services.plans.db.queries.supporters import supporters_of
from services.plans.db.queries.waits import waits_about
from services.plans.domain.commitments import NOTHING, Commitment
from services.plans.domain.corrections import correctable_in
from services.plans.domain.plans import Plan
from services.plans.domain.transitions import path
from services.plans.domain.workshops import METHODS
from services.plans.use_cases.links import end_links, holder_for, last_used
from services.plans.use_cases.photo_files import photo_store
from services.plans.use_cases.proof_files import MOST_BODY
from services.plans.use_cases.proofs import filed
from services.plans.use_cases.updates import record_update
from services.plans.web.answering import news_since, take
from services.plans.web.answers import answers_of_coordinator
from services.plans.web.forms.coordinator import CoordinatorForm
from services.plans.web.refusals import refusal_of
from services.plans.web.rules import COORDINATE, READ
from shared.contracts import Role
from shared.db.unit_of_work import UnitOfWork
from shared.http.access import access
from shared.http.caller import caller
from shared.http.problems import Problem
from shared.http.site import site

commitment_pages = flask.Blueprint(
    "commitment_pages", __name__, template_folder="templates", url_prefix="/plans/commitments"
)

Answer = werkzeug.Response | tuple[str, int]


@commitment_pages.get("/<uuid:commitment_id>")
@access(READ)
def shown(commitment_id: UUID) -> str:
    """Show the commitment with its history."""
    with site().database.unit_of_work(read_only=True) as uow:
        commitment = _found(uow, commitment_id)
        return _page(uow, commitment, _form(uow, commitment))


@commitment_pages.post("/<uuid:commitment_id>")
@access(COORDINATE, max_body=MOST_BODY)
def answer(commitment_id: UUID) -> Answer:
    """Record what the coordinator notes down for the owner, or show what is wrong."""
    with site().database.unit_of_work(read_only=True) as uow:
        commitment = _found(uow, commitment_id)
        form = _form(uow, commitment)
    status = take(form, commitment, lambda: _record(commitment, form))
    if status is HTTPStatus.SEE_OTHER:
        flask.flash("It is noted down.", "success")
        return flask.redirect(flask.url_for("commitment_pages.shown", commitment_id=commitment_id), 303)
    with site().database.unit_of_work(read_only=True) as uow:
        commitment = _found(uow, commitment_id)
        if status is HTTPStatus.CONFLICT:
            form = _form(uow, commitment)
        return _page(uow, commitment, form, refused=status), status


@commitment_pages.post("/<uuid:commitment_id>/links")
@access(COORDINATE)
def revoke(commitment_id: UUID) -> werkzeug.Response:
    """End the update links that the contact was sent so far."""
    refusal_of(lambda uow: end_links(uow, commitment_id))
    flask.flash("The links sent so far are ended.", "success")
    return flask.redirect(flask.url_for("commitment_pages.shown", commitment_id=commitment_id), 303)


def _record(commitment: Commitment, form: CoordinatorForm) -> None:
    actor = form.actor(caller().person_id, commitment.organisation_id)
    *steps, last = path(commitment.state, form.action) or (form.action,)
    store, details = photo_store(site().settings), form.details()
    with filed(store, form.upload) as new, site().database.unit_of_work() as uow:
        version, proofs = form.expected_version, (*form.links, *new.proofs)
        for step in steps:
            version = record_update(uow, commitment.id, version, step, NOTHING, actor).version
        record_update(uow, commitment.id, version, last, details, actor, form.need, proofs)
        new.taken = True


def _page(
    uow: UnitOfWork, commitment: Commitment, form: CoordinatorForm, refused: HTTPStatus | None = None
) -> str:
    history = history_of(uow, commitment.id)
    news = news_since(history, form) if refused is HTTPStatus.CONFLICT else []
    form.version.data = str(commitment.version)
    holder = holder_for(commitment)
    within = commitment.community_id in caller().communities()
    reader = reader_of_commitment(uow, commitment.id, within=within)
    return flask.render_template(
        "plans/commitment.html",
        row=find_commitment(uow, commitment.id),
        plan=uow.session.get_one(Plan, commitment.plan_id),
        twins=twins_of(uow, commitment.id, caller().communities()),
        today=today_in(uow, commitment.community_id),
        history=history,
        correctable=correctable_in([said.update for said in history]),
        news=news,
        form=form,
        waits=waits_about(uow, commitment.id, caller().communities()),
        doers=doers_of(uow, commitment.steps),
        supporters=supporters_of(uow, commitment.supporting, commitment.parts),
        origin=origin_of(uow, commitment.id) if within else None,
        assets=built_on(uow, commitment.id) if within else [],
        asks=[each for each in asks_of(uow, commitment.id) if reader.may_read(each.ask.update_id)],
        reader=reader,
        wording=waiting_wording(uow, commitment.id) if within else None,
        methods=METHODS,
        assessed=assessments_of(uow, commitment.id),
        holder=holder,
        link_used=last_used(uow, holder) if holder else None,
        is_member=within,
        may_coordinate=commitment.community_id in caller().communities(Role.COORDINATOR),
    )


def _form(uow: UnitOfWork, commitment: Commitment) -> CoordinatorForm:
    takers = takers_in(uow, commitment.community_id)
    today = today_in(uow, commitment.community_id)
    return CoordinatorForm(answers_of_coordinator(commitment), today, takers)


def _found(uow: UnitOfWork, commitment_id: UUID) -> Commitment:
    commitment = uow.session.get(Commitment, commitment_id)
    if commitment is None:
        raise Problem.not_found()
    return commitment
