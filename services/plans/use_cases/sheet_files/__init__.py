"""Reading the bytes of an uploaded sheet, which a stranger may have made."""

from services.plans.use_cases.sheet_files.reading import (
    MOST_BODY,
    MOST_BYTES,
    read_pasted,
    read_sheet,
    too_large,
)

__all__ = ["MOST_BODY", "MOST_BYTES", "read_pasted", "read_sheet", "too_large"]
