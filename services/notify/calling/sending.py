"""Call webhooks: claim in one transaction, call in none, settle in the next one; several at once.

Each round of calls has a thread of its own that touches no database. One that hangs outlives the run that
began it, so that it holds up neither the others nor the next run, which settles it.
"""

import queue
import ssl
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

import structlog

from services.notify.calling.guard import Guard
from services.notify.calling.posting import Message, post
from services.notify.db.webhooks import LANES, has_lost_claims, next_to_call
from services.notify.domain.refusals import Refused
from services.notify.domain.signatures import KeyGone, Keyring
from services.notify.domain.webhook_deliveries import BEGUN_WITHIN, Answer, WebhookDelivery
from services.notify.domain.webhooks import MOST_WEBHOOKS, Webhook
from services.notify.use_cases.webhook_deliveries import Outcome, Round, claim_next, recover, settle
from shared import tracing
from shared.clock import Clock
from shared.crash_points import reach
from shared.db.unit_of_work import Database
from shared.events.envelope import CONTENT_TYPE

AT_ONCE = len(LANES) * MOST_WEBHOOKS
"""Calls at a time, of one process: as many as all webhooks of one community take if every one hangs."""

RUN_SECONDS = 4.0
"""After this long a run ends, so that a worker that is asked to stop can."""

LOOK_SECONDS = 0.1
"""How often a run that waits for answers settles those that came, and looks for what has become due."""

KEY_GONE = "the site's key that its secret was made from is gone: make a new secret"
AGENT = "Backcast-Webhooks"

_log = structlog.get_logger(__name__)


class Sender:
    """Calls webhooks, run after run; what one leaves in hand, the next one settles."""

    def __init__(self, keyring: Keyring, guard: Guard, clock: Clock) -> None:
        self._keyring, self._guard, self._clock = keyring, guard, clock
        self._tls = ssl.create_default_context()
        self._running = threading.Lock()
        self._left: dict[Round, int] = {}
        self._unwanted: set[UUID] = set()
        self._outcomes: queue.SimpleQueue[tuple[Round, Outcome]] = queue.SimpleQueue()

    def run(self, database: Database, seconds: float = RUN_SECONDS) -> None:
        """Call what is due until there is nothing more to do, or the time is over."""
        if self._running.acquire(blocking=False):
            try:
                self._run(database, time.monotonic() + seconds)
            finally:
                self._running.release()

    def _run(self, database: Database, ends_at: float) -> None:
        _recover(database)
        self._take_turn(database, ())
        while self._left and time.monotonic() < ends_at:
            self._take_turn(database, self._gather())

    def _take_turn(self, database: Database, outcomes: Sequence[Outcome]) -> None:
        """Settle what came and claim what there is room for, in one transaction; then make the calls.

        Where that fails, the claims run out, and the calls are made again.
        """
        if not outcomes and not _anything_due(database):
            return
        begin_until = time.monotonic() + BEGUN_WITHIN.total_seconds()
        claimed: list[Round] = []
        with database.unit_of_work() as uow:
            if outcomes:
                settle(uow, outcomes)
                reach("webhook.settling")
            while len(self._left) + len(claimed) < AT_ONCE and (claim := claim_next(uow)):
                claimed.append(claim)
            if claimed:
                reach("webhook.claiming")
        _tell(outcomes)
        if claimed:
            reach("webhook.claimed")
        for each in claimed:
            self._begin(each, begin_until, database.service)

    def _begin(self, claimed: Round, until: float, service: str) -> None:
        self._left[claimed] = len(claimed.deliveries)
        self._unwanted.discard(claimed.webhook.id)
        threading.Thread(
            target=self._call_all, args=(claimed, until, service), name="notify.webhook", daemon=True
        ).start()

    def _call_all(self, claimed: Round, until: float, service: str) -> None:
        """Make one call after the other; what is too late for one, or is wanted no more, is given back."""
        webhook = claimed.webhook
        for delivery in claimed.deliveries:
            wanted = time.monotonic() < until and webhook.id not in self._unwanted
            answer = self._call(webhook, delivery, service) if wanted else None
            outcome = Outcome(delivery=delivery, answer=answer)
            if outcome.is_gone:
                self._unwanted.add(webhook.id)
            self._outcomes.put((claimed, outcome))

    def _call(self, webhook: Webhook, delivery: WebhookDelivery, service: str) -> Answer:
        facts = {"service": service, "event.type": delivery.event_type}
        parent = delivery.traceparent
        with tracing.span("call webhook", tracing.Kind.CLIENT, parent=parent, facts=facts) as span:
            try:
                answer = self._answer(webhook, delivery)
            except Exception:  # noqa: BLE001  # Whatever is wrong with one call must not hold up the others.
                _log.exception("a webhook could not be called", delivery=str(delivery.id))
                answer = Answer(reason="the call could not be made")
            span.note({"delivery.status": str(answer.status)}, failed=not answer.is_success)
        return answer

    def _answer(self, webhook: Webhook, delivery: WebhookDelivery) -> Answer:
        body, now = delivery.body.encode(), self._clock()
        try:
            signed = self._keyring.headers(webhook, delivery.id, body, now)
            target = self._guard.target(webhook.url)
            addresses = self._guard.addresses(target)
        except KeyGone:
            return Answer(reason=KEY_GONE)
        except Refused as refusal:
            return Answer(reason=str(refusal))
        headers = {"Content-Type": CONTENT_TYPE, "User-Agent": AGENT, **signed}
        answer = post(target, addresses, Message(headers=headers, body=body), tls=self._tls, now=now)
        reach("webhook.answered")
        return answer

    def _gather(self) -> list[Outcome]:
        """Return what came of calls, as soon as a round is through with its own, or after a moment."""
        ends_at = time.monotonic() + LOOK_SECONDS
        came: list[Outcome] = []
        rounds = len(self._left)
        with suppress(queue.Empty):
            while len(self._left) == rounds:
                claimed, outcome = self._outcomes.get(timeout=max(0.0, ends_at - time.monotonic()))
                came.append(outcome)
                self._left[claimed] -= 1
                if not self._left[claimed]:
                    del self._left[claimed]
        return came


def _tell(outcomes: Sequence[Outcome]) -> None:
    if outcomes:
        reach("webhook.settled")
    for outcome in outcomes:
        if outcome.answer is not None:
            _log.info(
                "webhook called",
                webhook=str(outcome.delivery.webhook_id),
                delivery=str(outcome.delivery.id),
                attempt=outcome.delivery.attempts,
                status=outcome.answer.status,
                reason=outcome.answer.reason,
            )


def _recover(database: Database) -> None:
    """Put back what a dead sender had in hand. Looking only reads, and so holds up nobody who writes."""
    with database.unit_of_work(read_only=True) as uow:
        needed = has_lost_claims(uow)
    if needed:
        with database.unit_of_work() as uow:
            recover(uow)


def _anything_due(database: Database) -> bool:
    with database.unit_of_work(read_only=True) as uow:
        return next_to_call(uow, claims=False) is not None
