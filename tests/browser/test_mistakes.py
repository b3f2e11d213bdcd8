"""A form with mistakes: nothing that was typed is lost, and the way to each field is short."""

import pytest
from playwright.sync_api import expect

from tests.browser.guest import Guest, Welcome

pytestmark = pytest.mark.xdist_group("browser")

NOTE = "We wait for the printer.\nThe school has offered theirs."


def test_a_form_with_mistakes_keeps_what_was_typed(width: str, scripts: bool, welcome: Welcome) -> None:
    guest = welcome(width, scripts=scripts)

    send_mistakes(guest)

    page = guest.page
    assert page.title().startswith("Error: ")
    expect(page.get_by_label("Change the date")).to_be_checked()
    assert [page.get_by_label(part).input_value() for part in ("Day", "Month", "Year")] == ["31", "2", "2027"]
    assert page.get_by_label("In a few words").input_value().replace("\r", "") == NOTE
    assert guest.site.commitment("Hold a litter pick")["due"] != "2027-02-31"


def test_the_summary_of_mistakes_leads_to_the_fields(width: str, scripts: bool, welcome: Welcome) -> None:
    guest = welcome(width, scripts=scripts)

    send_mistakes(guest)

    summary = guest.page.locator(".govuk-error-summary")
    if scripts:
        expect(summary).to_be_focused()
    links = summary.get_by_role("link").all()
    assert links
    for link in links:
        link.click()
        field = guest.page.locator(f"[id='{(link.get_attribute('href') or '').removeprefix('#')}']")
        expect(field).to_be_in_viewport()
        if scripts:
            expect(field).to_be_focused()


def test_a_mended_form_is_taken(scripts: bool, welcome: Welcome) -> None:
    guest = welcome("360", scripts=scripts)
    send_mistakes(guest)

    guest.page.get_by_label("Say how it is going").check()
    guest.page.get_by_label("At risk").check()
    guest.click("Send your answer", role="button")

    assert guest.heading == "Thank you"
    assert guest.site.commitment("Hold a litter pick")["health"] == "at_risk"


def send_mistakes(guest: Guest) -> None:
    guest.open_letter("Maureen Tilley", "Hold a litter pick")
    guest.follow("Change the date")
    for part, typed in (("Day", "31"), ("Month", "2"), ("Year", "2027")):
        guest.page.get_by_label(part).fill(typed)
    guest.page.get_by_label("In a few words").fill(NOTE)
    guest.click("Send your answer", role="button")
