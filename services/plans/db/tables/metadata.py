"""What all tables of plans belong to, and how the domain's classes are mapped to them."""

from sqlalchemy.orm import registry

from shared.db.answers import add_answers
from shared.db.metadata import new_metadata
from shared.db.principals import add_principal_copies
from shared.events.tables import add_event_tables

METADATA = new_metadata()

EVENT_TABLES = add_event_tables(METADATA)

PRINCIPALS = add_principal_copies(METADATA)

ANSWERS = add_answers(METADATA)

MAPPING = registry(metadata=METADATA)
