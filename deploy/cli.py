"""The `backcast` command: the one process, and what an operator does beside it."""

import os
from datetime import datetime
from pathlib import Path

import click

from deploy.demo.community import newcomers_guide
from deploy.demo.whole import load_whole
from deploy.embedded import Embedded
from deploy.house import SERVICES, House
from deploy.lock import AlreadyRunning
from deploy.secret import ensure_secret
from shared import logs, parked, tracing
from shared.buckets import bucket_at
from shared.cli import broker_faults_told, say_everything_again, settings_or_exit
from shared.clock import Clock, fixed, utc_now
from shared.http.nearness import shows_mailbox
from shared.resync import differing
from shared.resync import reconcile as take_inventories
from shared.settings import Settings


def main() -> None:
    """Run the command line."""
    backcast(obj=lambda name: house().runtimes[name])


@click.group()
def backcast() -> None:
    """Turn the commitments made in a backcasting workshop into tracked tasks, with owners and nudges."""


@backcast.command()
@click.option("--demo", "with_demo", is_flag=True, help="Load the demo community, if no plan is there yet.")
def up(*, with_demo: bool) -> None:
    """Run all services in this process until it is stopped."""
    settings = settings_here("backcast.up")
    if with_demo and bucket_at(settings.photos_place):
        # The library of buckets does not survive the fork between the demo and the site.
        raise click.ClickException("Photos lie in a bucket: run `backcast demo` first, then `backcast up`.")

    def prepare() -> None:
        if with_demo:
            load_whole(settings)

    def tell() -> None:
        click.echo(welcome(settings, with_demo=with_demo))

    try:
        Embedded(settings, prepare=prepare, tell=tell).run()
    except AlreadyRunning as fault:
        raise click.ClickException(str(fault)) from fault


@backcast.command()
def demo() -> None:
    """Load the demo community, if no plan is there yet."""
    settings = settings_here("backcast.demo")
    click.echo("The demo is loaded." if load_whole(settings) else "There is a plan already.")


@backcast.command()
@click.option("--now", type=click.DateTime(["%Y-%m-%dT%H:%M"]), help="An instant in the installation's zone.")
def tick(now: datetime | None) -> None:
    """Run every job once, as if it were NOW: nudges, digests, deliveries."""
    for name in house(now).run_jobs():
        click.echo(f"ran {name}")


@backcast.command()
@click.argument("service", type=click.Choice(list(SERVICES)), required=False)
def resync(service: str | None) -> None:
    """Publish the current state of every thing once more, of SERVICE or of all."""
    for name, runtime in house().runtimes.items():
        if service in (None, name):
            say_everything_again(runtime)


@backcast.command()
def reconcile() -> None:
    """Let every service compare its copies with what their owners have, and list what is known to differ."""
    opened = house().runtimes
    for name, runtime in opened.items():
        click.echo(f"{name}: {take_inventories(runtime)} inventories are on their way.")
    differences = [(name, each) for name, runtime in opened.items() for each in differing(runtime)]
    for name, each in differences:
        lacks = f"{len(each.missing)} missing, {len(each.behind)} behind"
        click.echo(f"{name}: its copy of {each.kind} in community {each.community_id}: {lacks}")
    if not differences:
        click.echo("No copy is known to differ.")


backcast.add_command(parked.commands(list(SERVICES)))
for _service in SERVICES.values():
    for _command in _service.commands:
        backcast.add_command(_command)


def settings_here(process: str) -> Settings:
    """Read the settings of this installation and send the logs where they say."""
    ensure_secret(Path(os.environ.get("BACKCAST_DATA", "data")))
    settings = settings_or_exit()
    logs.configure(settings, process=process)
    tracing.configure(settings, process=process)
    return settings


def house(now: datetime | None = None) -> House:
    """Open the services for one command, at the instant given or now."""
    settings = settings_here("backcast.command")
    clock: Clock = fixed(now.replace(tzinfo=settings.timezone)) if now else utc_now
    opened = House.open(settings, clock)
    with broker_faults_told():
        opened.migrate()
    return opened


def welcome(settings: Settings, *, with_demo: bool) -> str:
    """Return what to open first."""
    lines = [f"Backcast runs on {settings.base_url}/"]
    if shows_mailbox(settings):
        lines.append(f"  the mailbox, with every e-mail:  {settings.base_url}/notify/mailbox")
    elif settings.mail_url.startswith("mailbox:"):
        lines.append("  no e-mail leaves, and none is shown on a site with a name: set BACKCAST_MAIL_URL")
    if with_demo:
        lines += newcomers_guide(settings.base_url)
    return "\n".join([*lines, "Stop it with Ctrl-C."])


if __name__ == "__main__":
    main()
