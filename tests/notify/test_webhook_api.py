from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from prometheus_client.parser import text_string_to_metric_families

from services.notify.domain.webhooks import EVENT_TYPES
from shared.contracts.routing import HEARS
from shared.secrecy import hidden
from tests.notify.hooks import hook, tell
from tests.notify.house import House
from tests.notify.receiver import Receiver, Reply, receiving
from tests.notify.stage import Stage
from tests.notify.test_api import token

API = "/notify/api/v1/webhooks"
TYPES = ["plans.commitment_changed.v1", "plans.plan_changed.v1"]
URL = "https://127.0.0.1/hook"


@pytest.fixture
def house(stage: Stage, tmp_path: Path) -> Iterator[House]:
    """A house whose webhooks may lead to this machine."""
    made = House(stage, tmp_path, webhooks_inside=True)
    yield made
    made.close()


def ask(house: House, method: str, path: str = "", **options: Any) -> Any:
    headers = token(house, "notify:read", "notify:write") | options.pop("headers", {})
    return house.nobody().open(f"{API}{path}", method=method, headers=headers, **options)


def made(house: House, **changes: Any) -> dict[str, Any]:
    body = {"url": URL, "description": "Dashboard", "event_types": TYPES} | changes
    answer = ask(house, "POST", json=body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json
    return found


def test_a_webhook_is_made_read_listed_and_deleted(house: House) -> None:
    new = made(house)

    read = ask(house, "GET", f"/{new['id']}").json

    assert new["secret"].startswith("whsec_")
    assert read == {name: value for name, value in new.items() if name != "secret"}
    assert read["event_types"] == list(reversed(TYPES))
    assert ask(house, "GET").json == {"items": [read]}
    assert ask(house, "DELETE", f"/{new['id']}").status_code == 204
    assert ask(house, "GET").json == {"items": []}
    assert ask(house, "GET", f"/{new['id']}").status_code == 404


def test_the_secret_is_told_once_and_a_new_one_differs(house: House) -> None:
    new = made(house)

    rotated = ask(house, "POST", f"/{new['id']}/secret").json

    texts = [ask(house, "GET", path).text for path in ("", f"/{new['id']}", f"/{new['id']}/deliveries")]
    assert rotated["secret"] != new["secret"]
    assert rotated["previous_until"] == "2026-11-03T12:00:00+00:00"
    assert not [text for text in texts if "whsec_" in text]


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"url": "http://example.org/"}, 422, "/url"),
        ({"url": "https://169.254.169.254/latest"}, 422, "/url"),
        ({"url": "https://localhost/"}, 422, "/url"),
        ({"url": "https://user:word@example.org/"}, 422, "/url"),
        ({"url": ""}, 400, "/url"),
        ({"event_types": []}, 400, "/event_types"),
        ({"event_types": ["partners.person_changed.v1"]}, 400, "/event_types/0"),
        ({"description": "x" * 201}, 400, "/description"),
        ({"secret": "whsec_mine"}, 400, "/secret"),
    ],
)
def test_what_cannot_be_is_refused_by_the_name_of_its_field(
    stage: Stage, tmp_path: Path, changes: dict[str, Any], status: int, field: str
) -> None:
    house = House(stage, tmp_path)

    answer = ask(house, "POST", json={"url": URL, "event_types": TYPES} | changes)

    assert (answer.status_code, answer.json["errors"][0]["field"]) == (status, field)
    assert stage.rows("webhooks") == []
    house.close()


def test_a_community_has_twenty_webhooks_at_most(house: House) -> None:
    for _ in range(20):
        hook(house.stage)

    answer = ask(house, "POST", json={"url": URL, "event_types": TYPES})

    assert answer.status_code == 422


