"""From the mailbox to the plan: a contact answers, and everybody can see it."""

from collections import Counter

import pytest
from playwright.sync_api import expect

from shared.contracts import HEALTH_WORDS, Health
from tests.browser.guest import Guest, Welcome

pytestmark = pytest.mark.xdist_group("browser")

WHAT = "Hold a litter pick"
TOLD = {
    ("360", True): Health.AT_RISK,
    ("360", False): Health.STUCK,
    ("1280", True): Health.ON_TRACK,
    ("1280", False): Health.AT_RISK,
}


def test_a_contact_answers_by_a_button_in_an_e_mail_and_everybody_can_see_it(
    width: str, scripts: bool, welcome: Welcome
) -> None:
    guest = welcome(width, scripts=scripts)
    health = TOLD[width, scripts]
    note = f"Told at {width}, {'with' if scripts else 'without'} scripts"

    answer(guest, health, note)

    expect(guest.page.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert note in guest.main.inner_text()
    assert guest.site.commitment(WHAT)["health"] == health
    guest.open(f"/plans/{guest.site.plan_id}")
    assert HEALTH_WORDS[health] in guest.main.get_by_role("article").filter(has_text=WHAT).inner_text()
    status = guest.site.api(f"/plans/{guest.site.plan_id}/status")
    tally = Counter(each["health"] for each in guest.site.commitments() if each["health"])
    assert {name: count for name, count in status["by_health"].items() if count} == dict(tally)
    assert guest.complaints == []


def test_what_belongs_to_an_answer_shows_once_it_is_chosen(scripts: bool, welcome: Welcome) -> None:
    guest = welcome("360", scripts=scripts)
    guest.open_letter("Maureen Tilley", WHAT)
    guest.follow("Say how it is going")
    date, health = guest.page.get_by_label("Day"), guest.page.get_by_label("Stuck")

    expect(health).to_be_visible()
    expect(date).to_be_hidden()
    guest.page.get_by_label("Change the date").check()

    expect(health).to_be_hidden()
    expect(date).to_be_visible()


def answer(guest: Guest, health: Health, note: str) -> None:
    guest.open_letter("Maureen Tilley", WHAT)
    guest.follow("Say how it is going", about=WHAT)
    guest.page.get_by_label(HEALTH_WORDS[health]).check()
    guest.page.get_by_label("In a few words").fill(note)
    guest.click("Send your answer", role="button")
