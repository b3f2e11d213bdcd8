"""Text that a spreadsheet program would take for a formula, and carry out on the machine of whoever opens it.

A formula begins with = + - or @, or with a tab or a line break before one of these (OWASP, "CSV injection").
An apostrophe in front makes it plain text. So that nothing is lost on the way out and in again, text that
begins with apostrophes before such a sign gets one more.
"""

import re

_DANGEROUS = re.compile(r"'*[=+\-@\t\r\n]")
_DEFUSED = re.compile(r"'+[=+\-@\t\r\n]")


def defused(text: str) -> str:
    """Return the text as a cell may hold it that any program opens."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def restored(cell: str) -> str:
    """Return the text that was defused."""
    return cell[1:] if _DEFUSED.match(cell) else cell
