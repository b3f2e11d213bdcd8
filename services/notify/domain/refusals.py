"""How a rule says no."""


class Refused(Exception):
    """What was asked for is against a rule; the message says which, and `field` where it was typed."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field
