"""While clients work, everything is killed and stopped at random: nothing is lost, or done twice."""

from pathlib import Path

import pytest

from tests.faults import oracle
from tests.faults.broker import Broker
from tests.faults.clients import Client, acknowledged, run
from tests.faults.conftest import subscribe
from tests.faults.cut import CUT, SEED
from tests.faults.torment import Torment
from tests.system.stages import ThreeServices


@pytest.mark.timeout(900)
def test_no_acknowledged_update_is_lost_and_none_takes_effect_twice(
    stage: ThreeServices, broker: Broker, clients: list[Client], tmp_path: Path
) -> None:
    subscribe(stage, clients)
    torment = Torment(stage, broker, CUT.faults, SEED)
    torment.start()
    for _ in run(clients, CUT.updates, lambda: torment.goes_on):
        pass
    torment.join()

    oracle.settle(stage, broker)
    keys = acknowledged(clients)
    oracle.judge(stage, keys)
    oracle.settle_webhooks(stage)
    called_again = oracle.judge_webhooks(stage, keys)

    again = oracle.duplicates(lambda name: (tmp_path / f"{name}.log").read_text(errors="replace"))
    ambiguous = sum(client.ambiguous for client in clients)
    print(f"faults: {dict(torment.done)}, ambiguous {ambiguous}, duplicates absorbed {again}")  # noqa: T201  # For -s.
    print(f"calls of webhooks: {len(stage.hooks.calls)}, of them again {called_again}")  # noqa: T201  # The same.
    assert len(keys) >= CUT.updates // CUT.clients * CUT.clients
    assert ambiguous >= 1, "no request ended in doubt: this proved nothing"
    assert again >= CUT.duplicates, "no event came twice: this proved nothing"
