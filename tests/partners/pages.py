"""Looks at a page as a careful reader would."""

from werkzeug.test import TestResponse

from tests.pages import Page, faults


def checked(answer: TestResponse, status: int = 200) -> str:
    """Return the page's HTML after making sure that it can be read by everybody."""
    assert answer.status_code == status, answer.text
    assert faults(Page(answer)) == []
    return answer.text
