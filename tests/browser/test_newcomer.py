"""The path of somebody who has just started Backcast and follows its links."""

import pytest
from playwright.sync_api import expect

from tests.browser.guest import Guest, Welcome

pytestmark = pytest.mark.xdist_group("browser")

WHAT = "Keep a list of who answers for what"


def test_a_newcomer_sees_the_plan_answers_a_nudge_and_finds_it_in_page_and_digest(
    width: str, welcome: Welcome
) -> None:
    guest = welcome(width)
    note = f"A first list is out, said at {width}"

    guest.open("/")
    guest.click("Brindle Brook Park")
    assert guest.main.get_by_role("heading", name="The vision").count() == 1
    open_menu(guest, "Mailbox")
    guest.main.get_by_role("listitem").filter(has_text=WHAT).first.get_by_role("link").click()
    guest.follow("Say how it is going")
    guest.page.get_by_label("At risk").check()
    guest.page.get_by_label("In a few words").fill(note)
    guest.click("Send your answer", role="button")
    guest.sign_in("officer@example.org", "Imran Lowe")

    expect(guest.main.get_by_role("link", name="How it stands")).to_be_visible()
    guest.click("How it stands")
    assert note in guest.main.inner_text()
    open_menu(guest, "Digest")
    assert note in guest.main.inner_text()
    assert guest.complaints == []


def open_menu(guest: Guest, name: str) -> None:
    menu = guest.page.get_by_role("navigation", name="Menu")
    if not menu.get_by_role("link", name=name).is_visible():
        menu.get_by_role("button", name="Menu").click()
    menu.get_by_role("link", name=name).click()
