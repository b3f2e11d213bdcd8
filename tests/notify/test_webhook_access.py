"""Who may do what with webhooks: every route, tried by everybody."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from tests.notify.doors import API, DOORS, LISTS
from tests.notify.hooks import hook, tell
from tests.notify.house import House
from tests.notify.stage import Stage
from tests.notify.test_access import CHARACTERS as EVERYBODY
from tests.notify.test_access import Who, program

CHARACTERS: dict[str, Callable[[House], Who]] = {
    **EVERYBODY,
    "writer": lambda house: program(house, "notify:write"),
}
CANARY = "https://127.0.0.1/canary"
NEW = {"url": "https://127.0.0.1/new", "event_types": ["plans.plan_changed.v1"]}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One engine is enough here: what is asked is the same on both."""
    return sqlite_url


@pytest.fixture
def house(stage: Stage, tmp_path: Path) -> Iterator[House]:
    """A house whose webhooks may lead to this machine, where names need no looking up."""
    made = House(stage, tmp_path, webhooks_inside=True)
    yield made
    made.close()


def knock(house: House, who: Who, method: str, path: str) -> TestResponse:
    """Try the route on a webhook of its own, with a delivery that waits for it."""
    client, headers = who
    webhook = hook(house.stage, CANARY)
    tell(house.stage, house.stage.cast.commitment(None))
    delivery = next(row for row in house.stage.rows("webhook_deliveries") if row["webhook_id"] == webhook.id)
    path = path.replace("<uuid:webhook_id>", str(webhook.id))
    path = path.replace("<uuid:webhook_delivery_id>", str(delivery["id"]))
    body: Any = None
    form: Any = None
    if method == "PATCH":
        coordinator, _ = CHARACTERS["coordinator"](house)
        headers = {**headers, "If-Match": coordinator.get(path).headers["ETag"]}
        body = {"description": "Canary, changed"}
    elif (method, path) == ("POST", API):
        body = NEW
    elif path == "/notify/webhooks":
        form = NEW
    answer = client.open(path, method=method, headers=headers, json=body, data=form)
    with house.stage.database.unit_of_work() as uow:
        uow.session.execute(house.stage.database.metadata.tables["webhooks"].delete())
    return answer


def refusal_of(character: str, path: str) -> int:
    if character in {"here", "nobody"}:
        return 401 if path.startswith("/notify/api") else 303
    if character == "foreigner" and "<uuid" in path:
        return 404
    return 403 if character in {"reader", "other", "foreigner", "writer"} else 404


@pytest.mark.parametrize("character", CHARACTERS)
def test_everybody_gets_in_where_they_may_and_nowhere_else(house: House, character: str) -> None:
    who = CHARACTERS[character](house)

    answers = {door: knock(house, who, *door).status_code for door in DOORS}

    assert answers == {
        (method, path): status if character in allowed else refusal_of(character, path)
        for (method, path), (status, allowed) in DOORS.items()
    }


@pytest.mark.parametrize("character", ["stranger", "foreigner"])
def test_nobody_is_shown_a_webhook_of_another_community(house: House, character: str) -> None:
    client, headers = CHARACTERS[character](house)
    webhook = hook(house.stage, CANARY)

    texts = [client.get(path, headers=headers).text for method, path in LISTS if method == "GET"]
    there = client.get(f"{API}/{webhook.id}", headers=headers)
    nowhere = client.get(f"{API}/{uuid4()}", headers=headers)

    assert not [text for text in texts if "canary" in text or str(webhook.id) in text]
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert {**(there.json or {}), "request_id": ""} == {**(nowhere.json or {}), "request_id": ""}


def test_a_delivery_of_another_webhook_is_not_sent_again_under_this_one(house: House) -> None:
    client, _ = CHARACTERS["coordinator"](house)
    mine = hook(house.stage, CANARY)
    tell(house.stage, house.stage.cast.commitment(None))
    other = hook(house.stage, CANARY)
    delivery = house.stage.rows("webhook_deliveries")[0]

    api = client.post(f"{API}/{other.id}/deliveries/{delivery['id']}/replay")
    page = client.post(f"/notify/webhooks/{other.id}/deliveries/{delivery['id']}/replay")

    assert delivery["webhook_id"] == mine.id
    assert (api.status_code, page.status_code) == (404, 404)
