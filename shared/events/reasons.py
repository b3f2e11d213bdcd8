"""What a fault says about itself, fit to be stored and logged: nothing of the row that it was about."""

import traceback

LONGEST_REASON = 500


def reason_of(fault: Exception) -> str:
    """Return the fault's kind and first line; databases put rows, and so people's names, into the others."""
    return f"{type(fault).__name__}: {(str(fault).splitlines() or [''])[0]}"[:LONGEST_REASON]


def places_of(fault: Exception) -> list[str]:
    """Return the files and lines that the fault came through."""
    return [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(fault.__traceback__)]
