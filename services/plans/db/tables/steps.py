"""How the steps of a commitment are kept: with it, for they are read and written whole."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Dialect
from sqlalchemy.types import TypeDecorator

from services.plans.domain.steps import Step, Steps


class StepList(TypeDecorator[Steps]):
    """The steps as a JSON list of objects."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Iterable[Step] | None, dialect: Dialect) -> Any:  # noqa: ARG002  # Its caller's.
        """Write each step as an object."""
        return [_written(step) for step in value or ()]

    def process_result_value(self, value: Any, dialect: Dialect) -> Steps:  # noqa: ARG002  # Its caller's.
        """Read each step back."""
        return tuple(_read(each) for each in value or ())


def _written(step: Step) -> dict[str, str | None]:
    return {
        "id": str(step.id),
        "text": step.text,
        "done_at": step.done_at.isoformat() if step.done_at else None,
        "done_by": str(step.done_by) if step.done_by else None,
    }


def _read(kept: dict[str, str | None]) -> Step:
    done_at, done_by = kept["done_at"], kept["done_by"]
    return Step(
        id=UUID(kept["id"]),
        text=kept["text"] or "",
        done_at=datetime.fromisoformat(done_at) if done_at else None,
        done_by=UUID(done_by) if done_by else None,
    )
