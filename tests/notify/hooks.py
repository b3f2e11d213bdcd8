"""Webhooks on the stage: made, told of events, and called."""

from typing import Any
from uuid import UUID

from sqlalchemy.engine import RowMapping

from services.notify.calling.guard import Guard
from services.notify.calling.sending import Sender
from services.notify.consumers import HANDLERS
from services.notify.domain.signatures import Keyring
from services.notify.domain.webhooks import EVENT_TYPES, Webhook
from services.notify.use_cases.webhooks import Wish, make_webhook, webhook_to_change
from shared.contracts import Contract
from shared.events.applying import Applier, Event
from shared.events.envelope import Envelope, encode, seal
from tests.notify.stage import Stage

KEYS = ("k" * 32,)
KEYRING = Keyring(KEYS)
HEARING = {contract.TYPE: handler for contract, handler in HANDLERS.items()}


def sealed(stage: Stage, contract: Contract, source: str = "/plans") -> Event:
    envelope = seal(contract, source=source, now=stage.clock())
    return Event(envelope=envelope, contract=contract, body=encode(envelope))


def tell(stage: Stage, *contracts: Contract) -> list[Envelope]:
    """Let notify hear the events as its worker does, envelopes and all."""
    events = [sealed(stage, contract) for contract in contracts]
    Applier(stage.database, HEARING).apply(events)
    return [event.envelope for event in events]


def say(stage: Stage, count: int = 1) -> None:
    """Let notify hear of so many new commitments."""
    tell(stage, *(stage.cast.commitment(None, reference=f"A{number}") for number in range(count)))


def hook(stage: Stage, url: str = "https://hooks.example.org/a", **changes: Any) -> Webhook:
    """Make a webhook of the stage's community, whatever its address."""
    with stage.database.unit_of_work() as uow:
        wish = Wish(url=url, description="Dashboard", event_types=tuple(EVENT_TYPES))
        community_id = changes.pop("community_id", stage.cast.community_id)
        made = make_webhook(uow, community_id, wish, key_mark=KEYRING.mark, made_by=None)
        for name, value in changes.items():
            setattr(made, name, value)
        return made


def changed(stage: Stage, webhook: Webhook, deed: str, *arguments: Any) -> Webhook:
    """Let the webhook do the deed."""
    with stage.database.unit_of_work() as uow:
        found = webhook_to_change(uow, webhook.id)
        assert found is not None
        getattr(found, deed)(*arguments)
        return found


def sender(stage: Stage, guard: Guard | None = None) -> Sender:
    return Sender(KEYRING, guard or Guard(inside=True), stage.clock)


def call(stage: Stage, guard: Guard | None = None) -> None:
    """Call whatever is due until nothing is."""
    sender(stage, guard).run(stage.database, seconds=20)


def deliveries(stage: Stage) -> list[RowMapping]:
    rows = stage.rows("webhook_deliveries")
    return sorted(rows, key=lambda row: (row["made_at"], row["event_id"]))


def states(stage: Stage) -> list[str]:
    return [row["state"].value for row in deliveries(stage)]


def state_of(stage: Stage, webhook_id: UUID) -> tuple[str, str | None]:
    found = next(row for row in stage.rows("webhooks") if row["id"] == webhook_id)
    return found["state"].value, found["reason"]
