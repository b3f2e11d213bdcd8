"""A real browser, and the one process that it looks at: both are started once."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, StorageState, expect, sync_playwright

from deploy.suite import BROWSERS
from tests.browser.guest import Guest, Welcome
from tests.browser.site import DemoSite
from tests.system.processes import ROOT

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDTHS = {"360": (360, 780), "1280": (1280, 900)}
"""An old phone, and a desk."""

PATIENCE_MS = 30_000
"""How long a page may take on a busy machine; it only matters where a test fails."""


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    program = next((path for path in map(shutil.which, BROWSERS) if path), None)
    if program is None and os.environ.get("CI"):
        pytest.fail("There is no Chromium, and CI runs every tier")
    if program is None:
        pytest.skip("There is no Chromium")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[DemoSite]:  # noqa: ARG001
    """The demo; not even started where there is no browser to look at it."""
    site = DemoSite(tmp_path_factory.mktemp("demo"), BACKCAST_WEBHOOKS_INSIDE="yes")
    site.start()
    yield site
    site.stop()


@pytest.fixture(params=WIDTHS)
def width(request: pytest.FixtureRequest) -> str:
    chosen: str = request.param
    return chosen


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    chosen: bool = request.param
    return chosen


@pytest.fixture
def welcome(chromium: Browser, site: DemoSite) -> Iterator[Welcome]:
    contexts: list[BrowserContext] = []

    def open_window(width: str, *, scripts: bool = True, **options: Any) -> Guest:
        across, down = WIDTHS[width]
        viewport = {"width": across, "height": down}
        context = chromium.new_context(viewport=viewport, java_script_enabled=scripts, **options)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        return Guest(site, context)

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture(scope="package")
def coordinator(chromium: Browser, site: DemoSite) -> StorageState:
    """What the browser of somebody keeps who signed in as the coordinator."""
    context = chromium.new_context()
    Guest(site, context).sign_in("coordinator@example.org", "Nell Fairweather")
    kept = context.storage_state()
    context.close()
    return kept


@pytest.fixture(scope="session")
def screenshots() -> Path:
    folder = ROOT / "build" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
