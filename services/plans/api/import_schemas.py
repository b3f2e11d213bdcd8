"""What the API reads and writes about imports."""

from marshmallow import fields

from services.plans.domain.columns import Column
from services.plans.domain.drafts import LONGEST
from services.plans.domain.imports import ImportState
from services.plans.use_cases.previews import Fate
from shared.http.fields import Id, Instant, Int, QueryBool, StrictSchema, Text

FILE_NAME = 200
_LONGEST_CELL = max(LONGEST.values()) * 2


class ImportQuery(StrictSchema):
    """How to take the sheet."""

    dry_run = QueryBool(
        load_default=False,
        metadata={"description": "Only say what would be imported; the preview can be applied later."},
    )
    file_name = Text(FILE_NAME, metadata={"description": "The file's name, where the body is its bytes."})


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


class Import(ImportSummary):
    """An upload with all its rows."""

    ready = Int(required=True, metadata={"description": "Rows that can be applied now."})
    bad = Int(required=True, metadata={"description": "Rows that have to be mended first."})
    doubts = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={"description": "Names that may be those of known organisations, with the known names."},
    )
    rows = fields.List(fields.Nested(ImportRow), required=True)


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
