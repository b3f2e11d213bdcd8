"""What coordinators and their programs do with webhooks."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from services.notify.db.webhooks import webhooks_of
from services.notify.domain.refusals import Refused
from services.notify.domain.webhooks import MOST_WEBHOOKS, Webhook, clean_types
from shared.db.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody wants a webhook to be; its address has been looked at already."""

    url: str
    description: str
    event_types: Sequence[str]


def webhook_to_change(uow: UnitOfWork, webhook_id: UUID) -> Webhook | None:
    """Return the webhook, locked until the transaction ends."""
    return uow.session.get(Webhook, webhook_id, with_for_update=True)


def make_webhook(
    uow: UnitOfWork, community_id: UUID, wish: Wish, *, key_mark: str, made_by: UUID | None
) -> Webhook:
    """Make a webhook of the community; it is told of what happens from now on.

    Raises:
        Refused: it is to be told of nothing, or the community has as many as it may have.
    """
    if len(webhooks_of(uow, [community_id])) >= MOST_WEBHOOKS:
        raise Refused(f"A community has {MOST_WEBHOOKS} webhooks at most. Delete one first", field="url")
    webhook = Webhook(
        id=uuid4(),
        community_id=community_id,
        url=wish.url,
        description=wish.description,
        event_types=clean_types(wish.event_types),
        made_at=uow.now,
        made_by=made_by,
        key_mark=key_mark,
    )
    uow.session.add(webhook)
    return webhook


def delete_webhook(uow: UnitOfWork, webhook: Webhook) -> None:
    """Take the webhook away with all that waited for it."""
    uow.session.delete(webhook)
