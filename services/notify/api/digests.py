"""Digests: what the next one would say."""

from typing import Any

from flask.views import MethodView

from services.notify.api import examples, schemas
from services.notify.api.requests import SCOPE, chosen_community
from services.notify.domain.digests import Digest
from services.notify.use_cases.digests import preview
from shared.contracts import LEADING
from shared.http.access import access, allow
from shared.http.api import Blueprint
from shared.http.caller import caller
from shared.http.site import site

routes = Blueprint("digests", __name__, url_prefix="/digests", description="What officers are told.")


@routes.route("/preview")
class Preview(MethodView):
    """The next digest."""

    @access(allow(*LEADING, scope=SCOPE))
    @routes.arguments(schemas.CommunityQuery, location="query")
    @routes.response(200, schemas.DigestPreview, example=examples.DIGEST_PREVIEW)
    def get(self, query: dict[str, Any]) -> Digest:
        """Tell what the next digest would say now: the caller's own, or one to somebody new."""
        community_id = chosen_community(query)
        with site().database.unit_of_work(read_only=True) as uow:
            return preview(uow, community_id, site().settings.timezone, caller().person_id)
