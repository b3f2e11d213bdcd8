"""Call webhooks: claim in one transaction, call in none, settle in another; several at once.

Each call has a thread of its own that touches no database. One that hangs outlives the run that began it, so
that it holds up neither the others nor the next run, which settles it.
"""

import queue
import ssl
import threading
import time
from uuid import UUID

import structlog

from services.notify.calling.guard import Guard
from services.notify.calling.posting import Message, post
from services.notify.db.webhooks import MOST_IN_FLIGHT, has_lost_claims, next_to_call
from services.notify.domain.refusals import Refused
from services.notify.domain.signatures import KeyGone, Keyring
from services.notify.domain.webhook_deliveries import Answer
from services.notify.domain.webhooks import MOST_WEBHOOKS
from services.notify.use_cases.webhook_deliveries import Call, claim_next, recover, settle
from shared import tracing
from shared.clock import Clock
from shared.crash_points import reach
from shared.db.unit_of_work import Database
from shared.events.envelope import CONTENT_TYPE

AT_ONCE = MOST_IN_FLIGHT * MOST_WEBHOOKS
"""Calls at a time, of one process: as many as all webhooks of one community take if every one hangs."""

RUN_SECONDS = 4.0
"""After this long a run ends, so that a worker that is asked to stop can."""

LOOK_SECONDS = 0.1
"""How often a run that waits for answers looks for what has become due."""

KEY_GONE = "the site's key that its secret was made from is gone: make a new secret"
AGENT = "Backcast-Webhooks"

_log = structlog.get_logger(__name__)


class Sender:
    """Calls webhooks, run after run; what one leaves in hand, the next one settles."""

    def __init__(self, keyring: Keyring, guard: Guard, clock: Clock) -> None:
        self._keyring, self._guard, self._clock = keyring, guard, clock
        self._tls = ssl.create_default_context()
        self._running = threading.Lock()
        self._in_hand: dict[UUID, Call] = {}
        self._answers: queue.SimpleQueue[tuple[Call, Answer]] = queue.SimpleQueue()

    def run(self, database: Database, seconds: float = RUN_SECONDS) -> None:
        """Call what is due until there is nothing more to do, or the time is over."""
        if self._running.acquire(blocking=False):
            try:
                self._run(database, time.monotonic() + seconds)
            finally:
                self._running.release()

    def _run(self, database: Database, ends_at: float) -> None:
        _recover(database)
        while time.monotonic() < ends_at:
            self._settle_what_came(database)
            while len(self._in_hand) < AT_ONCE and self._begin_next(database):
                pass
            if not self._in_hand:
                return
            self._wait(database, LOOK_SECONDS)

    def _begin_next(self, database: Database) -> bool:
        call = _claim(database)
        if call is None:
            return False
        self._in_hand[call.delivery.id] = call
        work = threading.Thread(
            target=self._call, args=(call, database.service), name="notify.webhook", daemon=True
        )
        work.start()
        return True

    def _call(self, call: Call, service: str) -> None:
        facts = {"service": service, "event.type": call.delivery.event_type}
        parent = call.delivery.traceparent
        with tracing.span("call webhook", tracing.Kind.CLIENT, parent=parent, facts=facts) as span:
            try:
                answer = self._answer(call)
            except Exception:  # noqa: BLE001  # Whatever is wrong with one call must not hold up the others.
                _log.exception("a webhook could not be called", delivery=str(call.delivery.id))
                answer = Answer(reason="the call could not be made")
            span.note({"delivery.status": str(answer.status)}, failed=not answer.is_success)
        self._answers.put((call, answer))

    def _answer(self, call: Call) -> Answer:
        body, now = call.delivery.body.encode(), self._clock()
        try:
            signed = self._keyring.headers(call.webhook, call.delivery.id, body, now)
            target = self._guard.target(call.webhook.url)
            addresses = self._guard.addresses(target)
        except KeyGone:
            return Answer(reason=KEY_GONE)
        except Refused as refusal:
            return Answer(reason=str(refusal))
        headers = {"Content-Type": CONTENT_TYPE, "User-Agent": AGENT, **signed}
        answer = post(target, addresses, Message(headers=headers, body=body), tls=self._tls, now=now)
        reach("webhook.answered")
        return answer

    def _wait(self, database: Database, seconds: float) -> None:
        try:
            call, answer = self._answers.get(timeout=seconds)
        except queue.Empty:
            return
        self._settle(database, call, answer)

    def _settle_what_came(self, database: Database) -> None:
        while not self._answers.empty():
            self._settle(database, *self._answers.get())

    def _settle(self, database: Database, call: Call, answer: Answer) -> None:
        # Where this fails, the claim runs out and the call is made again.
        self._in_hand.pop(call.delivery.id, None)
        with database.unit_of_work() as uow:
            settle(uow, call, answer)
            reach("webhook.settling")
        reach("webhook.settled")
        _log.info(
            "webhook called",
            webhook=str(call.webhook.id),
            delivery=str(call.delivery.id),
            attempt=call.delivery.attempts,
            status=answer.status,
            reason=answer.reason,
        )


def _recover(database: Database) -> None:
    """Put back what a dead sender had in hand. Looking only reads, and so holds up nobody who writes."""
    with database.unit_of_work(read_only=True) as uow:
        needed = has_lost_claims(uow)
    if needed:
        with database.unit_of_work() as uow:
            recover(uow)


def _claim(database: Database) -> Call | None:
    with database.unit_of_work(read_only=True) as uow:
        if next_to_call(uow, claims=False) is None:
            return None
    with database.unit_of_work() as uow:
        call = claim_next(uow)
        reach("webhook.claiming")
    reach("webhook.claimed")
    return call
