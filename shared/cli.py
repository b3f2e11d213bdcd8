"""The commands of one service: `python -m services.<service> serve|work|migrate|resync|parked`."""

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial

import click

from shared import floors, garbage, logs, parked, resync, tracing
from shared.events.rabbitmq import RabbitMQTransport
from shared.events.transport import TopologyConflict, TransportUnavailable
from shared.http.probes import answering
from shared.http.server import Server
from shared.service import Runtime, Service
from shared.settings import Settings, SettingsError
from shared.worker import Worker

LOOK_SECONDS = 0.2
"""How long a command waits for another process that says a page at the moment."""


def main(service: Service) -> None:
    """Run the command line of the service."""
    commands(service)(obj=lambda _name: _start(service, _settings(f"{service.name}.command")))


def commands(service: Service) -> click.Group:
    """Return the service's commands, each of which reads the settings from the environment."""
    group = click.Group(service.name, help=f"{service.title}, one of Backcast's services.")
    for name, (run, text) in COMMANDS.items():
        group.add_command(click.Command(name, callback=partial(_run, service, name, run), help=text))
    group.add_command(parked.commands([service.name]))
    for command in service.commands:
        group.add_command(command)
    return group


def settings_or_exit() -> Settings:
    """Read the settings, or say every fault and end the process; so too on libraries with known holes."""
    if old := floors.too_old():
        click.echo(
            "\n".join(["Backcast cannot start, because of known holes in these libraries:", *old]), err=True
        )
        sys.exit(2)
    try:
        return Settings.from_env()
    except SettingsError as fault:
        click.echo(f"Backcast cannot start, because of these settings:\n{fault}", err=True)
        sys.exit(2)


@contextmanager
def broker_faults_told() -> Iterator[None]:
    """End the command with a line about the broker, where the block fails because of it."""
    try:
        yield
    except TopologyConflict as fault:
        text = f"the broker holds something else than this release needs: {fault}"
        raise click.ClickException(text) from fault
    except TransportUnavailable as fault:
        raise click.ClickException(f"the broker cannot be reached: {fault}") from fault


def until_stopped(worker: Worker, answers: AbstractContextManager[None]) -> None:
    """Run the worker until the process is asked to end, and answer what it is asked meanwhile.

    The signals are blocked and waited for, because a handler that touches a lock can deadlock with the
    very thread that it interrupts.
    """
    numbers = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, numbers)
    worker.start()
    garbage.keep_all_so_far()
    with answers:
        signal.sigwait(numbers)
    worker.stop()


def _run(service: Service, name: str, run: Callable[[Service, Settings], None]) -> None:
    settings = _settings(f"{service.name}.{name}")
    with broker_faults_told():
        run(service, settings)


def _settings(process: str) -> Settings:
    settings = settings_or_exit()
    if not settings.broker_url:
        click.echo("A service of its own needs BACKCAST_BROKER_URL (amqp://...).", err=True)
        sys.exit(2)
    logs.configure(settings, process=process)
    tracing.configure(settings, process=process)
    return settings


def _start(service: Service, settings: Settings) -> Runtime:
    return Runtime.start(service, settings, RabbitMQTransport(settings.broker_url))


def _serve(service: Service, settings: Settings) -> None:
    Server(lambda: _start(service, settings).app(), settings, workers=settings.workers).run()


def _work(service: Service, settings: Settings) -> None:
    worker = Worker(_start(service, settings))
    port = settings.worker_port
    answers = answering(settings.host, port, lambda: worker.lives) if port else nullcontext()
    until_stopped(worker, answers)


def _migrate(service: Service, settings: Settings) -> None:
    _start(service, settings).migrate()


def _resync(service: Service, settings: Settings) -> None:
    say_everything_again(_start(service, settings))


def say_everything_again(runtime: Runtime) -> None:
    """Say the state of every thing of the service once more, and show how far it has come.

    Whatever stops it, the service's worker goes on from there.
    """
    resync_id = resync.begin(runtime, "an operator asked for it")
    if resync_id is None:
        click.echo(f"{runtime.service.title}: there is nothing to say again.")
        return
    told = resync.progress(runtime, resync_id)
    try:
        with click.progressbar(length=told.total, label=f"{runtime.service.title}") as bar:
            while told.finished_at is None:
                count = resync.say_page(runtime)
                time.sleep((count or 0) / runtime.settings.resync_rate if count else LOOK_SECONDS)
                before, told = told.said, resync.progress(runtime, resync_id)
                bar.update(told.said - before)
    except KeyboardInterrupt:
        click.echo(f"\n{runtime.service.title}: {told.said} said so far; the worker goes on with the rest.")
        return
    click.echo(f"{runtime.service.title}: the state of {told.said} things is on its way again.")


COMMANDS: dict[str, tuple[Callable[[Service, Settings], None], str]] = {
    "serve": (_serve, "Answer pages and API calls."),
    "work": (_work, "Relay and consume events, run the jobs."),
    "migrate": (_migrate, "Bring the database and the broker's queues to this release."),
    "resync": (_resync, "Publish the current state of every thing once more."),
}
