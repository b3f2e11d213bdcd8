"""What people typed stays text on every page, even where nothing but the page itself guards it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.hostile_words import FAMILIES, HOSTILE
from tests.pages import Page, faults
from tests.system.typed.plan import FIELDS, PLANS, Typed, folded, named, once, typed
from tests.system.typed.window import Window

pytestmark = pytest.mark.xdist_group("typed")

Open = Callable[..., Window]

NAMES = frozenset({"organisation", "contact", "said by"})
SAID_BY_SOME = frozenset({"shown", "ended", "owner", "proof"})
"""Fields that not every commitment has, and the one of which only an address is left."""

OVERVIEWS = ("/plans/{plan}", "/plans/{plan}/drafts", "/plans/commitments/?plan={plan}")
"""What shows all that the plan holds, on one page or on the ones that follow it."""

LIVE = [text for text in FAMILIES["elements"] if "@" not in text and "tap" not in text][:6]
"""An @ begins an owner's name there."""

MOST, SHARE = 2, 4
"""So many pages of a kind, and one in so many that are alike, are enough for a window: it is slow, and each
holds a share of the texts. All of them are looked at without one.
"""


@pytest.fixture
def window(chromium: Browser, world: Typed) -> Iterator[Open]:
    opened: list[Window] = []

    def open_one(**options: Any) -> Window:
        opened.append(Window(chromium, world, **options))
        return opened[-1]

    yield open_one
    for each in opened:
        each.context.close()


def test_the_page_of_every_commitment_is_sound_and_has_each_field_as_it_was_typed(world: Typed) -> None:
    for number in world.numbers:
        page = looked_at(world, f"/plans/commitments/{world.ids[number]}")

        kept = [name for name in FIELDS if name not in SAID_BY_SOME]
        assert faults(page) == []
        assert [name for name in kept if held(name, number) not in page.text] == []


def test_no_page_that_a_coordinator_comes_to_runs_or_fetches_what_was_typed(
    window: Open, world: Typed
) -> None:
    coordinator = window(signed_in=True)

    coordinator.wander("/", f"/plans/{world.plan_id}", *world.pages.values(), most=MOST)

    assert coordinator.happened == []
    assert len(coordinator.texts) > 60
    whole = "\n".join(coordinator.texts.values())
    assert [text for text in HOSTILE if folded(text) not in whole] == []


def test_every_overview_of_the_plan_shows_every_wording(window: Open, world: Typed) -> None:
    coordinator = window(signed_in=True)

    for overview in OVERVIEWS:
        shown = "\n".join(coordinator.leaf_through(overview.format(plan=world.plan_id)))

        assert [n for n in world.numbers if folded(typed("text", n)) not in shown] == [], overview

    assert coordinator.happened == []


def test_no_page_of_a_commitment_runs_or_fetches_what_was_typed(window: Open, world: Typed) -> None:
    stranger, coordinator = window(), window(signed_in=True)

    for number in world.numbers[::SHARE]:
        path = f"/plans/commitments/{world.ids[number]}"
        for each in (stranger, coordinator):
            assert folded(typed("text", number)) in each.open(path)

    assert stranger.happened + coordinator.happened == []


def test_no_public_page_and_no_widget_runs_or_fetches_what_was_typed(window: Open, world: Typed) -> None:
    stranger = window()

    stranger.wander("/", f"/plans/{world.plan_id}", f"/plans/{world.plan_id}/widget", most=MOST)

    assert stranger.happened == []
    assert len(stranger.texts) > 12


def test_no_page_behind_an_owners_link_runs_or_fetches_what_was_typed(window: Open, world: Typed) -> None:
    owner = window()

    for link in world.links:
        owner.wander(link, most=1)

    whole = "\n".join(owner.texts.values())
    assert owner.happened == []
    assert len(owner.texts) > 2 * len(world.links)
    assert [n for n in world.numbers[:72:6] if folded(typed("owner", n)) not in whole] == []


def test_no_form_that_was_refused_runs_or_fetches_what_it_gives_back(window: Open, world: Typed) -> None:
    somebody = window()

    for path, html in world.mistaken.items():
        assert len(somebody.show(path, html)) > 200

    assert somebody.happened == []
    assert len(world.mistaken) > 15


def test_what_is_typed_live_is_shown_at_once_and_runs_and_fetches_nothing(window: Open, world: Typed) -> None:
    coordinator = window(signed_in=True)
    coordinator.open(f"/plans/{a_plan_to_type_into(world)}/capture")
    box = coordinator.page.get_by_label("What will be done?")

    for text in LIVE:
        box.fill(text)
        box.press("Enter")
        coordinator.page.locator("#captured").get_by_text(text).first.wait_for()

    assert coordinator.look_again() == []


def test_no_e_mail_runs_or_fetches_what_was_typed(window: Open, world: Typed) -> None:
    reader = window()

    for number, letter in enumerate(world.stage.letters()[::SHARE]):
        reader.show(f"/letter/{number}", letter.html)

    assert reader.happened == []


def a_plan_to_type_into(world: Typed) -> str:
    """Make one of its own, so that what the others look at stays as it is."""
    vision = dict.fromkeys(("what", "how", "why"), "A park for everybody")
    body = {"name": "Live", "vision": vision, "horizon": (world.today + timedelta(days=99)).isoformat()}
    return str(world.api("POST", f"{PLANS}/plans", body)["id"])


def looked_at(world: Typed, path: str) -> Page:
    """Return the page as the coordinator's browser gets it."""
    answer = world.coordinator.get(path)
    request = SimpleNamespace(path=path)
    told: Any = SimpleNamespace(
        status_code=answer.status_code, headers=answer.headers, text=answer.text, request=request
    )
    return Page(told)


def held(name: str, number: int) -> str:
    """Return what the field of the commitment shows."""
    if name in NAMES:
        return named(name, number)
    return once(name, number) if name == "asset" else folded(typed(name, number))
