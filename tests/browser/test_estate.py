"""Every page that people meet: for everybody, on every screen, and kept as a picture."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import WIDTHS
from tests.browser.estate import PLACES, Place
from tests.browser.guest import Welcome
from tests.browser.measures import faults_of_look, violations

pytestmark = pytest.mark.xdist_group("browser")

LIGHT = 100_000
"""Bytes over the wire that the owner's form may cost somebody with an old phone."""


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_everybody_can_use_the_page(
    place: Place, welcome: Welcome, request: pytest.FixtureRequest, screenshots: Path
) -> None:
    guest = welcome("360", storage_state=request.getfixturevalue("coordinator") if place.signed_in else None)
    place.go(guest)

    for name, (across, down) in WIDTHS.items():
        guest.page.set_viewport_size({"width": across, "height": down})
        guest.page.screenshot(path=screenshots / f"{place.name}-{name}.png", full_page=True)
        assert violations(guest.page) == []
        assert faults_of_look(guest.page) == {}

    assert guest.complaints == []
    assert guest.hosts == {urlsplit(guest.site.address).netloc}


def test_the_owners_form_weighs_little(welcome: Welcome) -> None:
    guest = welcome("360")
    guest.open_letter("Lena Okafor", "You have 7 commitments")
    guest.follow("Yes, we will do this")
    stranger = welcome("360")
    weights: list[int] = []
    wire = stranger.context.new_cdp_session(stranger.page)
    wire.on("Network.loadingFinished", lambda loaded: weights.append(loaded["encodedDataLength"]))
    wire.send("Network.enable")

    stranger.page.goto(guest.page.url, wait_until="networkidle")

    assert len(weights) >= 3
    assert sum(weights) < LIGHT
