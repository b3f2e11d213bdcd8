"""The page of an import: what its columns were taken for, its rows, and what would be made of them."""

from uuid import UUID

import flask

from services.plans.domain.imports import Import, ImportState
from services.plans.domain.matching import ColumnsRefused
from services.plans.domain.plans import Plan
from services.plans.use_cases.matching import Choices
from services.plans.use_cases.previews import Preview, preview_of
from services.plans.web.matched import columns_part
from services.plans.web.rows import bad_rows, button, good_rows, part_of
from shared.http.problems import Problem
from shared.http.site import site


def preview_page(
    plan_id: UUID, import_id: UUID, *, chosen: Choices | None = None, refusal: ColumnsRefused | None = None
) -> str:
    """Return the page; with what was chosen for the columns and why that cannot be, where it cannot."""
    with site().database.unit_of_work(read_only=True) as uow:
        of = uow.session.get(Import, import_id)
        if of is None or of.plan_id != plan_id:
            raise Problem.not_found()
        running = of.state is ImportState.IMPORTING
        preview = Preview(of=of, lines=(), doubts={}) if running else preview_of(uow, of)
        plan = uow.session.get_one(Plan, plan_id)
    if running:
        return flask.render_template("plans/import_progress.html", plan=plan, of=of)
    readable = preview.of.readable
    part = part_of(bad_rows(preview), good_rows(preview), flask.request.args.get("page", ""))
    return flask.render_template(
        "plans/import.html",
        plan=plan,
        preview=preview,
        columns=columns_part(preview, chosen, refusal),
        part=part,
        bad=part.bad if readable else [],
        good=part.good if readable else [],
        button=button(preview) if readable else None,
    )
