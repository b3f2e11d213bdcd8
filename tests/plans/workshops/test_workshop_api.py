"""Workshops and photos as programs meet them."""

import io
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from services.plans.api import workshop_examples, workshop_schemas
from services.plans.domain.photos import Photo
from services.plans.domain.workshops import Workshop
from services.plans.use_cases.photo_files import MOST_BODY, PhotoStore, Size
from shared.contracts import Role
from shared.db.unit_of_work import Database
from shared.http.fields import StrictSchema
from tests.plans.factories import COMMUNITY, make_contact, make_plan
from tests.plans.workshops.making import CANARY, make_photo, make_workshop, picture_file, telling_photo
from tests.shared.http.cast import ELSEWHERE, Cast

API = "/plans/api/v1/workshops"
NEW = {"held_on": "2026-01-24", "place": "The hall", "method": "world_cafe"}


@pytest.fixture
def client(people: Cast) -> FlaskClient:
    return people.nobody()


@pytest.fixture
def token(people: Cast) -> dict[str, str]:
    return people.token("plans:read", "plans:write", community=COMMUNITY)


@pytest.fixture
def workshop(database: Database) -> Workshop:
    return make_workshop(database)


@pytest.fixture
def photo(database: Database, store: PhotoStore, workshop: Workshop) -> Photo:
    return make_photo(database, store, workshop)


def body_of(answer: TestResponse, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json


def send(client: FlaskClient, token: dict[str, str], workshop: Workshop, *files: bytes) -> TestResponse:
    parts = [(io.BytesIO(content), f"{number}.exe") for number, content in enumerate(files)]
    return client.post(f"{API}/{workshop.id}/photos", headers=token, data={"photos": parts})


def path_of(photo: Photo) -> str:
    return f"{API}/{photo.workshop_id}/photos/{photo.id}"


def test_a_workshop_is_recorded_and_read_back(
    client: FlaskClient, token: dict[str, str], database: Database
) -> None:
    plan, (organisation, _) = make_plan(database), make_contact(database, "Oak Trust", "sam@example.org")
    came = [{"organisation_id": str(organisation), "count": 4}, {"name": "Friends"}]
    said = {
        **NEW,
        "attendance": came,
        "contributions": [{"plan_id": str(plan.id)}],
        "notes": "Rain.\nThen sun.",
    }

    made = client.post(API, headers=token, json=said)

    read = body_of(client.get(made.headers["Location"], headers=token))
    assert body_of(made, 201) == read
    assert read["attendance"] == [
        {"organisation_id": str(organisation), "name": "Oak Trust", "count": 4},
        {"organisation_id": None, "name": "Friends", "count": None},
    ]
    assert read["contributions"] == [
        {"plan_id": str(plan.id), "plan": "Green spaces", "part": "strategy for pooled resources"}
    ]
    assert (read["people"], read["notes"], read["outcome"]) == (4, "Rain.\nThen sun.", None)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"method": "seance"}, "/method"),
        ({"held_on": "2026-02-31"}, "/held_on"),
        ({"place": ""}, "/place"),
        ({"place": "a\x00b"}, "/place"),
        ({"attendance": [{"count": 3}]}, "/attendance/0/name"),
        ({"attendance": [{"name": "Friends", "count": 7.9}]}, "/attendance/0/count"),
        ({"attendance": [{"name": "Friends", "count": 10**30}]}, "/attendance/0/count"),
        ({"contributions": [{"part": "all"}]}, "/contributions/0/plan_id"),
        ({"notes": "x" * 4001}, "/notes"),
        ({"photos": []}, "/photos"),
    ],
)
def test_a_faulty_field_is_pointed_at(
    client: FlaskClient, token: dict[str, str], change: dict[str, Any], pointer: str
) -> None:
    answer = client.post(API, headers=token, json={**NEW, **change})

    assert pointer in {fault["field"] for fault in body_of(answer, 400)["errors"]}


