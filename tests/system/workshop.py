"""What the journey's workshop wrote down: a sheet of 40 rows of which four cannot be understood."""

import csv
import io
import re
from datetime import date, timedelta

HEADER = (
    "Ref",
    "Heading",
    "What must be true by then",
    "Commitment",
    "Lead organisation",
    "Contact",
    "E-mail",
    "Supporting organisations",
    "By when",
    "Evidence",
)
HEADINGS = (
    "The range of activities",
    "Forms of information sharing",
    "Communication channels between organisations",
    "Opportunities to collaborate",
)
OWNERS = {
    "Riverside Walkers": ("Ash Walker", "ash@walkers.example.org"),
    "Healthy Streets Trust": ("Bo Trustee", "bo@trust.example.org"),
    "City Parks": ("Cai Parks", "cai@parks.example.org"),
    "Northfield University": ("Dee Scholar", "dee@university.example.org"),
    "Tiny Woods Group": ("Eli Woods", "eli@woods.example.org"),
    "Hill Lane Surgery": ("Fen Nurse", "fen@surgery.example.org"),
}
ROWS = 40
BAD = {
    6: ("By when", "31/02/2027"),
    13: ("E-mail", "bo at trust"),
    24: ("Commitment", ""),
    35: ("Ref", "C01"),
}
"""Row number of the 40 -> the column that is wrong and what stands there."""


OUR_WORD_FOR = {
    "By when": "Due date",
    "E-mail": "Contact e-mail",
    "Commitment": "Commitment",
    "Ref": "Reference",
}


def sheet(today: date) -> bytes:
    """Return the sheet as a spreadsheet program in a British office saves it: semicolons, Windows-1252."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows(_row(number, today) for number in range(1, ROWS + 1))
    return text.getvalue().encode("cp1252")


def _row(number: int, today: date) -> list[str]:
    organisation = list(OWNERS)[number % len(OWNERS)]
    contact, address = OWNERS[organisation]
    due = today + timedelta(days=30 + number)
    cells = [
        f"C{number:02}",
        HEADINGS[number % 4],
        "People use the path every day" if number % 2 else "The café by the river is open",
        f"Promise number {number} for the river park",
        organisation,
        contact,
        address,
        "City Parks" if number % 5 == 0 else "",
        due.strftime("%d/%m/%Y"),
        "A photo",
    ]
    if number in BAD:
        column, typed = BAD[number]
        cells[HEADER.index(column)] = typed
    return cells


def listed_in(text: str) -> set[str]:
    """Return the references of the commitments that the text tells of."""
    return {f"C{int(number):02}" for number in re.findall(r"Promise number (\d+) for", text)}


def promised_to(address: str) -> set[str]:
    """Return the references of the good rows whose contact has this address."""
    return {
        f"C{number:02}"
        for number in range(1, ROWS + 1)
        if number not in BAD and OWNERS[list(OWNERS)[number % len(OWNERS)]][1] == address
    }
