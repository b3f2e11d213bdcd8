"""What a service depends on and cannot be asked now."""


class Unavailable(Exception):
    """Something does not answer now, and nothing was done; the same may well work in a moment.

    Attributes:
        what: that which is away, for the log.
    """

    what = "dependency"

    @property
    def reason(self) -> str:
        """Why, in a word that may stand in a log: it names no host and holds no secret."""
        return type(self.__cause__ or self).__name__
