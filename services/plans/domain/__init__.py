"""The rules of plans, as plain dataclasses: no web, no database, no clock."""
