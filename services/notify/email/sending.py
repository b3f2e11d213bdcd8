"""Send what waits: claim in one transaction, talk to the mail server in none, settle in another."""

import time
from contextlib import closing
from dataclasses import dataclass

import structlog

from services.notify.db.directory import Reader, reader
from services.notify.domain.deliveries import Delivery, Outcome, Result
from services.notify.email.addresses import Addresses
from services.notify.email.letters import write
from services.notify.email.mailer import Mailer
from services.notify.email.message import build, sender_of
from services.notify.use_cases.deliveries import claim_next, settle, tidy
from shared import tracing
from shared.clock import Clock
from shared.crash_points import reach
from shared.db.unit_of_work import Database

RUN_SECONDS = 4.0
"""After this long a run ends with the message in hand, so that a worker that is asked to stop can."""

NOT_HEARD_OF = Outcome(Result.NOT_NOW, "nothing has been heard of this person yet")

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Post:
    """All that sending takes."""

    database: Database
    mailer: Mailer
    addresses: Addresses
    mail_from: str
    clock: Clock


def send_deliveries(post: Post) -> int:
    """Send what is due and return how many attempts that made."""
    ends_at = time.monotonic() + RUN_SECONDS
    attempts = 0
    with post.database.unit_of_work() as uow:
        tidy(uow)
    with closing(post.mailer):
        while not post.mailer.is_down and time.monotonic() < ends_at and _send_next(post):
            attempts += 1
    return attempts


def _send_next(post: Post) -> bool:
    with post.database.unit_of_work() as uow:
        delivery = claim_next(uow)
        to = reader(uow, delivery.person_id) if delivery else None
        if delivery:
            reach("mail.claiming")
    if delivery is None:
        return False
    reach("mail.claimed")
    facts = {"service": post.database.service, "delivery.kind": delivery.kind}
    with tracing.span("send e-mail", tracing.Kind.CLIENT, parent=delivery.traceparent, facts=facts) as span:
        _deliver(post, delivery, to, span)
    return True


def _deliver(post: Post, delivery: Delivery, to: Reader | None, span: tracing.Span) -> None:
    outcome = _send(post, delivery, to) if to else NOT_HEARD_OF
    reach("mail.answered")
    with post.database.unit_of_work() as uow:
        settle(uow, delivery.id, outcome)
        reach("mail.settling")
    reach("mail.settled")
    span.note({"delivery.result": outcome.result}, failed=outcome.result is not Result.ACCEPTED)
    _log.info("delivery", delivery=str(delivery.id), kind=delivery.kind.value, result=outcome.result.value)


def _send(post: Post, delivery: Delivery, to: Reader) -> Outcome:
    try:
        letter = write(delivery, to, post.addresses)
        message = build(letter, sender_of(post.mail_from), post.clock())
    except Exception:  # noqa: BLE001  # Whatever is wrong with one letter must not hold up the others.
        _log.exception("a letter could not be written", delivery=str(delivery.id))
        return Outcome(Result.REFUSED, "the e-mail could not be written")
    reach("mail.written")
    return post.mailer.send(to.email, message)
