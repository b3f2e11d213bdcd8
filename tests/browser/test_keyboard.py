"""Without a mouse: everything can be reached in the order in which it is seen, and one sees where one is."""

from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.guest import Guest, Welcome

pytestmark = pytest.mark.xdist_group("browser")

MOST_STEPS = 60

REST = """() => {
  window.looks = (each) => {
    const parts = [[each, null]];
    for (const label of each.labels ?? []) parts.push([label, "::before"], [label, "::after"], [label, null]);
    return parts.map(([part, pseudo]) => {
      const style = getComputedStyle(part, pseudo);
      return [style.outlineStyle === "none" ? "" : style.outline, style.boxShadow, style.backgroundColor,
              style.borderWidth].join(" ");
    }).join(" | ");
  };
  window.atRest = new Map();
  for (const each of document.querySelectorAll("a[href], button, input, textarea, summary, [tabindex]"))
    window.atRest.set(each, window.looks(each));
}"""

FOCUSED = """() => {
  const each = document.activeElement;
  if (each === document.body) return null;
  const box = each.getBoundingClientRect();
  return {
    name: `${each.tagName} ${each.id || each.textContent.trim()}`,
    text: each.textContent.trim(),
    changed: window.looks(each) !== window.atRest.get(each),
    top: box.top + scrollY, bottom: box.bottom + scrollY, left: box.left,
  };
}"""


def test_a_contact_answers_with_the_keyboard_alone(width: str, scripts: bool, welcome: Welcome) -> None:
    guest = welcome(width, scripts=scripts)
    open_form(guest)
    page = guest.page

    tab_to(page, page.get_by_label("Say how it is going"))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("It is done")).to_be_checked()
    page.keyboard.press("ArrowUp")
    tab_to(page, page.get_by_label("On track"))
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    tab_to(page, page.get_by_label("In a few words"))
    page.keyboard.type("Typed, not tapped")
    tab_to(page, page.get_by_role("button", name="Send your answer"))
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert "Typed, not tapped" in guest.main.inner_text()
    assert guest.site.commitment("Hold a litter pick")["health"] == "at_risk"


def test_one_always_sees_where_one_is_and_goes_on_in_the_order_of_the_page(
    width: str, welcome: Welcome
) -> None:
    guest = welcome(width)
    open_form(guest)

    steps = walk(guest.page)

    assert [step["name"] for step in steps if not step["changed"]] == []
    assert [step["text"] for step in steps[:2]] == ["Skip to main content", "Backcast"]
    assert steps[-1]["text"] == "See all that is yours"
    assert out_of_order(steps) == []


def test_the_skip_link_leads_past_the_menu(width: str, scripts: bool, welcome: Welcome) -> None:
    guest = welcome(width, scripts=scripts)
    guest.open("/plans/")

    guest.page.keyboard.press("Tab")
    expect(guest.page.get_by_role("link", name="Skip to main content")).to_be_in_viewport()
    guest.page.keyboard.press("Enter")
    guest.page.keyboard.press("Tab")

    expect(guest.main.get_by_role("link").first).to_be_focused()


def open_form(guest: Guest) -> None:
    guest.open_letter("Maureen Tilley", "Hold a litter pick")
    guest.follow("Say how it is going")
    expect(guest.page.get_by_label("Say how it is going")).to_be_checked()
    guest.page.evaluate(REST)


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if target.evaluate("each => each === document.activeElement"):
            return
    pytest.fail(f"{target} can't be reached by Tab")


def walk(page: Page) -> list[dict[str, Any]]:
    """Press Tab through the whole page and return where one came by."""
    steps: list[dict[str, Any]] = []
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        step = page.evaluate(FOCUSED)
        if step is None or step["name"] in {each["name"] for each in steps}:
            break
        steps.append(step)
    return steps


def out_of_order(steps: list[dict[str, Any]]) -> list[str]:
    """Return what comes after something that stands below it, or right of it in the same line."""
    return [
        f"{later['name']} after {step['name']}"
        for step, later in pairwise(steps)
        if later["bottom"] <= step["top"] or (later["top"] < step["bottom"] and later["left"] < step["left"])
    ]
