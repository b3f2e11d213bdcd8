"""The pages behind an update link: a person says how it goes, with no account. Looking changes nothing.

The token is the proof that a form was sent on purpose, so nothing here reads a cookie or sets one.
"""

from http import HTTPStatus
from uuid import UUID

import flask
import werkzeug

from services.plans.db.queries.commitments import find_commitment
from services.plans.db.queries.days import today_in
from services.plans.db.queries.history import history_of
from services.plans.db.queries.moderation import waiting_wording
from services.plans.domain.commitments import Commitment
from services.plans.domain.plans import Plan
from services.plans.use_cases.asks import own_open
from services.plans.use_cases.corrections import own_last
from services.plans.use_cases.holders import accept_all, commitment_of, say
from services.plans.use_cases.links import Holder
from services.plans.use_cases.outcomes import NotFound
from services.plans.use_cases.photo_files import photo_store
from services.plans.use_cases.proof_files import MOST_BODY
from services.plans.use_cases.proofs import filed
from services.plans.web.answering import news_since, said_already, take
from services.plans.web.answers import answers_of_owner, preselected
from services.plans.web.forms.link import LinkForm
from services.plans.web.visits import visit_of, visitor
from shared.db.unit_of_work import UnitOfWork
from shared.http.access import OPEN, access
from shared.http.problems import Problem
from shared.http.site import site

link_pages = flask.Blueprint("link_pages", __name__, template_folder="templates", url_prefix="/plans/u")

Answer = werkzeug.Response | tuple[str, int]


@link_pages.get("/<token>")
@access(OPEN)
def listed(token: str) -> str:
    """Show the holder's commitments in this organisation and plan."""
    with site().database.unit_of_work(read_only=True) as uow:
        visit = visit_of(uow, visitor(uow, token))
    accepted = len(visit.accepted_last) if "accepted" in flask.request.args else 0
    return flask.render_template("plans/link.html", token=token, visit=visit, accepted=accepted)


@link_pages.post("/<token>")
@access(OPEN, csrf=False)
def accept(token: str) -> werkzeug.Response:
    """Accept everything that the holder was offered."""
    with site().database.unit_of_work() as uow:
        accept_all(uow, visitor(uow, token))
    return flask.redirect(flask.url_for("link_pages.listed", token=token, accepted="yes"), 303)


@link_pages.get("/<token>/<uuid:commitment_id>")
@access(OPEN)
def shown(token: str, commitment_id: UUID) -> str:
    """Show the form for one commitment, with the answer of the e-mail's link chosen already."""
    with site().database.unit_of_work(read_only=True) as uow:
        commitment = _held(uow, visitor(uow, token), commitment_id)
        form = _form(uow, commitment)
        form.text.data = commitment.text
        wanted = flask.request.args.get("say")
        form.say.data = preselected(wanted, form.answers, commitment)
        has_moved_on = bool(wanted) and form.say.data is None
        return _page(uow, token, commitment, form, has_moved_on=has_moved_on)


@link_pages.post("/<token>/<uuid:commitment_id>")
@access(OPEN, csrf=False, max_body=MOST_BODY)
def answer(token: str, commitment_id: UUID) -> Answer:
    """Record what the holder says, or show the form again with what is wrong."""
    with site().database.unit_of_work(read_only=True) as uow:
        holder = visitor(uow, token)
        commitment = _held(uow, holder, commitment_id)
        form = _form(uow, commitment)
    status = take(form, commitment, lambda: _record(token, commitment_id, form))
    if status is HTTPStatus.SEE_OTHER:
        return _thank(token, commitment_id)
    if status is HTTPStatus.CONFLICT:
        return _show_news(token, holder, commitment_id)
    with site().database.unit_of_work(read_only=True) as uow:
        return _page(uow, token, commitment, form), status


@link_pages.get("/<token>/<uuid:commitment_id>/thanks")
@access(OPEN)
def thanks(token: str, commitment_id: UUID) -> str:
    """Say what was recorded and what is left."""
    with site().database.unit_of_work(read_only=True) as uow:
        holder = visitor(uow, token)
        commitment = _held(uow, holder, commitment_id)
        said = history_of(uow, commitment.id)[-1]
        visit = visit_of(uow, holder)
        may_correct = own_last(uow, holder, commitment.id) is said.update
        wording = waiting_wording(uow, commitment.id)
    left = [each for each in visit.open if each.id != commitment_id]
    return flask.render_template(
        "plans/link_thanks.html",
        token=token,
        visit=visit,
        commitment=commitment,
        said=said,
        left=left,
        may_correct=may_correct,
        wording=wording,
    )


def _record(token: str, commitment_id: UUID, form: LinkForm) -> Commitment:
    store, version, details = photo_store(site().settings), form.expected_version, form.details()
    with filed(store, form.upload) as new, site().database.unit_of_work() as uow:
        holder, proofs = visitor(uow, token), (*form.links, *new.proofs)
        said = say(uow, holder, commitment_id, version, form.action, details, form.need, proofs)
        new.taken = True
        return said


def _show_news(token: str, holder: Holder, commitment_id: UUID) -> Answer:
    """Show what changed since the form was opened, above the form with all that was typed."""
    with site().database.unit_of_work(read_only=True) as uow:
        commitment = _held(uow, holder, commitment_id)
        form = _form(uow, commitment)
        news = news_since(history_of(uow, commitment_id), form)
        if said_already(news, form, holder.person_id):
            return _thank(token, commitment_id)
        form.version.data = str(commitment.version)
        return _page(uow, token, commitment, form, news=news), HTTPStatus.CONFLICT


def _page(uow: UnitOfWork, token: str, commitment: Commitment, form: LinkForm, **more: object) -> str:
    row = find_commitment(uow, commitment.id)
    today = today_in(uow, commitment.community_id)
    holder = visitor(uow, token)
    return flask.render_template(
        "plans/link_form.html",
        token=token,
        row=row,
        plan=uow.session.get_one(Plan, commitment.plan_id),
        form=form,
        today=today,
        own_last=own_last(uow, holder, commitment.id),
        asks=own_open(uow, holder, commitment.id),
        **more,
    )


def _form(uow: UnitOfWork, commitment: Commitment) -> LinkForm:
    form = LinkForm(answers_of_owner(commitment), today_in(uow, commitment.community_id))
    form.version.data = form.version.data or str(commitment.version)
    return form


def _held(uow: UnitOfWork, holder: Holder, commitment_id: UUID) -> Commitment:
    try:
        return commitment_of(uow, holder, commitment_id)
    except NotFound as fault:
        raise Problem.not_found() from fault


def _thank(token: str, commitment_id: UUID) -> werkzeug.Response:
    return flask.redirect(flask.url_for("link_pages.thanks", token=token, commitment_id=commitment_id), 303)
