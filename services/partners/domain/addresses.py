"""E-mail addresses, kept in one spelling each."""

from services.partners.domain.refusals import Refused
from shared.contracts.addresses import address_key, is_address


def clean_email(text: str) -> str:
    """Return the address in lower case without spaces around it.

    Raises:
        Refused: it is not an address that e-mail can be sent to.
    """
    email = address_key(text)
    if not is_address(email):
        raise Refused("Enter an e-mail address in the correct format, like name@example.org", field="email")
    return email
