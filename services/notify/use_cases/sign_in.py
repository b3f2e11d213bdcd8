"""Send the link that somebody asked for to sign in."""

from services.notify.domain.deliveries import Delivery, Kind
from shared import tracing
from shared.contracts import SignInRequested
from shared.db.unit_of_work import UnitOfWork


def send_sign_in(uow: UnitOfWork, event: SignInRequested) -> None:
    """Put the e-mail on its way; a request that is over, or was answered already, changes nothing."""
    if event.expires_at <= uow.now or uow.session.get(Delivery, event.id) is not None:
        return
    uow.session.add(
        Delivery(
            id=event.id,
            community_id=event.community_id,
            person_id=event.person_id,
            kind=Kind.SIGN_IN,
            data={"expires_at": event.expires_at.isoformat()},
            made_at=uow.now,
            due_at=uow.now,
            expires_at=event.expires_at,
            traceparent=tracing.current(),
        )
    )
