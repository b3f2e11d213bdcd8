import hashlib
from datetime import timedelta
from typing import Any
from uuid import uuid4

from openapi_spec_validator import validate

from shared.contracts import CommitmentState, Health, Role, TokenChanged
from tests.notify.house import House

API = "/notify/api/v1"


def token(house: House, *scopes: str) -> dict[str, str]:
    secret = uuid4().hex
    house.stage.hear(
        TokenChanged(
            id=uuid4(),
            version=1,
            community_id=house.stage.cast.community_id,
            name="dashboard",
            sha256=hashlib.sha256(secret.encode()).hexdigest(),
            scopes=scopes,
            revoked=False,
        )
    )
    return {"Authorization": f"Bearer {secret}"}


def get(house: House, path: str, **query: object) -> Any:
    answer = house.nobody().get(f"{API}/{path}", headers=token(house, "notify:read"), query_string=query)
    assert answer.status_code == 200, answer.text
    return answer.json


def nudged(house: House, count: int) -> list[str]:
    people = [house.stage.cast.person(f"Person{number}") for number in range(count)]
    for person in people:
        house.stage.hear(person, house.stage.cast.commitment(person.id))
    house.run()
    return [str(person.id) for person in people]


def test_the_ledger_tells_who_was_told_what_and_what_became_of_it(house: House) -> None:
    (person_id,) = nudged(house, 1)

    (entry,) = get(house, "nudges")["items"]

    assert (entry["person_id"], entry["kind"], entry["state"]) == (person_id, "given", "sent")
    assert len(entry["commitment_ids"]) == 1


def test_the_ledger_can_be_paged_and_filtered(house: House) -> None:
    people = nudged(house, 5)

    first = get(house, "nudges", limit=3)
    second = get(house, "nudges", limit=3, after=first["next"])

    found = [entry["person_id"] for page in (first, second) for entry in page["items"]]
    assert sorted(found) == sorted(people)
    assert second["next"] is None
    assert get(house, "nudges", state="skipped")["items"] == []


def test_deliveries_tell_how_far_each_got_and_never_what_it_says(house: House) -> None:
    nudged(house, 1)

    (entry,) = get(house, "deliveries", state="sent")["items"]

    assert (entry["state"], entry["attempts"]) == ("sent", 1)
    assert "data" not in entry


def test_what_is_coming_is_told_day_by_day_as_the_ladder_has_it(house: House) -> None:
    amina = house.stage.cast.person()
    due = house.stage.clock.at.date() + timedelta(9)
    house.stage.hear(amina, house.stage.cast.commitment(amina.id, due=due))

    coming = get(house, "nudges/coming", days=20)["items"]

    days = [(entry["day"], [item["rung"] for item in entry["items"]]) for entry in coming]
    today = house.stage.clock.at.date()
    expected = {0: "given", 2: "due_soon", 9: "due_today", 10: "overdue_1", 17: "overdue_8"}
    assert days == [(str(today + timedelta(number)), [rung]) for number, rung in expected.items()]


def test_the_preview_of_the_digest_has_the_figures_of_the_moment(house: House) -> None:
    stuck = house.stage.cast.commitment(None, state=CommitmentState.UNDER_WAY, health=Health.STUCK)
    house.stage.hear(stuck, house.stage.cast.update(stuck.id, health=Health.STUCK))

    preview = get(house, "digests/preview", community_id=house.stage.cast.community_id)

    assert preview["numbers"] == {"total": 1, "done": 0, "overdue": 0, "stuck": 1, "due_soon": 0}
    assert preview["plans"][0]["numbers"] == preview["numbers"]
    assert [line["commitment_id"] for line in preview["stuck"]] == [str(stuck.id)]


def test_people_choose_for_themselves_which_e_mails_they_get(house: House) -> None:
    _, member = house.person(Role.MEMBER)

    before = member.get(f"{API}/preferences").json
    saved = member.put(f"{API}/preferences", json={"nudges": True, "digest": False})

    assert before == {"nudges": True, "digest": True}
    assert saved.json == {"nudges": True, "digest": False}
    assert member.get(f"{API}/preferences").json == saved.json


def test_each_door_opens_for_those_it_is_for(house: House) -> None:
    _, member = house.person(Role.MEMBER)
    _, officer = house.person(Role.OFFICER)
    paths = [f"{API}/{path}" for path in ("nudges", "nudges/coming", "deliveries", "digests/preview")]

    for path in paths:
        assert house.nobody().get(path).status_code == 401
        assert house.nobody().get(path, headers=token(house, "plans:read")).status_code == 403
        assert member.get(path).status_code == 404
        assert officer.get(path).status_code == 200
        assert officer.get(path, query_string={"community_id": uuid4()}).status_code == 404
        assert officer.get(path, query_string={"colour": "red"}).status_code == 400


def test_the_description_of_the_api_is_valid(house: House) -> None:
    description = house.nobody().get("/notify/api/openapi.json").json

    assert description
    validate(description)
