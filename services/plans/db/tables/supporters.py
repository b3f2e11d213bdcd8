"""How the parts of a commitment's supporters are kept: with it, for they are read and written whole."""

from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Dialect
from sqlalchemy.types import TypeDecorator

from services.plans.domain.supporters import Parts


class KeptParts(TypeDecorator[Parts]):
    """The parts as a JSON object of texts by ids."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Parts | None, dialect: Dialect) -> Any:  # noqa: ARG002  # Its caller's.
        """Write each id as a string."""
        return {str(each): part for each, part in (value or {}).items()}

    def process_result_value(self, value: Any, dialect: Dialect) -> Parts:  # noqa: ARG002  # Its caller's.
        """Read each id back."""
        return {UUID(each): part for each, part in (value or {}).items()}
