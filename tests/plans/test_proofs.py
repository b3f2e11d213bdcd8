"""What people say can be shown by a link, a photo or a file, which are kept as safely as they are served."""

import io
import zipfile
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from services.plans.db.queries.history import history_of
from services.plans.db.queries.proofs import proofs_of
from services.plans.domain.commitments import Commitment, Details, NotAllowed
from services.plans.domain.plans import Plan, PlanClosed
from services.plans.domain.proofs import Proof, ProofKind, checked_address
from services.plans.domain.refusals import Refused
from services.plans.domain.transitions import Action
from services.plans.jobs import sweep_photos
from services.plans.use_cases import proofs
from services.plans.use_cases.closings import close_plan
from services.plans.use_cases.photo_files import PhotoStore
from services.plans.use_cases.proof_files import FileRefused, read_upload
from services.plans.use_cases.proofs import add_proofs, filed, link_to
from services.plans.use_cases.updates import record_update
from shared.contracts import Role
from shared.db.unit_of_work import Database
from shared.service import Runtime
from tests.clock import Clock
from tests.pages import Visitor
from tests.plans.factories import COMMUNITY, COORDINATOR, make_commitment, make_contact, make_plan, payload_of
from tests.plans.places import Place
from tests.plans.workshops.making import CANARY, telling_photo
from tests.plans.workshops.test_photo_store import let_files_age
from tests.shared.http.cast import Cast

API = "/plans/api/v1"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
PAGE = "https://example.org/walks?month=2#photos"


