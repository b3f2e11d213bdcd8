"""The main job where nobody is hurt; in tests/faults processes are stopped and killed between its steps."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import missing
from tests.system.journey import play
from tests.system.stages import OneProcess, Stage, ThreeServices, performing


@pytest.fixture
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    kind = request.param
    if issubclass(kind, ThreeServices):
        postgres = os.environ.get("BACKCAST_TEST_POSTGRES_URL", "")
        if not postgres:
            missing("BACKCAST_TEST_POSTGRES_URL")
        chosen: Stage = kind(tmp_path, postgres, request.getfixturevalue("rabbitmq_url"))
    else:
        chosen = kind(tmp_path)
    with performing(chosen):
        yield chosen


@pytest.mark.timeout(600)
@pytest.mark.parametrize("stage", [OneProcess, ThreeServices], indirect=True, ids=lambda kind: kind.__name__)
def test_the_main_job_from_the_sheet_to_the_digest(
    stage: Stage, record_property: Callable[[str, object], None]
) -> None:
    play(stage, record_property)
