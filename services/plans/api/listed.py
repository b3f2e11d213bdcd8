"""Commitments in lists as JSON, written without their schema, which would take ten times as long."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from services.plans.api import commitment_schemas
from shared.http.fields import Instant


def some(shown: dict[str, Any], wanted: Collection[str] | None) -> dict[str, Any]:
    """Return the fields that were asked for, or all of them."""
    return shown if wanted is None else {name: shown[name] for name in wanted}


def ready(shown: dict[str, Any]) -> dict[str, Any]:
    """Return it with its instants as the schema writes them."""
    instants = {name: shown[name].isoformat() for name in _INSTANTS if shown.get(name)}
    steps = [each | {"done_at": _written(each["done_at"])} for each in shown.get("steps", ())]
    return shown | instants | ({"steps": steps} if steps else {})


def _written(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None


_INSTANTS = tuple(
    name for name, kind in commitment_schemas.Commitment().fields.items() if isinstance(kind, Instant)
)
