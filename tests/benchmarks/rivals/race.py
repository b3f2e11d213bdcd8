"""`events.rival.*`: how fast each rival and we do the same job, and what is lost when the broker is away."""

import subprocess
from collections.abc import Iterator

from deploy.waiting import comes_true
from tests.benchmarks.events.house import House, house, running
from tests.benchmarks.measure import Goal, Measurement, interleaved
from tests.benchmarks.rivals import effect
from tests.benchmarks.rivals.cast import Rival
from tests.benchmarks.rivals.contestant import Contestant, go
from tests.benchmarks.rivals.stage import ours_in, rival_on_stage
from tests.servers import Servers
from tests.shared.proxy import proxied

EVENTS = 1_000
RUNS = 5
WARM_UP = 100
COMMITS = 3
"""How many changes are committed while the broker is away."""

PATIENCE_SECONDS = 30.0
"""How long a producer may try to reach a broker that is away."""

SETTLE_SECONDS = 10.0
"""How long an effect that is still to come may take, with a worker that starts only now."""


def measure(rival: Rival, servers: Servers) -> Iterator[Measurement]:
    """Let both do the job in turn, and then take the broker away between a commit and its message.

    Raises:
        subprocess.CalledProcessError: when the rival can't be installed.
    """
    with house(servers) as home, rival_on_stage(rival, servers, EVENTS) as theirs:
        ours = ours_in(home, EVENTS)
        with running(home.worker("plans"), home.worker("notify")):
            for each in (ours, theirs):
                each.seconds(WARM_UP)
            speed, limit = interleaved(
                RUNS, lambda: EVENTS / ours.seconds(EVENTS), lambda: EVENTS / theirs.seconds(EVENTS)
            )
        ours_lost, theirs_lost = _lost_by_us(ours, home), _lost_by(theirs)
    yield Measurement(
        name=f"events.rival.{rival.name}",
        value=speed,
        unit="events/s",
        limit=str(rival),
        limit_value=limit,
        runs=RUNS,
        goal=Goal(at_least=1),
    )
    yield Measurement(
        name=f"events.rival.{rival.name}.lost",
        value=ours_lost,
        unit=f"of {COMMITS}",
        limit=f"{rival}, the broker away after the commit",
        limit_value=theirs_lost,
        runs=1,
        goal=Goal(at_most=0),
    )


def _lost_by(rival: Contestant) -> int:
    """Return how many effects of committed changes never come, though its worker reaches the broker."""
    with proxied(rival.environment[effect.BROKER]) as way:
        producer = rival.producing(COMMITS, **{effect.BROKER: way.url})
    _run(producer)
    return _still_missing(rival)


def _lost_by_us(ours: Contestant, home: House) -> int:
    """Return the same of ours, once a worker reaches the broker again."""
    with proxied(home.broker) as way:
        away = home.process("plans", "work", BACKCAST_BROKER_URL=way.url)
    with running(away):
        _run(ours.producing(COMMITS))
    with running(home.worker("plans"), home.worker("notify")):
        return _still_missing(ours)


def _run(producer: "subprocess.Popen[bytes]") -> None:
    """Let a producer go and come to its end, or end it when it waits for the broker for ever."""
    with producer:
        go(producer)
        try:
            producer.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            producer.kill()


def _still_missing(contestant: Contestant) -> int:
    comes_true(lambda: not contestant.missing(), within=SETTLE_SECONDS)
    return contestant.missing()
