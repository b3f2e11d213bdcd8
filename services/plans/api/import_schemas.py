"""What the API reads and writes about imports."""

import json
from typing import Any

from marshmallow import ValidationError, fields

from services.plans.domain.columns import Column
from services.plans.domain.drafts import LONGEST
from services.plans.domain.imports import ImportState
from services.plans.use_cases.fates import Fate
from shared.http.fields import Bool, Id, Instant, Int, QueryBool, StrictSchema, Text

FILE_NAME = 200
_LONGEST_HEADING = 5000
_LONGEST_CELL = max(LONGEST.values()) * 2


class ChosenColumns(fields.String):
    """What columns hold, where a text is all that can be sent."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        text = super()._deserialize(value, attr, data, **options)
        try:
            chosen = json.loads(text)
        except (ValueError, RecursionError) as fault:
            raise ValidationError("Must be a JSON object of headings and fields.") from fault
        found = Columns().load({"columns": chosen})
        return found["columns"]


class ImportQuery(StrictSchema):
    """How to take the sheet."""

    dry_run = QueryBool(
        load_default=False,
        metadata={"description": "Only say what would be imported; the preview can be applied later."},
    )
    columns = ChosenColumns(
        metadata={
            "description": (
                'What columns hold, as a JSON object of headings and fields, such as {"Deadline": "due"}; '
                "null leaves one out. A form may send it as a part of its own."
            )
        }
    )
    file_name = Text(FILE_NAME, metadata={"description": "The file's name, where the body is its bytes."})


class SheetColumn(StrictSchema):
    """A column of the sheet, and what it was taken for."""

    column = fields.String(required=True, metadata={"description": "Its letters, such as B."})
    heading = fields.String(
        required=True, metadata={"description": "Its heading, or “Column B” without one."}
    )
    field = fields.Enum(Column, by_value=True, required=True, allow_none=True)
    samples = fields.List(
        fields.String(), required=True, metadata={"description": "What stands in it first."}
    )


class Columns(StrictSchema):
    """What columns hold, by headings; null leaves one out, and those not named stay as they are."""

    columns = fields.Dict(
        keys=Text(_LONGEST_HEADING), values=fields.Enum(Column, by_value=True, allow_none=True), required=True
    )


class CellFault(StrictSchema):
    """What is wrong with a cell, or worth knowing about it."""

    column = fields.Enum(Column, by_value=True, required=True)
    typed = fields.String(required=True)
    reason = fields.String(required=True)
    remedy = fields.String(required=True)


class ImportRow(StrictSchema):
    """One line of the sheet with what becomes of it. `typed` is what the file held, if it was mended."""

    number = Int(required=True, metadata={"description": "The row as the spreadsheet program counts it."})
    fate = fields.Enum(Fate, by_value=True, required=True)
    cells = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    others = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    typed = fields.Dict(keys=fields.String(), values=fields.String(), required=True, allow_none=True)
    commitment_id = Id(required=True, allow_none=True)
    draft_id = Id(required=True, allow_none=True, metadata={"description": "The draft that it waits as."})
    faults = fields.List(fields.Nested(CellFault), required=True)
    warnings = fields.List(fields.Nested(CellFault), required=True)


class ImportSummary(StrictSchema):
    """One upload of a sheet for a plan. Its version counts how often rows of it were applied."""

    id = Id(required=True)
    version = Int(required=True)
    community_id = Id(required=True)
    plan_id = Id(required=True)
    file_name = fields.String(required=True)
    sha256 = fields.String(required=True)
    worksheet = fields.String(required=True)
    unread = fields.List(
        fields.String(), required=True, metadata={"description": "Headings of columns that are kept unread."}
    )
    state = fields.Enum(ImportState, by_value=True, required=True)
    uploaded_at = Instant(required=True)
    applied_at = Instant(required=True, allow_none=True)
    commitment_count = Int(required=True, metadata={"description": "How many commitments it made."})
    total = Int(required=True, metadata={"description": "Of a large one: how many rows are to be imported."})
    done = Int(required=True, metadata={"description": "Of a large one: how many of them are."})
    stopped = fields.String(
        required=True, allow_none=True, metadata={"description": "Of a large one: why it went no further."}
    )


class Import(ImportSummary):
    """An upload with all its rows; while it is being imported, without what is said of them."""

    ready = Int(required=False, metadata={"description": "Rows that can be applied now."})
    bad = Int(required=False, metadata={"description": "Rows that have to be mended first."})
    columns = fields.List(
        fields.Nested(SheetColumn),
        required=False,
        metadata={"description": "What each column was taken for. Empty for imports of older releases."},
    )
    not_understood = fields.List(
        fields.String(),
        required=False,
        metadata={"description": "What has to be said of the columns before anything can be imported."},
    )
    doubts = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=False,
        metadata={"description": "Names that may be those of known organisations, with the known names."},
    )
    rows = fields.List(fields.Nested(ImportRow), required=False)


class Called(StrictSchema):
    """Whom a name in the sheet means."""

    name = Text(LONGEST[Column.ORGANISATION], required=True)
    means = Text(
        LONGEST[Column.ORGANISATION],
        required=True,
        metadata={"description": "The known organisation's name, or the same name again if it is a new one."},
    )


class ImportList(StrictSchema):
    """All imports of a plan, the newest first."""

    items = fields.List(fields.Nested(ImportSummary), required=True)


class MendedRow(StrictSchema):
    """Cells of a row, typed anew; an empty text empties the cell."""

    cells = fields.Dict(
        keys=fields.Enum(Column, by_value=True),
        values=Text(_LONGEST_CELL, lines=True, empty=True),
        required=True,
    )


class Draft(StrictSchema):
    """A row that nobody understood, kept as it was typed until somebody finishes it."""

    id = Id(required=True)
    import_id = Id(required=True)
    file_name = fields.String(required=True)
    number = Int(required=True, metadata={"description": "The row as the spreadsheet program counts it."})
    cells = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    others = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    faults = fields.List(fields.Nested(CellFault), required=True)


class DraftList(StrictSchema):
    """All drafts of a plan, the oldest sheet first and in its order."""

    items = fields.List(fields.Nested(Draft), required=True)


class Finished(MendedRow):
    """What a draft really says: cells typed anew; those that are not named stay as they are."""

    new_names = Bool(
        load_default=False,
        metadata={"description": "That names which are like known ones are those of other organisations."},
    )
