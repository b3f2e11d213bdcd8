"""The page of an import: what its columns were taken for, its rows, and what would be made of them."""

from uuid import UUID

import flask

from services.plans.domain.matching import ColumnsRefused
from services.plans.domain.plans import Plan
from services.plans.use_cases.matching import Choices
from services.plans.use_cases.outcomes import NotFound
from services.plans.use_cases.previews import find_preview
from services.plans.web.matched import columns_part
from services.plans.web.rows import bad_rows, button, good_rows
from shared.http.problems import Problem
from shared.http.site import site


def preview_page(
    plan_id: UUID, import_id: UUID, *, chosen: Choices | None = None, refusal: ColumnsRefused | None = None
) -> str:
    """Return the page; with what was chosen for the columns and why that cannot be, where it cannot."""
    with site().database.unit_of_work(read_only=True) as uow:
        try:
            preview = find_preview(uow, plan_id, import_id)
        except NotFound as fault:
            raise Problem.not_found() from fault
        plan = uow.session.get_one(Plan, plan_id)
    readable = preview.of.readable
    return flask.render_template(
        "plans/import.html",
        plan=plan,
        preview=preview,
        columns=columns_part(preview, chosen, refusal),
        bad=bad_rows(preview) if readable else [],
        good=good_rows(preview) if readable else [],
        button=button(preview) if readable else None,
    )
