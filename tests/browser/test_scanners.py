"""Mail scanners open every link of an e-mail in a real browser, scripts and all, and wait."""

import pytest

from tests.browser.guest import Guest, Welcome

pytestmark = pytest.mark.xdist_group("browser")


def test_every_link_of_an_e_mail_can_be_opened_and_left_alone_and_nothing_changes(welcome: Welcome) -> None:
    guest = welcome("1280")
    guest.open_letter("Dele Ashworth", "You have 5 commitments")
    links = guest.page.frame_locator("iframe").get_by_role("link").all()
    addresses = [link.get_attribute("href") or "" for link in links]
    before = guest.site.commitments()
    scanner = welcome("1280")
    scanner.page.clock.install()

    for address in addresses:
        open_and_wait(scanner, address)

    assert len(addresses) > 10
    assert scanner.changing == []
    assert scanner.complaints == []
    assert guest.site.commitments() == before


def open_and_wait(scanner: Guest, address: str) -> None:
    """Open the page and let its clock go on by a minute, so that whatever its scripts wait for happens."""
    scanner.page.goto(address)
    scanner.page.clock.fast_forward("01:00")
    assert scanner.page.url == address
    assert scanner.page.locator("meta[http-equiv=refresh]").count() == 0