def test_a_change_needs_the_version_it_is_meant_for_and_leaves_the_rest(house: House) -> None:
    new = made(house)
    tag = ask(house, "GET", f"/{new['id']}").headers["ETag"]

    blind = ask(house, "PATCH", f"/{new['id']}", json={"state": "paused"})
    paused = ask(house, "PATCH", f"/{new['id']}", json={"state": "paused"}, headers={"If-Match": tag})
    late = ask(house, "PATCH", f"/{new['id']}", json={"state": "active"}, headers={"If-Match": tag})
    tag = paused.headers["ETag"]
    moved = ask(house, "PATCH", f"/{new['id']}", json={"event_types": TYPES[:1]}, headers={"If-Match": tag})

    assert [answer.status_code for answer in (blind, paused, late, moved)] == [428, 200, 412, 200]
    assert (moved.json["state"], moved.json["url"], moved.json["event_types"]) == ("paused", URL, TYPES[:1])


def test_deliveries_tell_what_became_of_each_event_and_are_sent_again(house: House) -> None:
    with receiving(Receiver(replies=[Reply(500), Reply(500), Reply(500)])) as receiver:
        new = made(house, url=receiver.url)
        path = f"/{new['id']}/deliveries"
        tell(house.stage, *(house.stage.cast.commitment(None) for _ in range(3)))
        house.run()
        first = ask(house, "GET", path, query_string={"limit": 2}).json
        second = ask(house, "GET", path, query_string={"limit": 2, "after": first["next"]}).json
        house.stage.clock.forward(seconds=7)
        house.run()
        done = ask(house, "GET", path, query_string={"state": "delivered"}).json["items"]
        again = ask(house, "POST", f"{path}/{done[0]['id']}/replay").json
        house.run()

    assert (len(first["items"]), len(second["items"]), second["next"]) == (2, 1, None)
    assert {(each["state"], each["status"]) for each in first["items"]} == {("waiting", 500)}
    assert "body" not in first["items"][0]
    assert (again["id"], again["state"]) == (done[0]["id"], "waiting")
    assert receiver.ids().count(done[0]["id"]) == 3
    assert ask(house, "POST", f"/{new['id']}/replay").json == {"count": 0}


def test_a_test_is_accepted_and_arrives(house: House) -> None:
    with receiving() as receiver:
        new = made(house, url=receiver.url)

        accepted = ask(house, "POST", f"/{new['id']}/test")
        house.run()

    assert (accepted.status_code, accepted.json["event_type"]) == (202, "notify.webhook_tested.v1")
    assert receiver.ids() == [accepted.json["id"]]


def test_metrics_count_what_waits_and_what_is_dead(house: House) -> None:
    with receiving(Receiver(replies=[Reply(410)])) as receiver:
        made(house, url=receiver.url)
        tell(house.stage, house.stage.cast.commitment(None))
        house.run()
        made(house)
        tell(house.stage, house.stage.cast.commitment(None))

    text = house.nobody().get("/notify/metrics").text

    found = {
        sample.labels["state"]: sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == "backcast_webhook_deliveries"
    }
    assert found == {"waiting": 1, "dead": 1}


def test_no_line_of_the_log_holds_a_secret_or_what_the_url_asks(house: House) -> None:
    with structlog.testing.capture_logs() as lines, receiving(Receiver(replies=[Reply(500)])) as receiver:
        new = made(house, url=receiver.url)
        tell(house.stage, *(house.stage.cast.commitment(None) for _ in range(2)))
        house.run()

    logged = str(lines)
    assert "webhook called" in logged
    assert "canary" not in logged
    assert new["secret"].removeprefix("whsec_") not in logged
    assert hidden(f"made {new['secret']} for us") == "made [hidden] for us"


def test_every_type_that_is_offered_is_one_that_notify_hears() -> None:
    assert EVENT_TYPES.keys() <= {contract.TYPE for contract in HEARS["notify"]}
    assert not [
        contract for contract in HEARS["notify"] if contract.TYPE in EVENT_TYPES and contract.PERSONAL
    ]
