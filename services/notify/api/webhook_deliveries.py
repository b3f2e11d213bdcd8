"""A webhook's deliveries: what became of each event, and sending again."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from services.notify.api import webhook_examples as examples
from services.notify.api import webhook_schemas as schemas
from services.notify.api.requests import last_seen
from services.notify.api.webhooks import READ, WRITE, changing
from services.notify.db.webhooks import Piece, deliveries_of
from services.notify.domain.webhook_deliveries import WebhookDelivery
from services.notify.use_cases.webhook_deliveries import replay, replay_dead
from services.notify.use_cases.webhook_events import send_test
from shared.http.api import Blueprint
from shared.http.pages import Page, link_header, page_of
from shared.http.problems import Problem
from shared.http.site import site

routes = Blueprint(
    "webhook-deliveries", __name__, url_prefix="/webhooks", description="What became of each event."
)


@routes.route("/<uuid:webhook_id>/deliveries")
class WebhookDeliveries(MethodView):
    """What is on its way to a webhook, and what has ended in the last 30 days."""

    @READ
    @routes.arguments(schemas.WebhookDeliveryQuery, location="query")
    @routes.response(200, schemas.WebhookDeliveryPage, example=examples.DELIVERY_PAGE)
    def get(
        self, query: dict[str, Any], webhook_id: UUID
    ) -> tuple[Page[WebhookDelivery], int, dict[str, str]]:
        """List the deliveries, the newest first."""
        piece = Piece(limit=query["limit"] + 1, state=query.get("state"), after=last_seen(query.get("after")))
        with site().database.unit_of_work(read_only=True) as uow:
            found = deliveries_of(uow, webhook_id, piece)
        page = page_of(found, query["limit"], lambda each: [each.made_at.isoformat(), str(each.id)])
        return page, 200, link_header(page)


@routes.route("/<uuid:webhook_id>/deliveries/<uuid:webhook_delivery_id>/replay")
class Replay(MethodView):
    """Sending one delivery again."""

    @WRITE
    @routes.response(200, schemas.WebhookDelivery, example=examples.DELIVERY)
    def post(self, webhook_id: UUID, webhook_delivery_id: UUID) -> WebhookDelivery:
        """Send what has ended once more, under the same id; what is on its way stays as it is."""
        with site().database.unit_of_work() as uow:
            delivery = replay(uow, webhook_delivery_id)
            if delivery is None or delivery.webhook_id != webhook_id:
                raise Problem.not_found()
        return delivery


@routes.route("/<uuid:webhook_id>/replay")
class ReplayDead(MethodView):
    """Sending again what never arrived."""

    @WRITE
    @routes.response(200, schemas.Replayed, example={"count": 3})
    def post(self, webhook_id: UUID) -> dict[str, int]:
        """Send all dead deliveries once more, each under its own id."""
        with site().database.unit_of_work() as uow:
            return {"count": replay_dead(uow, webhook_id)}


@routes.route("/<uuid:webhook_id>/test")
class Test(MethodView):
    """Trying a webhook."""

    @WRITE
    @routes.response(202, schemas.WebhookDelivery, example=examples.DELIVERY)
    def post(self, webhook_id: UUID) -> WebhookDelivery:
        """Send an event that says nothing but that it is a test (`notify.webhook_tested.v1`)."""
        with site().database.unit_of_work() as uow:
            return send_test(uow, changing(uow, webhook_id))
