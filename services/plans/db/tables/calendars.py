"""Which calendars people and programs read by a link; the links themselves are signed and stand nowhere."""

from sqlalchemy import Column, Table, Uuid

from services.plans.db.tables.metadata import METADATA
from services.plans.domain.calendars import CalendarKind
from shared.db.types import Choice, Instant

calendar_links = Table(
    "calendar_links",
    METADATA,
    Column("holder_id", Uuid, primary_key=True),
    Column("kind", Choice(CalendarKind), primary_key=True),
    Column("of_id", Uuid, primary_key=True),
    Column("community_id", Uuid, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("revoked_before", Instant),
)
