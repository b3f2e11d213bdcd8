"""The command `parked`: events that could not be sent or applied, and what to do with them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from uuid import UUID

import click

from shared.events.backlog import UNREADABLE
from shared.service import OpenRuntime

GIVE_UP = "The event will never be passed on. Give it up?"


def commands(services: Sequence[str]) -> click.Group:
    """Return the group of commands; where there are several services, each names the one that is meant."""
    group = click.Group("parked", help="Look after events that could not be sent or applied.")
    listed = click.pass_obj(partial(_list, services))
    group.add_command(click.Command("list", callback=listed, help="List them, with the reason."))
    for name, (run, text, options) in _COMMANDS.items():
        callback, arguments = _of_one(run, services)
        group.add_command(click.Command(name, callback=callback, params=[*arguments, *options], help=text))
    return group


def _of_one(
    run: Callable[..., None], services: Sequence[str]
) -> tuple[Callable[..., None], list[click.Parameter]]:
    """Return the callback of a command about one event, and its arguments."""
    event = click.Argument(["event_id"], type=click.UUID)
    if len(services) > 1:
        service = click.Argument(["service"], type=click.Choice(services))
        return click.pass_obj(run), [service, event]
    return click.pass_obj(partial(run, service=services[0])), [event]


def _list(services: Sequence[str], open_runtime: OpenRuntime) -> None:
    found = [(name, event) for name in services for event in open_runtime(name).parked.list()]
    for name, event in found:
        tries = "1 attempt" if event.attempts == 1 else f"{event.attempts} attempts"
        what = f"{event.event_id}  {event.type or UNREADABLE}"
        since = f"since {event.since:%Y-%m-%d %H:%M}"
        click.echo(f"{name}  {event.where}  {what}  {tries}  {since}  {event.reason}")
    if not found:
        click.echo("No event is parked.")


def _show(open_runtime: OpenRuntime, service: str, event_id: UUID) -> None:
    with _telling():
        click.echo(open_runtime(service).parked.body(event_id))


def _replay(open_runtime: OpenRuntime, service: str, event_id: UUID) -> None:
    with _telling():
        click.echo(open_runtime(service).parked.replay(event_id))


def _drop(open_runtime: OpenRuntime, service: str, event_id: UUID) -> None:
    with _telling():
        open_runtime(service).parked.drop(event_id)


@contextmanager
def _telling() -> Iterator[None]:
    """Say plainly that an event is not there."""
    try:
        yield
    except LookupError as fault:
        raise click.ClickException(str(fault)) from fault


_YES = click.Option(["--yes"], is_flag=True, expose_value=False, prompt=GIVE_UP, help="Do not ask.")
_COMMANDS: dict[str, tuple[Callable[..., None], str, list[click.Parameter]]] = {
    "show": (_show, "Print one parked event whole.", []),
    "replay": (_replay, "Try one again now, for instance after a mended release.", []),
    "drop": (_drop, "Give one up for good.", [_YES]),
}
