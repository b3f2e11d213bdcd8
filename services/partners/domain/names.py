"""Names of organisations, people, communities and tokens."""

from services.partners.domain.refusals import Refused
from shared.contracts.names import LONGEST_NAME, is_legible


def clean_name(text: str) -> str:
    """Return the name with its white space folded.

    Raises:
        Refused: it is empty, too long, or holds characters that nobody can see.
    """
    name = " ".join(text.split())
    if not name:
        raise Refused("Enter a name", field="name")
    if len(name) > LONGEST_NAME:
        raise Refused(f"The name must be {LONGEST_NAME} characters or fewer", field="name")
    if not is_legible(name):
        raise Refused("The name must not hold invisible characters", field="name")
    return name
