"""Webhooks: a community's own programs, told of events."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import flask
from flask.views import MethodView

from services.notify.api import webhook_examples as examples
from services.notify.api import webhook_schemas as schemas
from services.notify.api.requests import SCOPE
from services.notify.calling.guard import guard_of
from services.notify.db.webhooks import webhooks_of
from services.notify.domain.refusals import Refused
from services.notify.domain.signatures import Keyring
from services.notify.domain.webhooks import Webhook, WebhookState
from services.notify.use_cases.webhooks import Wish, delete_webhook, make_webhook, webhook_to_change
from shared.contracts import Role
from shared.db.unit_of_work import UnitOfWork
from shared.http.access import access, allow
from shared.http.api import Blueprint
from shared.http.caller import caller
from shared.http.communities import chosen_community
from shared.http.problems import Problem, respond
from shared.http.site import site

WRITE_SCOPE = "notify:write"
READ = access(allow(Role.COORDINATOR, scope=SCOPE))
WRITE = access(allow(Role.COORDINATOR, scope=WRITE_SCOPE))

routes = Blueprint("webhooks", __name__, url_prefix="/webhooks", description="Programs told of events.")


def _tell(refusal: Refused) -> flask.Response:
    errors = [{"field": f"/{refusal.field}", "message": str(refusal)}] if refusal.field else None
    return respond(Problem(422, "That cannot be done", str(refusal), errors))


routes.register_error_handler(Refused, _tell)


@routes.route("")
class Webhooks(MethodView):
    """All webhooks."""

    @READ
    @routes.response(200, schemas.WebhookList, example=examples.WEBHOOK_LIST)
    def get(self) -> dict[str, Any]:
        """List the webhooks, the oldest first; a community has twenty at most."""
        with site().database.unit_of_work(read_only=True) as uow:
            return {"items": webhooks_of(uow, caller().communities(Role.COORDINATOR))}

    @WRITE
    @routes.arguments(schemas.NewWebhook, example=examples.NEW_WEBHOOK)
    @routes.response(201, schemas.WebhookWithSecret, example=examples.WEBHOOK_WITH_SECRET)
    def post(self, body: dict[str, Any]) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Make a webhook; its secret is in this answer alone, so the answer is not kept to be given again."""
        community_id = chosen_community(body)
        wish = Wish(
            url=guard_of(site().settings).check(body["url"]),
            description=body["description"],
            event_types=body["event_types"],
        )
        keyring = Keyring(site().settings.secret_keys)
        with site().database.unit_of_work() as uow:
            made = make_webhook(uow, community_id, wish, key_mark=keyring.mark, made_by=caller().person_id)
        return _with_secret(made, keyring), 201, {"Location": f"/notify/api/v1/webhooks/{made.id}"}


@routes.route("/<uuid:webhook_id>")
class OneWebhook(MethodView):
    """One webhook."""

    @READ
    @routes.etag
    @routes.response(200, schemas.Webhook, example=examples.WEBHOOK)
    def get(self, webhook_id: UUID) -> Webhook:
        """Read the webhook, without its secret."""
        with site().database.unit_of_work(read_only=True) as uow:
            return _there(uow.session.get(Webhook, webhook_id))

    @WRITE
    @routes.etag
    @routes.arguments(schemas.WebhookChange, example={"state": "paused"})
    @routes.response(200, schemas.Webhook, example=examples.WEBHOOK)
    def patch(self, body: dict[str, Any], webhook_id: UUID) -> Webhook:
        """Change the webhook, pause it or begin it again, if it is still as the caller last saw it."""
        if "url" in body:
            guard_of(site().settings).check(body["url"])
        with site().database.unit_of_work() as uow:
            webhook = changing(uow, webhook_id)
            routes.check_etag(webhook, schemas.Webhook)
            _change(webhook, body)
        return webhook

    @WRITE
    @routes.response(204)
    def delete(self, webhook_id: UUID) -> None:
        """Delete the webhook, with what waits for it."""
        with site().database.unit_of_work() as uow:
            delete_webhook(uow, changing(uow, webhook_id))


@routes.route("/<uuid:webhook_id>/secret")
class Secret(MethodView):
    """The webhook's secret."""

    @WRITE
    @routes.response(200, schemas.WebhookWithSecret, example=examples.WEBHOOK_WITH_SECRET)
    def post(self, webhook_id: UUID) -> dict[str, Any]:
        """Make a new secret, which is in this answer alone; the one before signs too for 24 hours."""
        keyring = Keyring(site().settings.secret_keys)
        with site().database.unit_of_work() as uow:
            webhook = changing(uow, webhook_id)
            webhook.rotate(keyring.mark, uow.now)
        return _with_secret(webhook, keyring)


def changing(uow: UnitOfWork, webhook_id: UUID) -> Webhook:
    """Return the webhook, locked until the transaction ends.

    Raises:
        Problem: it was deleted a moment ago.
    """
    return _there(webhook_to_change(uow, webhook_id))


def _there(webhook: Webhook | None) -> Webhook:
    if webhook is None:
        raise Problem.not_found()
    return webhook


def _change(webhook: Webhook, body: Mapping[str, Any]) -> None:
    facts = ("url", "description", "event_types")
    if body.keys() & set(facts):
        webhook.change(**{name: body.get(name, getattr(webhook, name)) for name in facts})
    if body.get("state") == WebhookState.ACTIVE:
        webhook.resume()
    elif body.get("state") == WebhookState.PAUSED:
        webhook.pause()


def _with_secret(webhook: Webhook, keyring: Keyring) -> dict[str, Any]:
    return {**vars(webhook), "secret": keyring.secret_of(webhook)}
