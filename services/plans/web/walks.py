"""The walk sheet, for people without e-mail, and the page where what they said is typed in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

import flask
import segno
import werkzeug
from markupsafe import Markup

from services.plans.db.queries.commitments import PAGE, CommitmentRow, find_commitments
from services.plans.db.queries.days import today_in
from services.plans.db.queries.filters import Filters
from services.plans.db.queries.names import owners_among
from services.plans.db.queries.orders import SORTINGS, Order, Place
from services.plans.domain.codes import code_of, read_code
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.use_cases.spoken import coded_in, note_down
from services.plans.web.forms.walk import MISTYPED, NO_NOTE, WalkRow, rows_typed, said_choices
from services.plans.web.rules import COORDINATE
from shared.db.unit_of_work import UnitOfWork
from shared.http.access import access
from shared.http.caller import caller
from shared.http.pages import key_of, page_of, strange_cursor
from shared.http.problems import Problem
from shared.http.site import site

walk_pages = flask.Blueprint("walk_pages", __name__, template_folder="templates")

Codes = Mapping[str, list[UUID]]


@dataclass(frozen=True)
class Slip:
    """A commitment on the sheet, with its code and the picture that leads to its page."""

    row: CommitmentRow
    code: str
    picture: Markup


@walk_pages.get("/plans/<uuid:plan_id>/walk")
@access(COORDINATE)
def sheet(plan_id: UUID) -> str:
    """Show what is open, of all or of one organisation, to be printed and taken along."""
    with site().database.unit_of_work(read_only=True) as uow:
        plan = _plan(uow, plan_id)
        today = today_in(uow, plan.community_id)
        owners = owners_among(uow, Filters(plan_id=plan_id, open=True), today)
        owner = next((each for each in owners if str(each) == flask.request.args.get("organisation")), None)
        wanted = Filters(plan_id=plan_id, open=True, organisation=owner)
        rows = find_commitments(uow, wanted, today, after=_place(), limit=PAGE + 1)
    page = page_of(rows, PAGE, lambda row: row.stands().told)
    return flask.render_template(
        "plans/walk.html",
        plan=plan,
        today=today,
        owners=owners,
        owner=owner,
        slips=[_slip(row) for row in page.items],
        more=page.next,
    )


@walk_pages.get("/plans/<uuid:plan_id>/walk/answers")
@access(COORDINATE)
def answers(plan_id: UUID) -> str:
    """Show the empty rows."""
    return _answers_page(plan_id, rows_typed({}))


@walk_pages.post("/plans/<uuid:plan_id>/walk/answers")
@access(COORDINATE)
def note_answers(plan_id: UUID) -> werkzeug.Response | tuple[str, int]:
    """Note down the rows that can be, and show the others again as they were typed."""
    with site().database.unit_of_work(read_only=True) as uow:
        codes = coded_in(uow, plan_id)
    rows = rows_typed(flask.request.form)
    noted = sum(1 for row in rows if not row.empty and _noted(row, codes))
    left = [row for row in rows if row.errors]
    if noted:
        told = "1 answer is noted down." if noted == 1 else f"{noted} answers are noted down."
        flask.flash(told if not left else f"{told} What could not be noted is still below.", "success")
    if left:
        kept = [row if row.errors else WalkRow(row.number) for row in rows]
        return _answers_page(plan_id, kept), 400
    return flask.redirect(flask.url_for("walk_pages.answers", plan_id=plan_id), 303)


def _noted(row: WalkRow, codes: Codes) -> bool:
    """Note the row down, in a transaction of its own, or keep in it why that cannot be."""
    commitment_id = _named(row, codes)
    if commitment_id is None or row.spoken is None or row.errors:
        return False
    try:
        with site().database.unit_of_work() as uow:
            note_down(uow, commitment_id, row.spoken, row.note or None, caller().person_id)
    except Refused as refusal:
        lacking = bool(getattr(refusal, "missing", ()))
        row.errors["note" if lacking else "said"] = NO_NOTE if lacking else str(refusal).rstrip(".")
    return not row.errors


def _named(row: WalkRow, codes: Codes) -> UUID | None:
    """Return the commitment that the row's code names, or keep in the row why there is none."""
    code = read_code(row.code)
    found = codes.get(code or "", [])
    if code is None:
        row.errors["code"] = MISTYPED if row.code else "Type the code from the sheet"
    elif len(found) != 1:
        row.errors["code"] = (
            "Two commitments have this code. Note it down on the commitment's own page"
            if found
            else "No commitment of this plan has this code"
        )
    return found[0] if len(found) == 1 else None


def _answers_page(plan_id: UUID, rows: list[WalkRow]) -> str:
    with site().database.unit_of_work(read_only=True) as uow:
        plan = _plan(uow, plan_id)
    return flask.render_template(
        "plans/walk_answers.html",
        plan=plan,
        rows=rows,
        said_choices=said_choices,
        errors=list(_errors(rows)),
    )


def _errors(rows: list[WalkRow]) -> Iterator[dict[str, str]]:
    for row in rows:
        for name in ("code", "said", "note"):
            if name in row.errors:
                yield {"text": f"Row {row.number}: {row.errors[name]}", "href": f"#{row.id_of(name)}"}


def _slip(row: CommitmentRow) -> Slip:
    path = flask.url_for("commitment_pages.shown", commitment_id=row.id)
    address = f"{site().settings.base_url.rstrip('/')}{path}"
    # The library makes it of numbers alone, so nothing in it wants escaping.
    picture = Markup(segno.make(address, error="m", micro=False).svg_inline(omitsize=True, border=2))  # noqa: S704
    return Slip(row, code_of(row.id), picture)


def _place() -> Place | None:
    try:
        return SORTINGS[Order.DUE].place(key_of(flask.request.args.get("after")))
    except ValueError as fault:
        raise strange_cursor() from fault


def _plan(uow: UnitOfWork, plan_id: UUID) -> Plan:
    plan = uow.session.get(Plan, plan_id)
    if plan is None:
        raise Problem.not_found()
    return plan
