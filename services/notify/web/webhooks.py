"""Webhooks, for coordinators."""

from uuid import UUID

import flask
import werkzeug
from flask.typing import ResponseReturnValue

from services.notify.db.listings import community_names
from services.notify.db.webhooks import Piece, counts, deliveries_of, webhooks_of
from services.notify.domain.signatures import Keyring
from services.notify.domain.webhooks import EVENT_TYPES, TEST_TYPE, Webhook, WebhookState
from services.notify.use_cases.webhook_deliveries import replay, replay_dead
from services.notify.use_cases.webhook_events import send_test
from services.notify.use_cases.webhooks import Wish, delete_webhook, make_webhook, webhook_to_change
from services.notify.web.webhook_forms import WebhookForm
from shared.contracts import Role
from shared.db.unit_of_work import UnitOfWork
from shared.http.access import access, allow
from shared.http.caller import caller
from shared.http.problems import Problem
from shared.http.site import site

pages = flask.Blueprint("webhook_pages", __name__, template_folder="templates")

SHOWN = 50
COORDINATORS = access(allow(Role.COORDINATOR))

STATES = {WebhookState.ACTIVE: "Active", WebhookState.PAUSED: "Paused", WebhookState.ENDED: "Ended"}
DELIVERY_STATES = {
    "waiting": "Waiting",
    "claimed": "On its way",
    "delivered": "Delivered",
    "dead": "Not delivered",
}
"""What the pages call each state."""

TYPES = {**EVENT_TYPES, TEST_TYPE: "A test"}


@pages.get("/notify/webhooks")
@COORDINATORS
def every() -> str:
    """List the webhooks, with the form for another one."""
    return _list(_form())


@pages.post("/notify/webhooks")
@COORDINATORS
def make() -> ResponseReturnValue:
    """Make a webhook and show its secret, this once."""
    form, keyring = _form(), Keyring(site().settings.secret_keys)

    def make_it(uow: UnitOfWork, wish: Wish) -> Webhook:
        return make_webhook(uow, form.community(), wish, key_mark=keyring.mark, made_by=caller().person_id)

    made = form.act(make_it)
    if made is None:
        return _list(form)
    return _secret(made, keyring, "The webhook is made")


@pages.get("/notify/webhooks/<uuid:webhook_id>")
@COORDINATORS
def one(webhook_id: UUID) -> str:
    """Show one webhook with its last deliveries."""
    with site().database.unit_of_work(read_only=True) as uow:
        webhook = _there(uow.session.get(Webhook, webhook_id))
        deliveries = deliveries_of(uow, webhook_id, Piece(limit=SHOWN))
        numbers = {state.value: count for state, count in counts(uow, webhook_id).items()}
    return flask.render_template(
        "notify/webhook.html",
        webhook=webhook,
        deliveries=deliveries,
        numbers=numbers,
        states=STATES,
        delivery_states=DELIVERY_STATES,
        types=TYPES,
        shown=SHOWN,
    )


@pages.post("/notify/webhooks/<uuid:webhook_id>/secret")
@COORDINATORS
def rotate(webhook_id: UUID) -> str:
    """Make a new secret and show it, this once."""
    keyring = Keyring(site().settings.secret_keys)
    with site().database.unit_of_work() as uow:
        webhook = _there(webhook_to_change(uow, webhook_id))
        webhook.rotate(keyring.mark, uow.now)
    return _secret(webhook, keyring, "The new secret")


@pages.post("/notify/webhooks/<uuid:webhook_id>/pause")
@COORDINATORS
def pause(webhook_id: UUID) -> werkzeug.Response:
    """Call it no more for now."""
    with site().database.unit_of_work() as uow:
        _there(webhook_to_change(uow, webhook_id)).pause()
    return _back(webhook_id, "The webhook is paused. What happens meanwhile waits for it.")


@pages.post("/notify/webhooks/<uuid:webhook_id>/resume")
@COORDINATORS
def resume(webhook_id: UUID) -> werkzeug.Response:
    """Call it again."""
    with site().database.unit_of_work() as uow:
        _there(webhook_to_change(uow, webhook_id)).resume()
    return _back(webhook_id, "The webhook is called again.")


@pages.post("/notify/webhooks/<uuid:webhook_id>/test")
@COORDINATORS
def test(webhook_id: UUID) -> werkzeug.Response:
    """Send an event that only tests."""
    with site().database.unit_of_work() as uow:
        send_test(uow, _there(webhook_to_change(uow, webhook_id)))
    return _back(webhook_id, "A test is on its way. Load this page again to see what came of it.")


@pages.post("/notify/webhooks/<uuid:webhook_id>/replay")
@COORDINATORS
def replay_all(webhook_id: UUID) -> werkzeug.Response:
    """Send everything again that was never delivered."""
    with site().database.unit_of_work() as uow:
        replay_dead(uow, webhook_id)
    return _back(webhook_id, "What was not delivered is sent again.")


@pages.post("/notify/webhooks/<uuid:webhook_id>/deliveries/<uuid:webhook_delivery_id>/replay")
@COORDINATORS
def replay_one(webhook_id: UUID, webhook_delivery_id: UUID) -> werkzeug.Response:
    """Send one event again, under the same id."""
    with site().database.unit_of_work() as uow:
        delivery = replay(uow, webhook_delivery_id)
        if delivery is None or delivery.webhook_id != webhook_id:
            raise Problem.not_found()
    return _back(webhook_id, "It is sent again.")


@pages.get("/notify/webhooks/<uuid:webhook_id>/delete")
@COORDINATORS
def ask_to_delete(webhook_id: UUID) -> str:
    """Ask whether it is to go for good."""
    with site().database.unit_of_work(read_only=True) as uow:
        webhook = _there(uow.session.get(Webhook, webhook_id))
    return flask.render_template("notify/webhook_delete.html", webhook=webhook)


@pages.post("/notify/webhooks/<uuid:webhook_id>/delete")
@COORDINATORS
def delete(webhook_id: UUID) -> werkzeug.Response:
    """Take it away for good."""
    with site().database.unit_of_work() as uow:
        delete_webhook(uow, _there(webhook_to_change(uow, webhook_id)))
    flask.flash("The webhook is deleted.", "success")
    return flask.redirect(flask.url_for("webhook_pages.every"), 303)


def _form() -> WebhookForm:
    form = WebhookForm()
    with site().database.unit_of_work(read_only=True) as uow:
        form.offer(community_names(uow, caller().communities(Role.COORDINATOR)))
    return form


def _list(form: WebhookForm) -> str:
    with site().database.unit_of_work(read_only=True) as uow:
        found = webhooks_of(uow, caller().communities(Role.COORDINATOR))
    return flask.render_template(
        "notify/webhooks.html", form=form, webhooks=found, states=STATES, types=TYPES
    )


def _secret(webhook: Webhook, keyring: Keyring, title: str) -> str:
    secret = keyring.secret_of(webhook)
    return flask.render_template("notify/webhook_secret.html", webhook=webhook, secret=secret, title=title)


def _back(webhook_id: UUID, message: str) -> werkzeug.Response:
    flask.flash(message, "success")
    return flask.redirect(flask.url_for("webhook_pages.one", webhook_id=webhook_id), 303)


def _there(webhook: Webhook | None) -> Webhook:
    if webhook is None:
        raise Problem.not_found()
    return webhook
