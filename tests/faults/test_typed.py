"""What people typed stays text: a commitment for every text, of which tests/system/typed has every fifth."""

from collections.abc import Iterator

import pytest

from tests.browser.conftest import chromium as chromium  # noqa: PLC0414  # pytest finds a fixture by its name.
from tests.system.stages import OneProcess, performing
from tests.system.typed.plan import Typed
from tests.system.typed.test_files import *  # noqa: F403  # The same tests, on the whole plan.
from tests.system.typed.test_letters import *  # noqa: F403  # Likewise.
from tests.system.typed.test_pages import *  # noqa: F403  # Likewise.
from tests.system.typed.whole import filled


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Typed]:
    stage = OneProcess(tmp_path_factory.mktemp("typed"))
    with performing(stage):
        yield filled(stage, every=1)
