"""The columns that an import reads, and the many names that people give them."""

import re
from collections.abc import Mapping
from enum import StrEnum


class Column(StrEnum):
    """What a column of the sheet is about."""

    REFERENCE = "reference"
    HEADING = "heading"
    MILESTONE = "milestone"
    COMMITMENT = "commitment"
    ORGANISATION = "organisation"
    CONTACT_NAME = "contact_name"
    CONTACT_EMAIL = "contact_email"
    SUPPORTING = "supporting"
    DUE = "due"
    EVIDENCE = "evidence"
    STEPS = "steps"
    PRIORITY = "priority"
    PLACE = "place"
    COORDINATES = "coordinates"
    FOUR_CO = "four_co"
    PARTS = "parts"
    WORKSHOP = "workshop"
    NOTE = "note"
    ASSETS = "assets"


TITLES: Mapping[Column, str] = {
    Column.REFERENCE: "Reference",
    Column.HEADING: "Heading",
    Column.MILESTONE: "Milestone",
    Column.COMMITMENT: "Commitment",
    Column.ORGANISATION: "Owner organisation",
    Column.CONTACT_NAME: "Contact name",
    Column.CONTACT_EMAIL: "Contact e-mail",
    Column.SUPPORTING: "Supporting organisations",
    Column.DUE: "Due date",
    Column.EVIDENCE: "Evidence",
    Column.STEPS: "Steps",
    Column.PRIORITY: "Priority",
    Column.PLACE: "Place",
    Column.COORDINATES: "Coordinates",
    Column.FOUR_CO: "Four Co's",
    Column.PARTS: "Supporters' parts",
    Column.WORKSHOP: "Workshop",
    Column.NOTE: "Note on the wall",
    Column.ASSETS: "Assets",
}
"""What pages, messages and our own template call them."""

NEEDED = (Column.REFERENCE, Column.COMMITMENT, Column.ORGANISATION)
"""Without these a line cannot become a commitment that somebody owns."""

_NAMES: Mapping[Column, tuple[str, ...]] = {
    Column.REFERENCE: (
        "ref", "reference", "ref no", "reference number", "reference no", "ref number", "action ref",
        "action reference", "action no", "action number", "commitment reference", "no", "number", "id",
        "code",
    ),
    Column.HEADING: ("heading", "theme", "section", "category", "area", "strand", "topic", "priority area"),
    Column.MILESTONE: ("milestone", "step", "what must be true", "what must be true by then", "outcome"),
    Column.COMMITMENT: (
        "commitment", "commitments", "action", "actions", "agreed action", "task", "pledge", "promise",
        "what", "what we will do", "what will be done", "description", "commitment text", "action agreed",
    ),
    Column.ORGANISATION: (
        "owner organisation", "owning organisation", "organisation", "lead organisation",
        "lead organisations", "lead org", "org", "owner org", "lead partner", "responsible organisation",
        "lead agency", "agency", "organisation responsible", "lead body",
    ),
    Column.CONTACT_NAME: (
        "contact", "contact name", "contact person", "named contact", "lead contact", "lead person", "person",
        "name", "lead officer", "lead name", "owner name", "person responsible", "responsible person",
        "named lead",
    ),
    Column.CONTACT_EMAIL: (
        "contact email", "contact email address", "email", "email address", "emails", "lead email",
        "owner email", "mail", "contact mail",
    ),
    Column.SUPPORTING: (
        "supporting organisations", "supporting organisation", "supporting", "supported by", "support",
        "support from", "partners", "partner", "partner organisations", "other organisations", "with",
        "working with", "supporting partners", "other partners",
    ),
    Column.DUE: (
        "due", "due date", "date due", "by", "by when", "when", "deadline", "target date", "date",
        "completion date", "end date", "finish date", "due by",
    ),
    Column.EVIDENCE: (
        "evidence", "evidence of done", "what will count as done", "what counts as done", "measure",
        "measures", "measure of success", "success measure", "how we will know", "how will we know",
        "success looks like",
    ),
    Column.STEPS: ("steps", "steps to take", "checklist", "check list", "to do", "sub tasks"),
    Column.PRIORITY: ("priority", "priority level"),
    Column.PLACE: ("place", "location", "where", "site", "venue"),
    Column.COORDINATES: (
        "coordinates", "coordinate", "coords", "latitude and longitude", "latitude, longitude", "lat long",
        "lat lon", "lat lng", "gps",
    ),
    Column.FOUR_CO: ("four co's", "four co", "4 co's", "co"),
    Column.PARTS: ("supporters' parts", "supporters parts", "parts", "contributions", "contribution"),
    Column.WORKSHOP: ("workshop", "came from", "came from workshop", "origin"),
    Column.NOTE: ("note on the wall", "note on its wall", "wall note", "sticky note"),
    Column.ASSETS: ("assets", "asset", "builds on", "assets it builds on"),
}  # fmt: skip

_EITHER = ("lead", "who", "by whom", "owner", "action owner", "responsible", "led by", "who leads")
"""Names that mean an organisation, or where the sheet has a column for that already, a person."""


def _fold(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum()).replace("organiz", "organis")


_KNOWN = {_fold(name): column for column, names in _NAMES.items() for name in names}
_OWNER_OR_CONTACT = frozenset(map(_fold, _EITHER))
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def column_named(heading: str) -> Column | None:
    """Return the column that a heading surely names, whatever its case, spacing and punctuation."""
    return _KNOWN.get(_fold(heading)) or _KNOWN.get(_fold(_IN_BRACKETS.sub(" ", heading)))


def is_owner_or_contact(heading: str) -> bool:
    """Return whether the heading names whoever leads, without saying if organisation or person."""
    return not _OWNER_OR_CONTACT.isdisjoint({_fold(heading), _fold(_IN_BRACKETS.sub(" ", heading))})


def is_heading(text: str) -> bool:
    """Return whether the text is a name that columns go by."""
    return column_named(text) is not None or is_owner_or_contact(text)
