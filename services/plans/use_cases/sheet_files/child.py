"""The process apart in which files are read that cannot be looked through first.

It takes the file on its standard input and answers with its worksheets as JSON. Whatever the file does to the
reader, it happens here, within limits, and the process that asked only learns that no answer came.
"""

import io
import json
import resource
import sys

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from services.plans.use_cases.sheet_files.values import as_typed

MOST_MEMORY = 512 * 1024 * 1024
MOST_SECONDS = 10
PROTECTED = 3
"""How the process ends when the file has a password."""


def main() -> int:
    """Read the file and write what it holds."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        json.dump(_worksheets(sys.stdin.buffer.read()), sys.stdout)
    except PasswordError:
        return PROTECTED
    return 0


def _worksheets(content: bytes) -> list[tuple[str, list[list[str]]]]:
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        return [
            (
                sheet.name,
                [
                    [as_typed(value) for value in row]
                    for row in book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
                ],
            )
            for sheet in book.sheets_metadata
            if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible
        ]


if __name__ == "__main__":
    sys.exit(main())
