"""What notify does by itself: claim nudges and digests, send what waits, and call webhooks."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from weakref import WeakKeyDictionary

import structlog
from sqlalchemy.exc import IntegrityError

from services.notify.calling.guard import guard_of
from services.notify.calling.sending import Sender
from services.notify.domain.signatures import Keyring
from services.notify.email.addresses import Addresses
from services.notify.email.mailer import mailer_for
from services.notify.email.sending import Post
from services.notify.email.sending import send_deliveries as send
from services.notify.use_cases import nudges, turns
from services.notify.use_cases.digests import run_digests
from services.notify.use_cases.imports import any_arrived, mark_arrived
from services.notify.use_cases.nudges import people_owed
from services.notify.use_cases.turns import any_turn_owed
from services.notify.use_cases.webhook_deliveries import sweep_webhook_deliveries
from shared.crash_points import reach
from shared.db.unit_of_work import Database, UnitOfWork
from shared.service import Job, Runtime

BATCH = 100
"""How many people one transaction claims nudges for, so that it holds up nobody for long."""

_senders: WeakKeyDictionary[Database, Sender] = WeakKeyDictionary()
"""One for each database of this process: what it has in hand outlives a run."""

_log = structlog.get_logger(__name__)


def claim_nudges(runtime: Runtime) -> None:
    """Claim every nudge that is owed now, some people at a time."""
    zone = runtime.settings.timezone
    with runtime.database.unit_of_work(read_only=True) as uow:
        has_import = any_arrived(uow)
    if has_import:
        _alone(runtime, mark_arrived)
    with runtime.database.unit_of_work(read_only=True) as uow:
        people = people_owed(uow, zone)
    for start in range(0, len(people), BATCH):
        _alone(runtime, partial(nudges.claim_nudges, default_zone=zone, people=people[start : start + BATCH]))


def claim_turns(runtime: Runtime) -> None:
    """Claim an e-mail for everybody whose turn came."""
    with runtime.database.unit_of_work(read_only=True) as uow:
        owed = any_turn_owed(uow)
    if owed:
        _alone(runtime, partial(turns.claim_turns, default_zone=runtime.settings.timezone))


def claim_digests(runtime: Runtime) -> None:
    """Claim every digest that is owed now."""
    _alone(runtime, partial(run_digests, default_zone=runtime.settings.timezone))


def send_deliveries(runtime: Runtime) -> None:
    """Send what waits, for some seconds at most."""
    send(post(runtime))


def call_webhooks(runtime: Runtime) -> None:
    """Call the webhooks for which something is due."""
    sender = _senders.get(runtime.database)
    if sender is None:
        keyring, guard = Keyring(runtime.settings.secret_keys), guard_of(runtime.settings)
        sender = _senders[runtime.database] = Sender(keyring, guard, runtime.clock)
    sender.run(runtime.database)


def sweep_webhooks(runtime: Runtime) -> None:
    """Take away what webhooks were told long ago."""
    with runtime.database.unit_of_work() as uow:
        sweep_webhook_deliveries(uow)


def post(runtime: Runtime) -> Post:
    """Return what sending takes, as the runtime has it."""
    return Post(
        database=runtime.database,
        mailer=mailer_for(runtime.settings),
        addresses=Addresses(runtime.settings.base_url, runtime.links),
        mail_from=runtime.settings.mail_from,
        clock=runtime.clock,
    )


def _alone(runtime: Runtime, claim: Callable[[UnitOfWork], object]) -> None:
    """Claim in one transaction; where another worker was a moment faster, leave it to that one."""
    try:
        with runtime.database.unit_of_work() as uow:
            claim(uow)
            reach("ledger.claimed")
        reach("ledger.committed")
    except IntegrityError:
        _log.warning("another worker was first")


JOBS = (
    Job(name="nudges", every=timedelta(seconds=30), run=claim_nudges),
    Job(name="turns", every=timedelta(seconds=30), run=claim_turns),
    Job(name="digests", every=timedelta(minutes=1), run=claim_digests),
    Job(name="deliveries", every=timedelta(seconds=1), run=send_deliveries),
    Job(name="webhooks", every=timedelta(seconds=1), run=call_webhooks),
    Job(name="sweep-webhooks", every=timedelta(hours=1), run=sweep_webhooks, on_events=False),
)
"""Each may run in several processes at once: the ledger's keys and the claims keep them apart."""