def packed(*names: str, kind: str = "") -> bytes:
    """An archive of these empty parts, which tells what it is where open documents do."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        if kind:
            archive.writestr("mimetype", kind)
        for name in names:
            archive.writestr(name, b"")
    return written.getvalue()


OPEN = "application/vnd.oasis.opendocument"
DOCUMENTS = {
    "pdf": PDF,
    "docx": packed("[Content_Types].xml", "word/document.xml"),
    "xlsx": packed("[Content_Types].xml", "xl/workbook.xml"),
    "odt": packed("content.xml", kind=f"{OPEN}.text"),
    "ods": packed("content.xml", kind=f"{OPEN}.spreadsheet"),
}


@pytest.fixture
def plan(database: Database) -> Plan:
    return make_plan(database, public=True)


@pytest.fixture
def commitment(database: Database, plan: Plan) -> Commitment:
    organisation_id, contact_id = make_contact(database, "Oak Trust", "sam@example.org")
    return make_commitment(database, plan, organisation_id=organisation_id, contact_id=contact_id)


def kept(database: Database, commitment: Commitment) -> list[Proof]:
    with database.unit_of_work(read_only=True) as uow:
        return proofs_of(uow, commitment.id)


@pytest.mark.parametrize("ending", DOCUMENTS)
def test_a_document_is_what_its_content_says_whatever_it_is_called(ending: str) -> None:
    upload = read_upload("../../Our minutes.exe", DOCUMENTS[ending])

    assert (upload.kind, upload.name) == (ProofKind.FILE, f"Our minutes.{ending}")


@pytest.mark.parametrize("ending", ["txt", "csv"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_told_from_other_bytes_by_being_text(ending: str, encoding: str) -> None:
    upload = read_upload(f"list.{ending.upper()}", "Café, 12\r\n".encode(encoding))

    assert upload.name == f"list.{ending}"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", b""),
        ("a.txt", b"\x7fELF\x02\x01\x01\x00\x00"),
        ("a.html", b"<script>alert(1)</script>"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.exe", b"MZ\x90\x00"),
        ("a.docx", b"PK\x03\x04 and no more"),
        ("a.docx", packed("anything.txt")),
        ("a.jar", packed("META-INF/MANIFEST.MF", kind="application/java-archive")),
        ("a.docx", packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
        ("a.jpg", b"\xff\xd8\xff and no picture"),
        ("a.pdf", PDF + b" " * 10 * 1024 * 1024),
    ],
)
def test_what_is_no_kept_sort_of_file_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(FileRefused):
        read_upload(name, content)


@given(st.text(), st.binary(max_size=200))
def test_whatever_is_sent_is_kept_by_a_plain_name_or_refused(name: str, content: bytes) -> None:
    for start in (b"", b"%PDF-", b"PK\x03\x04", b"RIFF"):
        try:
            upload = read_upload(name, start + content)
        except FileRefused:
            continue
        assert not set(upload.name) & set('/\\"\n\r\0')
        assert not upload.name.startswith(".")


@pytest.mark.parametrize("address", [PAGE, "http://example.org:8080", "https://münchen.example/ä"])
def test_a_link_leads_to_a_page_on_the_web(address: str) -> None:
    assert checked_address(address) == address


def test_an_address_that_is_typed_without_its_beginning_gets_one() -> None:
    assert checked_address("www.example.org/walks") == "https://www.example.org/walks"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JAVASCRIPT://example.org/%0aalert(1)",
        "data:text/html,hello",
        "ftp://example.org",
        "mailto:sam@example.org",
        "//example.org",
        "https://",
        "https://good.example@example.org/",
        "https://example.org\\@good.example",
        "https://example.org/a b",
        "https://example.org/\u202egpj",
        "https://[example",
        "https://example.org:99999",
        f"https://example.org/{'a' * 2000}",
    ],
)
def test_what_leads_elsewhere_or_hides_where_it_leads_is_refused(address: str) -> None:
    with pytest.raises(Refused):
        checked_address(address)


def test_proofs_stay_with_the_update_that_they_are_of(
    database: Database, commitment: Commitment, store: PhotoStore
) -> None:
    with (
        filed(store, read_upload("minutes.pdf", PDF)) as new,
        database.unit_of_work() as uow,
    ):
        proofs = (*link_to(PAGE), *new.proofs)
        record_update(uow, commitment.id, 1, Action.ACCEPT, Details(), COORDINATOR, None, proofs)
        new.taken = True

    with database.unit_of_work(read_only=True) as uow:
        offered, accepted = history_of(uow, commitment.id)
    assert offered.proofs == ()
    assert {each.kind for each in accepted.proofs} == {ProofKind.LINK, ProofKind.FILE}
    document = store.document(new.proofs[0].id)
    assert document
    assert document.content == PDF


def test_an_update_that_is_refused_leaves_neither_row_nor_file(
    database: Database, commitment: Commitment, store: PhotoStore, photos_place: Place
) -> None:
    with (
        pytest.raises(NotAllowed),
        filed(store, read_upload("minutes.pdf", PDF)) as new,
        database.unit_of_work() as uow,
    ):
        record_update(uow, commitment.id, 1, Action.FINISH, Details(), COORDINATOR, None, new.proofs)

    assert kept(database, commitment) == []
    assert photos_place.names() == []


def test_only_files_without_a_row_are_swept(
    commitment: Commitment, store: PhotoStore, photos_place: Place, runtime: Runtime, clock: Clock
) -> None:
    for action, version, taken in ((Action.ACCEPT, 1, True), (None, 2, True)):
        with filed(store, read_upload("minutes.pdf", PDF)) as new, runtime.database.unit_of_work() as uow:
            if action:
                record_update(uow, commitment.id, version, action, Details(), COORDINATOR, None, new.proofs)
            new.taken = taken
    let_files_age(clock)

    sweep_photos(runtime)

    (proof,) = kept(runtime.database, commitment)
    assert photos_place.names() == [f"{proof.id}.document"]


def test_in_a_closed_plan_nothing_is_added_to_what_was_said(
    database: Database, plan: Plan, commitment: Commitment
) -> None:
    with database.unit_of_work() as uow:
        update = history_of(uow, commitment.id)[-1].update
        close_plan(uow, plan.id, plan.version, "It came to an end", {}, COORDINATOR)

    with pytest.raises(PlanClosed), database.unit_of_work() as uow:
        add_proofs(uow, commitment.id, update.id, link_to(PAGE), None)


def test_who_follows_their_link_shows_it_by_photo_and_address(
    app: Any, database: Database, plan: Plan, commitment: Commitment, people: Cast
) -> None:
    visitor, member = Visitor(app.test_client()), Visitor(people.person(Role.MEMBER, COMMUNITY))
    assert commitment.contact_id
    assert commitment.organisation_id
    token = app.extensions["backcast"].links.make(
        "update", payload_of(commitment.contact_id, commitment.organisation_id, plan.id)
    )
    page = visitor.look(f"/plans/u/{token}/{commitment.id}")
    photo = (io.BytesIO(telling_photo()), "IMG_1.jpg")

    thanks = visitor.send(page.form_with("say"), say="accept", link="example.org/walks", file=photo)

    link, picture = sorted(kept(database, commitment), key=lambda each: each.kind)
    assert (link.address, picture.name) == ("https://example.org/walks", "IMG_1.jpg")
    assert "IMG_1.jpg" in thanks.text
    seen = member.look(f"/plans/commitments/{commitment.id}")
    assert f"/proofs/{picture.id}/file?size=small" in seen.source
    assert 'rel="noopener noreferrer"' in seen.source
    file = member.client.get(f"{API}/commitments/{commitment.id}/proofs/{picture.id}/file")
    assert file.content_type == "image/jpeg"
    assert CANARY.encode() not in file.data
    stranger = people.nobody()
    assert "example.org/walks" not in stranger.get(f"/plans/commitments/{commitment.id}").text


def test_a_form_says_what_is_wrong_with_what_shows_it_and_keeps_the_rest(
    people: Cast, commitment: Commitment
) -> None:
    coordinator = Visitor(people.person(Role.COORDINATOR, COMMUNITY))
    page = coordinator.look(f"/plans/commitments/{commitment.id}")
    file = (io.BytesIO(b"MZ\x90"), "run.exe")

    page = coordinator.send(
        page.form_with("say"), say="accept", note="Gladly", link="javascript:alert(1)", file=file
    )

    assert page.status == 400
    assert "Enter a web address that starts with https://" in page.text
    assert "It is none of the files that we keep" in page.text
    assert page.form_with("say").fields["note"] == "Gladly"


def test_a_file_goes_back_out_only_to_be_saved(people: Cast, commitment: Commitment) -> None:
    client: FlaskClient = people.nobody()
    token = people.token("plans:read", "plans:write", community=COMMUNITY)
    path = f"{API}/commitments/{commitment.id}"
    said = client.get(f"{path}/updates", headers=token).get_json()["items"][0]

    made = client.post(
        f"{path}/updates/{said['id']}/proofs", data={"file": (io.BytesIO(PDF), "a.txt")}, headers=token
    )
    (shown,) = made.get_json()["items"]
    file = client.get(shown["file"], headers=token)

    assert (made.status_code, shown["name"], shown["media_type"]) == (201, "a.pdf", "application/pdf")
    assert file.data == PDF
    assert file.headers["Content-Disposition"] == "attachment; filename=a.pdf"
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in file.headers["Content-Security-Policy"]
    assert client.get(shown["file"]).status_code == 404
    assert client.get(f"{path}/proofs", headers=token).get_json()["items"] == [shown]


def test_a_program_is_told_which_part_cannot_be_kept(people: Cast, commitment: Commitment) -> None:
    client: FlaskClient = people.nobody()
    token = people.token("plans:read", "plans:write", community=COMMUNITY)
    path = f"{API}/commitments/{commitment.id}"
    said = client.get(f"{path}/updates", headers=token).get_json()["items"][0]
    linked = {"action": "accept", "link": "ftp://example.org"}

    file = client.post(
        f"{path}/updates/{said['id']}/proofs", data={"file": (io.BytesIO(b"MZ"), "a.exe")}, headers=token
    )
    link = client.post(f"{path}/updates", json=linked, headers={**token, "If-Match": '"1"'})
    nothing = client.post(
        f"{path}/updates/{UUID(int=1)}/proofs", data={"file": (io.BytesIO(PDF), "a.pdf")}, headers=token
    )

    assert (file.status_code, file.get_json()["errors"][0]["field"]) == (422, "/file")
    assert (link.status_code, link.get_json()["errors"][0]["field"]) == (400, "/link")
    assert nothing.status_code == 404


def test_a_commitment_keeps_no_more_than_it_can(
    database: Database, commitment: Commitment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proofs, "MOST_OF_COMMITMENT", 2)
    with database.unit_of_work() as uow:
        update_id = history_of(uow, commitment.id)[-1].update.id
        add_proofs(uow, commitment.id, update_id, (*link_to(PAGE), *link_to(PAGE)), None)

    details, more = Details(note="Gladly"), link_to(PAGE)
    with pytest.raises(Refused), database.unit_of_work() as uow:
        record_update(uow, commitment.id, 1, Action.ACCEPT, details, COORDINATOR, None, more)

    assert len(kept(database, commitment)) == 2


def test_what_is_removed_is_gone_but_for_that_it_was_there(
    people: Cast, database: Database, commitment: Commitment, store: PhotoStore, photos_place: Place
) -> None:
    with filed(store, read_upload("faces.pdf", PDF)) as new, database.unit_of_work() as uow:
        shown = (*link_to(PAGE), *new.proofs)
        record_update(uow, commitment.id, 1, Action.ACCEPT, Details(), COORDINATOR, None, shown)
        new.taken = True
    coordinator = Visitor(people.person(Role.COORDINATOR, COMMUNITY))
    token = people.token("plans:read", "plans:write", community=COMMUNITY)
    path = f"{API}/commitments/{commitment.id}/proofs"
    link, file = (proof.id for proof in shown)

    asked = coordinator.look(f"/plans/commitments/{commitment.id}/proofs/{file}/remove")
    page = coordinator.send(asked.forms[-1])
    answers = [coordinator.client.delete(f"{path}/{link}", headers=token).status_code for _ in range(2)]

    assert "faces.pdf" in asked.text
    assert answers == [204, 204]
    assert "A file was removed" in page.text
    assert "faces.pdf" not in page.text
    assert coordinator.client.get(f"{path}/{file}/file").status_code == 404
    assert coordinator.client.get(asked.path).status_code == 404
    assert photos_place.names() == []
    told = coordinator.client.get(path, headers=token).get_json()["items"]
    assert {(each["address"], each["name"], each["file"]) for each in told} == {(None, None, None)}


def test_links_are_exported_for_the_community_alone(people: Cast, plan: Plan, commitment: Commitment) -> None:
    client: FlaskClient = people.nobody()
    token = people.token("plans:read", "plans:write", community=COMMUNITY)
    said = {"action": "accept", "link": PAGE}
    client.post(f"{API}/commitments/{commitment.id}/updates", json=said, headers={**token, "If-Match": '"1"'})

    for ending in ("csv", "json"):
        path = f"{API}/plans/{plan.id}/export.{ending}"
        assert PAGE in client.get(path, headers=token).text
        assert PAGE not in client.get(path).text
