"""How a rule says no."""


class Refused(Exception):
    """What was asked for is against a rule; the message says which, in words for the person who asked.

    `field` names the part of the request that the message is about, or is None.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field
