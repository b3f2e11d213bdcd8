"""How the API shows an import with its columns and rows."""

from typing import Any

from services.plans.api import import_schemas as schemas
from services.plans.domain.imports import ImportState
from services.plans.use_cases.fates import Fate, Line
from services.plans.use_cases.previews import Preview
from services.plans.use_cases.samples import samples_of


def shown(preview: Preview) -> dict[str, Any]:
    """Return the import with all its rows, or while it is being imported, only how far it is."""
    of = preview.of
    own = {name: getattr(of, name) for name in schemas.ImportSummary().fields}
    if of.state is ImportState.IMPORTING:
        return own
    counts = {"ready": len(preview.ready), "bad": len(preview.bad), "doubts": preview.doubts}
    faults = [] if of.columns is None else of.matching.faults()
    columns = {"columns": _columns(preview), "not_understood": [fault.reason for fault in faults]}
    return own | counts | columns | {"rows": [_row(line) for line in preview.lines]}


def _columns(preview: Preview) -> list[dict[str, Any]]:
    samples = samples_of(preview)
    return [
        {"column": each.letters, "heading": each.name, "field": each.field, "samples": samples[each.name]}
        for each in preview.of.matching.columns
    ]


def _row(line: Line) -> dict[str, Any]:
    kept, checked = line.kept, line.checked
    over = line.fate in {Fate.DONE, Fate.FINISHED, Fate.DROPPED}
    return {
        "number": kept.number,
        "fate": line.fate,
        "cells": kept.cells,
        "others": kept.others,
        "typed": kept.typed,
        "commitment_id": kept.commitment_id,
        "draft_id": kept.draft_id if kept.is_draft else None,
        "faults": () if over else checked.faults,
        "warnings": () if over else checked.warnings,
    }
