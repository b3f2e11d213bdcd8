"""The one plan that all of these tests look at."""

from collections.abc import Iterator

import pytest

from tests.browser.conftest import chromium as chromium  # noqa: PLC0414  # Its tests look at our pages, too.
from tests.system.stages import OneProcess, performing
from tests.system.typed.plan import Typed
from tests.system.typed.whole import filled

EVERY = 5
"""Of so many texts one is a commitment's wording; tests/faults makes a commitment of each."""


@pytest.fixture(scope="package")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Typed]:
    stage = OneProcess(tmp_path_factory.mktemp("typed"))
    with performing(stage):
        yield filled(stage, EVERY)
