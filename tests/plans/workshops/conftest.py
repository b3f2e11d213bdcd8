"""The fixtures of pages, for those of workshops."""

from tests.plans.web.conftest import plan, signed_in

__all__ = ["plan", "signed_in"]