def test_another_communitys_plan_cannot_be_led_to(
    client: FlaskClient, people: Cast, database: Database
) -> None:
    elsewhere = people.token("plans:write", community=ELSEWHERE)
    plan = make_plan(database)

    answer = client.post(API, headers=elsewhere, json={**NEW, "contributions": [{"plan_id": str(plan.id)}]})

    assert body_of(answer, 422)["detail"] == "The community has no such plan."


def test_a_workshop_changes_only_at_the_version_that_was_seen(
    client: FlaskClient, token: dict[str, str], workshop: Workshop
) -> None:
    path = f"{API}/{workshop.id}"
    tag = client.get(path, headers=token).headers["ETag"]

    unsaid, first, second = (
        client.patch(path, headers={**token, **match}, json={"outcome": words})
        for match, words in (({}, "A"), ({"If-Match": tag}, "B"), ({"If-Match": tag}, "C"))
    )

    assert (unsaid.status_code, second.status_code) == (428, 412)
    assert (body_of(first)["version"], body_of(first)["outcome"]) == (2, "B")
    assert client.get(path, headers={**token, "If-None-Match": first.headers["ETag"]}).status_code == 304


def test_a_list_goes_on_by_its_cursor_and_by_plan(
    client: FlaskClient, token: dict[str, str], database: Database
) -> None:
    plan = make_plan(database)
    mine = [str(make_workshop(database, plan).id) for _ in range(3)]
    make_workshop(database)
    first = f"{API}?plan={plan.id}&limit=2"

    page = body_of(client.get(first, headers=token))
    rest = body_of(client.get(f"{first}&after={page['next']}", headers=token))

    assert [item["id"] for item in page["items"] + rest["items"]] == sorted(mine)
    assert (len(page["items"]), rest["next"]) == (2, None)


@pytest.mark.parametrize("after", ["bm9uc2Vuc2U", "WzFd", "WyIyMDI2LTAxLTAxIiwiYSJd"])
def test_a_cursor_of_another_kind_is_refused(client: FlaskClient, token: dict[str, str], after: str) -> None:
    assert client.get(f"{API}?after={after}", headers=token).status_code == 400


def test_several_photos_come_at_once_and_are_told_by_what_they_are_and_not_by_name(
    client: FlaskClient, token: dict[str, str], workshop: Workshop
) -> None:
    answer = send(client, token, workshop, picture_file("JPEG"), picture_file("PNG"), picture_file("WEBP"))

    items = body_of(answer, 201)["items"]
    assert items == body_of(client.get(f"{API}/{workshop.id}/photos", headers=token))["items"]
    assert {client.get(item["file"], headers=token).mimetype for item in items} == {"image/jpeg"}


def test_a_sent_photo_comes_back_without_where_and_with_what_it_was_taken(
    client: FlaskClient, token: dict[str, str], workshop: Workshop
) -> None:
    (item,) = body_of(send(client, token, workshop, telling_photo()), 201)["items"]

    for file in (item["file"], item["thumbnail"]):
        assert CANARY.encode() not in client.get(file, headers=token).data


def test_a_photo_can_do_nothing_by_itself(client: FlaskClient, token: dict[str, str], photo: Photo) -> None:
    answer = client.get(f"{path_of(photo)}/file", headers=token)

    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Content-Disposition"] == f"attachment; filename=photo-{photo.id}-large.jpg"
    assert answer.headers["Cache-Control"] == "no-store"


def test_of_photos_of_which_one_is_none_nothing_is_kept(
    client: FlaskClient, token: dict[str, str], workshop: Workshop, tmp_path: Path
) -> None:
    answer = send(client, token, workshop, picture_file(), b"<svg onload=alert(1)>")

    assert [fault["field"] for fault in body_of(answer, 422)["errors"]] == ["/photos/1"]
    assert list((tmp_path / "photos").glob("*")) == []


def test_an_upload_without_photos_says_what_to_send(
    client: FlaskClient, token: dict[str, str], workshop: Workshop
) -> None:
    assert "parts called photos" in body_of(send(client, token, workshop), 422)["detail"]


