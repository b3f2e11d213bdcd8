"""A workshop typed live, with the keyboard alone, with and without scripts."""

import pytest
from playwright.sync_api import StorageState, expect

from tests.browser.guest import Guest, Welcome
from tests.waiting import eventually

pytestmark = pytest.mark.xdist_group("browser")

TEN = 10


def open_page(guest: Guest) -> None:
    guest.open(f"/plans/{guest.site.plan_id}/capture")


def written(guest: Guest, mark: str) -> list[str]:
    return sorted(item["text"] for item in guest.site.commitments() if mark in item["text"])


def test_ten_lines_are_typed_with_the_keyboard_alone(
    width: str, scripts: bool, welcome: Welcome, coordinator: StorageState
) -> None:
    guest = welcome(width, scripts=scripts, storage_state=coordinator)
    open_page(guest)
    mark = f"typed at {width} {'with' if scripts else 'without'} scripts"

    for number in range(TEN):
        expect(guest.page.get_by_label("What will be done?")).to_be_focused()
        guest.page.keyboard.type(f"Line {number} {mark} @ Oak Trust by 31 March 2027")
        guest.page.keyboard.press("Enter")
        if not scripts:
            expect(guest.page.locator("#news")).to_contain_text(f"Line {number} {mark}. Owner: Oak Trust")

    wanted = [f"Line {number} {mark}" for number in range(TEN)]
    eventually(lambda: written(guest, mark) == wanted, within=60, saying="all ten lines")
    expect(guest.page.locator("#captured")).to_contain_text(wanted[-1])
    expect(guest.page.get_by_label("What will be done?")).to_have_value("")
    assert guest.complaints == []


def test_what_cannot_be_sent_or_understood_stays_in_the_box(
    width: str, welcome: Welcome, coordinator: StorageState
) -> None:
    guest = welcome(width, storage_state=coordinator)
    open_page(guest)
    page, mark = guest.page, f"kept at {width}"
    box = page.locator("[name=commitment-lines]")

    guest.context.set_offline(True)
    page.keyboard.type(f"Away {mark}")
    page.keyboard.press("Enter")
    expect(box).to_have_value(f"Away {mark}")
    expect(page.locator("#news")).to_contain_text("Not written down yet")
    guest.context.set_offline(False)
    page.keyboard.type(f"Dig {mark} by 31 February 2027")
    page.keyboard.press("Enter")

    expect(box).to_have_value(f"Dig {mark} by 31 February 2027")
    expect(page.locator("#news")).to_contain_text("February 2027 has 28 days")
    expect(page.locator("#captured")).to_contain_text(f"Away {mark}")
    assert written(guest, mark) == [f"Away {mark}"]
