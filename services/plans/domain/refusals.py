"""Why the rules of plans refuse something, in words that a person can act on."""


class Refused(Exception):
    """The rules do not allow this; the message says what would be allowed."""
