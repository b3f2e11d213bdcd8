"""Photos and documents in S3-compatible storage, as people and programs meet them."""

import io
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from services.plans.db.queries.photos import photos_of
from services.plans.db.queries.proofs import proofs_of
from services.plans.domain.commitments import Commitment
from services.plans.domain.photos import Photo
from services.plans.domain.plans import Plan
from services.plans.domain.proofs import Proof
from services.plans.domain.workshops import Workshop
from services.plans.jobs import sweep_photos
from services.plans.use_cases.photo_files import PhotoStore, read_picture
from shared.contracts import Role
from shared.db.unit_of_work import Database
from shared.service import Runtime
from tests.clock import Clock
from tests.pages import Page, Visitor
from tests.plans.factories import COMMUNITY, make_commitment
from tests.plans.places import PREFIX, Bucket, Place
from tests.plans.workshops.making import make_photo, make_workshop, picture_file
from tests.plans.workshops.test_photo_store import let_files_age
from tests.shared.http.cast import Cast

API = "/plans/api/v1"
PDF = b"%PDF-1.4\n% minutes"
PICTURE = read_picture(picture_file())


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
def photos_place(bucket: Bucket) -> Place:
    return bucket


@pytest.fixture
def workshop(database: Database) -> Workshop:
    return make_workshop(database)


@pytest.fixture
def commitment(database: Database, plan: Plan) -> Commitment:
    return make_commitment(database, plan)


@pytest.fixture
def client(people: Cast) -> FlaskClient:
    return people.nobody()


@pytest.fixture
def token(people: Cast) -> dict[str, str]:
    return people.token("plans:read", "plans:write", community=COMMUNITY)


@pytest.fixture
def coordinator(people: Cast) -> Visitor:
    return Visitor(people.person(Role.COORDINATOR, COMMUNITY))


def photos_in(database: Database, workshop: Workshop) -> list[Photo]:
    with database.unit_of_work(read_only=True) as uow:
        return photos_of(uow, workshop.id)


def proofs_in(database: Database, commitment: Commitment) -> list[Proof]:
    with database.unit_of_work(read_only=True) as uow:
        return proofs_of(uow, commitment.id)


def send_to_page(visitor: Visitor, workshop: Workshop) -> Page:
    path = f"/plans/workshops/{workshop.id}/photos"
    form = visitor.look(path).form_with("photos")
    data = {"csrf_token": form.fields["csrf_token"], "photos": (io.BytesIO(picture_file()), "wall.png")}
    return Page(visitor.client.post(path, data=data, follow_redirects=True))


def send_to_api(client: FlaskClient, token: dict[str, str], workshop: Workshop) -> TestResponse:
    data = {"photos": (io.BytesIO(picture_file()), "wall.png")}
    return client.post(f"{API}/workshops/{workshop.id}/photos", headers=token, data=data)


def answer_with_file(visitor: Visitor, commitment: Commitment) -> Page:
    page = visitor.look(f"/plans/commitments/{commitment.id}")
    file = (io.BytesIO(PDF), "minutes.pdf")
    return visitor.send(page.form_with("say"), say="accept", note="Gladly", file=file)


def test_a_photo_sent_to_the_page_lies_in_the_bucket_and_comes_back(
    coordinator: Visitor, database: Database, workshop: Workshop, photos_place: Place
) -> None:
    page = send_to_page(coordinator, workshop)

    (photo,) = photos_in(database, workshop)
    file = coordinator.client.get(f"{API}/workshops/{workshop.id}/photos/{photo.id}/file")
    assert "The photo is kept." in page.text
    assert photos_place.names() == [f"{photo.id}.large.jpg", f"{photo.id}.small.jpg"]
    assert file.data == PICTURE.large


def test_a_photo_sent_by_a_program_comes_back_and_goes_with_its_row(
    client: FlaskClient, token: dict[str, str], workshop: Workshop, photos_place: Place
) -> None:
    (item,) = (send_to_api(client, token, workshop).json or {})["items"]

    small = client.get(item["thumbnail"], headers=token)
    path = f"{API}/workshops/{workshop.id}/photos/{item['id']}"
    gone = client.delete(path, headers={**token, "If-Match": '"1"'})

    assert small.data == PICTURE.small
    assert gone.status_code == 204
    assert photos_place.names() == []


def test_a_document_that_shows_what_was_said_comes_back_as_it_was(
    coordinator: Visitor, database: Database, commitment: Commitment, photos_place: Place
) -> None:
    answer_with_file(coordinator, commitment)

    (proof,) = proofs_in(database, commitment)
    path = f"{API}/commitments/{commitment.id}/proofs/{proof.id}/file"
    file = coordinator.client.get(path)
    lies = photos_place.names()
    asked = coordinator.look(f"/plans/commitments/{commitment.id}/proofs/{proof.id}/remove")
    coordinator.send(asked.forms[-1])

    assert file.data == PDF
    assert "minutes.pdf" in file.headers["Content-Disposition"]
    assert lies == [f"{proof.id}.document"]
    assert photos_place.names() == []
    assert coordinator.client.get(path).status_code == 404


class TestOverBoth:
    """What a browser may ask of a file, wherever it lies."""

    @pytest.fixture(params=["folder", "bucket"])
    def photos_place(self, request: pytest.FixtureRequest) -> Place:
        place: Place = request.getfixturevalue(request.param)
        return place

    @pytest.fixture
    def photo(self, database: Database, store: PhotoStore, workshop: Workshop) -> Photo:
        return make_photo(database, store, workshop)

    @pytest.fixture
    def path(self, photo: Photo) -> str:
        return f"{API}/workshops/{photo.workshop_id}/photos/{photo.id}/file"

    def test_a_file_is_to_be_saved_and_not_opened(
        self, client: FlaskClient, token: dict[str, str], path: str
    ) -> None:
        answer = client.get(path, headers=token)

        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["Content-Length"] == str(len(PICTURE.large))
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=photo-")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]

    def test_a_file_that_is_the_same_as_before_is_not_sent_again(
        self, client: FlaskClient, token: dict[str, str], path: str
    ) -> None:
        first = client.get(path, headers=token)

        same = client.get(path, headers={**token, "If-None-Match": first.headers["ETag"]})
        since = client.get(path, headers={**token, "If-Modified-Since": first.headers["Last-Modified"]})
        piece = client.get(path, headers={**token, "Range": "bytes=0-1"})

        assert (same.status_code, since.status_code) == (304, 304)
        assert (piece.status_code, piece.data) == (206, b"\xff\xd8")

    def test_a_file_that_is_gone_is_not_found(
        self, client: FlaskClient, token: dict[str, str], store: PhotoStore, photo: Photo, path: str
    ) -> None:
        store.remove(photo.id)

        assert client.get(path, headers=token).status_code == 404


def test_what_lies_beside_our_part_of_a_bucket_is_never_swept(
    runtime: Runtime, store: PhotoStore, bucket: Bucket, clock: Clock
) -> None:
    beside = [f"{place}{uuid4()}.large.jpg" for place in ("", "of/", f"{PREFIX}-2/", f"{PREFIX}/deeper/")]
    for key in beside:
        bucket.lay_at(key, b"mine")
    for _ in range(5):
        store.put(uuid4(), PICTURE)
    let_files_age(clock)

    sweep_photos(runtime)

    assert bucket.keys() == sorted(beside)
