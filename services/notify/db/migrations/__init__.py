"""Alembic's revisions of notify's database."""
