"""Call webhooks: claim in one transaction, call in none, settle in the next one; several at once.

Each call has a thread of its own that touches no database. One that hangs outlives the run that began it, so
that it holds up neither the others nor the next run, which settles it.
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
            self._take_turn(database, self._answers_so_far())
            if not self._in_hand:
                return
            self._wait(LOOK_SECONDS)

    def _take_turn(self, database: Database, answered: Sequence[tuple[Call, Answer]]) -> None:
        """Settle what came and claim what there is room for, in one transaction; then make the calls.

        Where that fails, the claims run out, and the calls are made again.
        """
        for call, _ in answered:
            self._in_hand.pop(call.delivery.id, None)
        if not answered and not _anything_due(database):
            return
        claimed: list[Call] = []
        with database.unit_of_work() as uow:
            for call, answer in answered:
                settle(uow, call, answer)
            if answered:
                reach("webhook.settling")
            while len(self._in_hand) + len(claimed) < AT_ONCE and (claim := claim_next(uow)):
                claimed.append(claim)
            if claimed:
                reach("webhook.claiming")
        self._tell(answered)
        self._begin(claimed, database.service)

    def _begin(self, claimed: Sequence[Call], service: str) -> None:
        if claimed:
            reach("webhook.claimed")
        for call in claimed:
            self._in_hand[call.delivery.id] = call
            threading.Thread(
                target=self._call, args=(call, service), name="notify.webhook", daemon=True
            ).start()

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

    def _wait(self, seconds: float) -> None:
        """Wait until an answer comes, and leave it for the next turn."""
        with suppress(queue.Empty):
            self._answers.put(self._answers.get(timeout=seconds))

    def _answers_so_far(self) -> list[tuple[Call, Answer]]:
        """Return what came; first that receivers want nothing more, because it locks their webhooks first."""
        came = [self._answers.get() for _ in range(self._answers.qsize())]
        return sorted(came, key=lambda each: not each[1].is_gone)

    def _tell(self, answered: Sequence[tuple[Call, Answer]]) -> None:
        if answered:
            reach("webhook.settled")
        for call, answer in answered:
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


def _anything_due(database: Database) -> bool:
    with database.unit_of_work(read_only=True) as uow:
        return next_to_call(uow, claims=False) is not None
