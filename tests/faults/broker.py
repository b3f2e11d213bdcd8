"""A broker of our own that a test may kill, stop and start."""

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pika
from pika.exceptions import ChannelClosedByBroker

from deploy.servers import node
from deploy.servers.place import Place
from deploy.servers.rabbitmq import RabbitMQ, program
from tests.waiting import eventually


@dataclass(frozen=True)
class Broker:
    """The private RabbitMQ of the fault tests; `url` names the virtual host of one test."""

    place: Place
    url: str

    @property
    def _node(self) -> RabbitMQ:
        return RabbitMQ(self.place)

    def kill(self) -> None:
        """End it at once, as a power cut does, and start it again."""
        self._signal(signal.SIGKILL)
        self.wait_until_gone()
        self.start()

    def stop(self) -> None:
        """End it at once, and leave it ended."""
        self._signal(signal.SIGKILL)
        self.wait_until_gone()

    def start(self) -> None:
        self._node.launch()
        self._node.wait()

    def lose_its_disk(self) -> None:
        """Remove everything that it kept, and start it empty but for the test's virtual host."""
        self.stop()
        shutil.rmtree(self._node.home / "mnesia", ignore_errors=True)
        self.start()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Let it hang inside the block: it neither answers nor ends its connections."""
        self._signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._signal(signal.SIGCONT)

    def waiting(self, queue: str) -> int:
        """Return how many messages are ready in the queue, by the broker's count; -1 for no such queue."""
        connection = pika.BlockingConnection(pika.URLParameters(self.url))
        try:
            declared = connection.channel().queue_declare(queue, passive=True)
            return int(declared.method.message_count)
        except ChannelClosedByBroker:
            return -1
        finally:
            connection.close()

    def kill_queue(self, name: str) -> None:
        """End the quorum queue's only member and remove its log; the broker still lists the queue."""
        member = f"{urlsplit(self.url).path.removeprefix('/')}_{name}"
        self.control(
            "eval",
            f'ra:force_delete_server(quorum_queues, {{binary_to_atom(<<"{member}">>, utf8), node()}}).',
        )

    def control(self, *words: str) -> None:
        """Give it an operator's command."""
        script = program()
        assert script is not None
        with (self.place.folder / "control.log").open("ab") as output:
            command: list[str | Path] = [script.with_name("rabbitmqctl"), *words]
            environment = node.environment(self.place, self._node.home)
            running = self._node.account.popen(command, cwd=self._node.home, env=environment, output=output)
        assert running.wait(120) == 0

    def wait_until_gone(self) -> None:
        eventually(lambda: self._node._pid() is None, saying="the broker gone")  # noqa: SLF001  # Only it knows.

    def _signal(self, number: signal.Signals) -> None:
        pid = self._node._pid()  # noqa: SLF001  # As above.
        if pid is not None:
            os.kill(pid, number)
