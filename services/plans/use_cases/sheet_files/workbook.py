"""Reading an Excel workbook: checked part by part first, then by the real reader, which sees nothing else."""

import posixpath
from collections.abc import Mapping

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from services.plans.domain.sheet import Grid, Position, SheetRefused
from services.plans.use_cases.sheet_files.archive import damaged, packed
from services.plans.use_cases.sheet_files.values import Value, as_typed
from services.plans.use_cases.sheet_files.xml_scan import Scan, scan_all

_BOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"


def grids_of_workbook(parts: Mapping[str, bytes]) -> list[Grid]:
    """Return the worksheets that can be seen in the archive of these parts, as text."""
    if _BOOK not in parts or _RELATIONS not in parts:
        raise SheetRefused("The file is not an Excel workbook. Save the sheet as .xlsx or .csv.")
    formulas = _formulas(scan_all(parts))
    return [
        Grid(
            name=name,
            rows=[[as_typed(value) for value in row] for row in rows],
            formulas=formulas.get(name, _NONE),
        )
        for name, rows in _read(parts).items()
    ]


_NONE: frozenset[Position] = frozenset()


def _formulas(scans: Mapping[str, Scan]) -> dict[str, frozenset[Position]]:
    targets = scans[_RELATIONS].targets
    paths = {
        name: posixpath.normpath(posixpath.join("/xl", targets.get(relation, ""))).lstrip("/")
        for name, relation in scans[_BOOK].sheets.items()
    }
    return {name: frozenset(scans[path].formulas) for name, path in paths.items() if path in scans}


def _read(parts: Mapping[str, bytes]) -> dict[str, list[list[Value]]]:
    try:
        with CalamineWorkbook.from_filelike(packed(parts)) as book:
            return {
                sheet.name: book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
                for sheet in book.sheets_metadata
                if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible
            }
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # A panic in the reader's native code is no Exception.
        raise damaged() from error
