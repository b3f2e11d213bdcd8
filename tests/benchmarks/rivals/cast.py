"""The rivals, each with how its one worker process is started."""

from dataclasses import dataclass

from tests.apart import Apart
from tests.benchmarks.rivals import effect

PACKAGE = "tests.benchmarks.rivals"


@dataclass(frozen=True, kw_only=True)
class Rival:
    """A library that does the same job.

    Attributes:
        name: of its package, its lock and its command.
        title: its name as its people write it.
        worker: the arguments of its command that start one worker process; `{broker}` stands for the URL.
        queue: the queue that its worker consumes from.
    """

    name: str
    title: str
    worker: tuple[str, ...]
    queue: str = effect.QUEUE

    def __str__(self) -> str:
        return f"{self.title} {self.apart.version()}"

    @property
    def apart(self) -> Apart:
        """Return where it is installed."""
        return Apart("rivals", self.name)

    @property
    def module(self) -> str:
        """Return the module with its side of the job."""
        return f"{PACKAGE}.on_{self.name}"


RIVALS = (
    Rival(
        name="celery",
        title="Celery",
        worker=("--app", f"{PACKAGE}.on_celery", "worker", "--concurrency", "1"),
    ),
    Rival(name="dramatiq", title="Dramatiq", worker=(f"{PACKAGE}.on_dramatiq", "--processes", "1")),
    Rival(
        name="nameko",
        title="Nameko",
        worker=("run", f"{PACKAGE}.on_nameko", "--define", "AMQP_URI={broker}"),
        queue="evt-plans-commitment_changed--notify.commitment_changed",
    ),
    Rival(
        name="faststream",
        title="FastStream",
        worker=("run", f"{PACKAGE}.on_faststream:app"),
    ),
)
