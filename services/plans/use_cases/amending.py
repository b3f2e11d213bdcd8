"""Changing a commitment that the plan has already by what a newer sheet says of it."""

from collections.abc import Mapping
from typing import Any

from services.plans.domain.amendments import amend, amendment
from services.plans.domain.commitments import Commitment
from services.plans.domain.steps import SheetStep, steps_of
from services.plans.domain.supporters import parts_of
from services.plans.domain.updates import AMEND, Actor
from services.plans.use_cases.recording import Said, record_all
from services.plans.use_cases.updates import record_update
from shared.db.unit_of_work import UnitOfWork

_FIELDS: Mapping[str, tuple[str, ...]] = {
    "organisation": ("organisation_id", "contact_id"),
    "contact_email": ("organisation_id", "contact_id"),
    "milestone": ("milestone_id",),
    "contact_name": (),
    "coordinates": ("place",),
    "workshop": (),
    "note": (),
    "assets": (),
}
"""Which fields of the commitment a field of the draft speaks of, where that is not the one of its name."""


def amend_commitment(  # noqa: PLR0913, PLR0917  # Who changes what of which, and why: all of it is needed.
    uow: UnitOfWork,
    commitment: Commitment,
    differs: frozenset[str],
    values: Mapping[str, Any],
    source: str,
    actor: Actor,
) -> None:
    """Bring the fields that the sheet says anew to what it says, as far as the commitment's state allows."""
    wanted = _said(commitment, differs, values)
    if "steps" in wanted:
        sheet = [SheetStep(text=step.text, done=step.done) for step in wanted["steps"]]
        wanted["steps"] = steps_of(sheet, commitment.steps, uow.now)
    if not wanted.keys().isdisjoint({"supporting", "parts"}):
        # Whoever supports no more has no part either.
        supporting = wanted.get("supporting", commitment.supporting)
        wanted["parts"] = parts_of(wanted.get("parts", commitment.parts), supporting)
    to_do = amendment(commitment, wanted, source)
    if to_do.action is not None:
        record_update(uow, commitment.id, commitment.version, to_do.action, to_do.details, actor)
    if to_do.values:
        change = amend(commitment, to_do.values, uow.now)
        record_all(uow, [Said(commitment=commitment, action=AMEND, change=change, actor=actor)])


def _said(commitment: Commitment, differs: frozenset[str], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields to set. A sheet without an owner or a contact takes the commitment from nobody."""
    names = {field for name in differs for field in _FIELDS.get(name, (name,))}
    if values["organisation_id"] is None:
        names -= {"organisation_id", "contact_id"}
    elif values["contact_id"] is None and (
        "organisation" not in differs or values["organisation_id"] == commitment.organisation_id
    ):
        names -= {"contact_id"}
    return {name: values[name] for name in names}
