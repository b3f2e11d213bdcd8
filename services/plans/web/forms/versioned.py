"""Forms that change what somebody else may be changing too."""

from wtforms import HiddenField

from shared.http.forms import Form

LONGEST = 9
"""How many digits a version may have."""


class VersionedForm(Form):
    """A form that says which version of the thing the person saw."""

    version = HiddenField()

    @property
    def expected_version(self) -> int:
        """The version that the person saw; -1, which nothing has, when the form does not tell."""
        told = self.version.data or ""
        return int(told) if told.isdecimal() and len(told) <= LONGEST else -1
