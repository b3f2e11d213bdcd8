"""Deliveries: e-mails on their way, and how far each got."""

from typing import Any

from flask.views import MethodView

from services.notify.api import examples, schemas
from services.notify.api.requests import SCOPE, cut_of
from services.notify.db.listings import sendings
from services.notify.domain.deliveries import Delivery
from shared.contracts import LEADING
from shared.http.access import access, allow
from shared.http.api import Blueprint
from shared.http.pages import Page, link_header, page_of
from shared.http.site import site

routes = Blueprint("deliveries", __name__, url_prefix="/deliveries", description="E-mails on their way.")


@routes.route("")
class Deliveries(MethodView):
    """All deliveries."""

    @access(allow(*LEADING, scope=SCOPE))
    @routes.arguments(schemas.DeliveryQuery, location="query")
    @routes.response(200, schemas.DeliveryPage, example=examples.DELIVERY_PAGE)
    def get(self, query: dict[str, Any]) -> tuple[Page[Delivery], int, dict[str, str]]:
        """List deliveries, the newest first."""
        with site().database.unit_of_work(read_only=True) as uow:
            found = sendings(uow, cut_of(query), query.get("state"))
        page = page_of(found, query["limit"], lambda sent: [sent.made_at.isoformat(), str(sent.id)])
        return page, 200, link_header(page)
