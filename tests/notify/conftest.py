from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.notify.house import House
from tests.notify.stage import Stage


@pytest.fixture
def tables_of() -> str:
    return "notify"


@pytest.fixture
def stage(database_url: str) -> Iterator[Stage]:
    """Notify on each engine, with its community, organisation and plan heard of."""
    stage = Stage(database_url)
    stage.hear(*stage.cast.scenery())
    yield stage
    stage.database.engine.dispose()


@pytest.fixture
def house(stage: Stage, tmp_path: Path) -> Iterator[House]:
    """The same with its pages, in mailbox mode."""
    house = House(stage, tmp_path)
    yield house
    house.close()
