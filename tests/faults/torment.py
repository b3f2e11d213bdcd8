"""Kills and stops processes and the broker, at random moments that a seed decides."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from random import Random

from tests.faults.broker import Broker
from tests.system.stages import SERVICES, ThreeServices, ready

EACH_READY = 3
"""After as many faults everything must be ready once: killing what has not begun to work proves nothing."""


_BROKER = "broker"


class Torment:
    """Does so many faults, one after the other, on a thread of its own."""

    def __init__(self, stage: ThreeServices, broker: Broker, faults: int, seed: int) -> None:
        self._stage = stage
        self._broker = broker
        self._faults = faults
        self._random = Random(seed)  # noqa: S311  # Chance that can be repeated is the point.
        self._failure: BaseException | None = None
        self.done: Counter[str] = Counter()
        self._thread = threading.Thread(target=self._run)

    def start(self) -> None:
        self._thread.start()

    def join(self) -> None:
        self._thread.join()
        assert self._failure is None, self._failure

    @property
    def goes_on(self) -> bool:
        return self._thread.is_alive()

    def _run(self) -> None:
        try:
            for number, (name, fault) in zip(range(1, self._faults + 1), self._all(), strict=False):
                threading.Event().wait(self._random.uniform(0.2, 1.5))
                fault()
                self.done[name] += 1
                if number % EACH_READY == 0:
                    ready(self._stage, SERVICES)
            ready(self._stage, SERVICES)
        except BaseException as fault:  # noqa: BLE001  # A thread's fault must fail the test.
            self._failure = fault

    def _all(self) -> Iterator[tuple[str, Callable[[], None]]]:
        """Yield faults for ever: everybody meets one in each round, in an order of chance."""
        while True:
            round_of_all = [*sorted(self._stage.processes), _BROKER]
            self._random.shuffle(round_of_all)
            for name in round_of_all:
                choices = self._of_the_broker() if name == _BROKER else self._of_a_process(name)
                yield self._random.choice(choices)

    def _of_the_broker(self) -> list[tuple[str, Callable[[], None]]]:
        return [("broker killed", self._broker.kill), ("broker paused", self._pause_broker)]

    def _of_a_process(self, name: str) -> list[tuple[str, Callable[[], None]]]:
        process = self._stage.processes[name]

        def kill() -> None:
            process.kill()
            process.start()

        def pause() -> None:
            process.pause()
            threading.Event().wait(self._random.uniform(0.5, 3))
            process.go_on()

        return [(f"{name} killed", kill), (f"{name} killed", kill), (f"{name} paused", pause)]

    def _pause_broker(self) -> None:
        with self._broker.paused():
            threading.Event().wait(self._random.uniform(1, 4))
