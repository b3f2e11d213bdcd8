"""The main job from the sheet to the digest, while processes are stopped or killed between its steps."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.broker import Broker
from tests.system.journey import play
from tests.system.stages import Killed, Restarted, SixKilled, Stage, ThreeServices, performing


@pytest.fixture
def disturbed(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    kind = request.param
    if issubclass(kind, ThreeServices):
        broker: Broker = request.getfixturevalue("broker")
        stage: Stage = kind(tmp_path, os.environ["BACKCAST_TEST_POSTGRES_URL"], broker.url)
    else:
        stage = kind(tmp_path)
    with performing(stage):
        yield stage


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    "disturbed", [Restarted, Killed, SixKilled], indirect=True, ids=lambda kind: kind.__name__
)
def test_the_main_job_is_done_although_every_process_is_stopped_or_killed(
    disturbed: Stage, record_property: Callable[[str, object], None]
) -> None:
    play(disturbed, record_property)