def test_a_body_that_is_too_large_is_refused_before_it_is_read(
    client: FlaskClient, token: dict[str, str], workshop: Workshop
) -> None:
    answer = client.post(
        f"{API}/{workshop.id}/photos",
        headers=token,
        data=b"",
        content_type="multipart/form-data; boundary=a",
        environ_overrides={"CONTENT_LENGTH": str(MOST_BODY + 1)},
    )

    assert body_of(answer, 413)["detail"] == "Send fewer photos at a time: 50 MB together at most."


def test_a_photo_is_described_at_the_version_that_was_seen(
    client: FlaskClient, token: dict[str, str], photo: Photo
) -> None:
    match = {**token, "If-Match": '"1"'}

    first, second = (
        client.patch(path_of(photo), headers=match, json={"alt": words}) for words in ("Notes", "Stickers")
    )

    assert (body_of(first)["alt"], body_of(first)["version"]) == ("Notes", 2)
    assert second.status_code == 412


def test_removing_a_photo_removes_its_files(
    client: FlaskClient, token: dict[str, str], photo: Photo, tmp_path: Path
) -> None:
    unsaid = client.delete(path_of(photo), headers=token)
    gone = client.delete(path_of(photo), headers={**token, "If-Match": '"1"'})

    assert (unsaid.status_code, gone.status_code) == (428, 204)
    assert client.get(f"{path_of(photo)}/file", headers=token).status_code == 404
    assert list((tmp_path / "photos").glob("*")) == []


def test_a_photo_whose_file_is_gone_is_not_there(
    client: FlaskClient, token: dict[str, str], photo: Photo, store: PhotoStore
) -> None:
    store.remove(photo.id)

    assert client.get(f"{path_of(photo)}/file", headers=token).status_code == 404


def test_a_photo_is_found_only_in_its_own_workshop(
    client: FlaskClient, token: dict[str, str], photo: Photo, database: Database
) -> None:
    photo.workshop_id = make_workshop(database).id
    match = {**token, "If-Match": '"1"'}

    answers = [
        client.get(path_of(photo), headers=token),
        client.get(f"{path_of(photo)}/file", headers=token),
        client.patch(path_of(photo), headers=match, json={"alt": "Notes"}),
        client.delete(path_of(photo), headers=match),
    ]

    assert {answer.status_code for answer in answers} == {404}


@pytest.mark.parametrize("below", ["", "/file", "/file?size=small"])
def test_nobody_outside_the_community_sees_a_photo(people: Cast, photo: Photo, below: str) -> None:
    path = path_of(photo) + below

    assert people.person(Role.MEMBER, COMMUNITY).get(path).status_code == 200
    assert people.person(Role.COORDINATOR, ELSEWHERE).get(path).status_code == 404
    assert people.nobody().get(path).status_code == 401


@pytest.mark.parametrize(
    ("schema", "example"),
    [
        (workshop_schemas.NewWorkshop, workshop_examples.NEW_WORKSHOP),
        (workshop_schemas.Workshop, workshop_examples.WORKSHOP),
        (workshop_schemas.WorkshopPage, workshop_examples.WORKSHOP_PAGE),
        (workshop_schemas.WorkshopChange, workshop_examples.WORKSHOP_CHANGE),
        (workshop_schemas.Photo, workshop_examples.PHOTO),
        (workshop_schemas.PhotoList, workshop_examples.PHOTO_LIST),
        (workshop_schemas.PhotoChange, workshop_examples.PHOTO_CHANGE),
    ],
)
def test_every_example_of_the_description_is_one(schema: type[StrictSchema], example: dict[str, Any]) -> None:
    assert schema().validate(example) == {}


def test_a_lists_thumbnail_is_where_the_small_file_is(
    client: FlaskClient, token: dict[str, str], photo: Photo, store: PhotoStore
) -> None:
    (item,) = body_of(client.get(f"{API}/{photo.workshop_id}/photos", headers=token))["items"]

    small = store.photo(UUID(item["id"]), Size.SMALL)
    assert small
    assert client.get(item["thumbnail"], headers=token).data == small.content
