"""Text that a spreadsheet program would take for a formula, and carry out on the machine of whoever opens it.

A formula begins with = + - or @, in Chinese and Japanese programs with their full-width forms too, or with a
tab, a line break or the character zero before one of these (OWASP, "CSV injection"). Quotes and semicolons in
front hide one from whoever looks at a cell's first letter, and a program that parts cells there takes them
away. An apostrophe in front makes it plain text. So that nothing is lost on the way out and in again, text
that begins with apostrophes before such a sign gets one more.
"""

import re

_FORMULA = r"['\";]*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n\0]"
_DANGEROUS = re.compile(_FORMULA)
_DEFUSED = re.compile(f"'{_FORMULA}")


def defused(text: str) -> str:
    """Return the text as a cell may hold it that any program opens."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def restored(cell: str) -> str:
    """Return the text that was defused."""
    return cell[1:] if _DEFUSED.match(cell) else cell
