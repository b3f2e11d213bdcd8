"""The history of this service's tables, as Alembic revisions."""
