"""What workshops found that is good already, where commitments came from and what they build on."""

from uuid import UUID, uuid4

import pytest

from services.plans.db.queries.assets import assets_in_plan, assets_of, built_on, origin_of
from services.plans.db.queries.history import history_of
from services.plans.domain.assets import MOST_ASSETS
from services.plans.domain.commitments import Commitment
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.domain.workshops import Workshop
from services.plans.use_cases.assets import add_assets, remove_asset
from services.plans.use_cases.closings import close_plan
from services.plans.use_cases.consents import WrongWorkshop
from services.plans.use_cases.origins import link_asset, link_assets, note_origin
from shared.contracts import Role
from shared.db.unit_of_work import Database
from tests.plans.factories import COMMUNITY, COORDINATOR, make_commitment, make_plan
from tests.plans.workshops.making import make_workshop
from tests.shared.http.cast import Cast

API = "/plans/api/v1"


@pytest.fixture
def plan(database: Database) -> Plan:
    return make_plan(database, public=True)


@pytest.fixture
def workshop(database: Database, plan: Plan) -> Workshop:
    return make_workshop(database, plan, method="rich_pictures")


@pytest.fixture
def commitment(database: Database, plan: Plan) -> Commitment:
    return make_commitment(database, plan)


@pytest.fixture
def found(database: Database, workshop: Workshop) -> dict[str, UUID]:
    with database.unit_of_work() as uow:
        return {each.text: each.id for each in add_assets(uow, workshop.id, ["Old limes", "A choir"])}


def told(database: Database, commitment_id: UUID) -> list[str]:
    with database.unit_of_work(read_only=True) as uow:
        return [each.update.action for each in history_of(uow, commitment_id)][1:]


def test_assets_stay_in_the_order_in_which_they_were_written(
    database: Database, workshop: Workshop, found: dict[str, UUID]
) -> None:
    with database.unit_of_work() as uow:
        remove_asset(uow, workshop.id, found["Old limes"])
        remove_asset(uow, workshop.id, found["Old limes"])
        add_assets(uow, workshop.id, ["A brook"])

    with database.unit_of_work(read_only=True) as uow:
        assert [each.text for each in assets_of(uow, workshop.id)] == ["A choir", "A brook"]


def test_a_workshop_finds_no_more_than_a_page_of_assets(database: Database, workshop: Workshop) -> None:
    with pytest.raises(Refused, match="100 assets at most"), database.unit_of_work() as uow:
        add_assets(uow, workshop.id, ["A lime"] * (MOST_ASSETS + 1))


def test_a_commitment_comes_from_a_workshop_that_led_to_its_plan_alone(
    database: Database, workshop: Workshop, commitment: Commitment
) -> None:
    elsewhere = make_workshop(database)
    with pytest.raises(WrongWorkshop), database.unit_of_work() as uow:
        note_origin(uow, commitment.id, elsewhere.id, None, COORDINATOR)
    with database.unit_of_work() as uow:
        note_origin(uow, commitment.id, workshop.id, "walk + trees!", COORDINATOR)
        note_origin(uow, commitment.id, workshop.id, "walk + trees!", COORDINATOR)
        noted = origin_of(uow, commitment.id)
    with database.unit_of_work() as uow:
        note_origin(uow, commitment.id, None, None, COORDINATOR)
        note_origin(uow, commitment.id, None, None, COORDINATOR)
        gone = origin_of(uow, commitment.id)

    assert noted is not None
    assert (noted.workshop_id, noted.note, gone) == (workshop.id, "walk + trees!", None)
    assert told(database, commitment.id) == ["note_origin", "note_origin"]


def test_a_commitment_builds_on_what_was_found_for_its_plan(
    database: Database, plan: Plan, commitment: Commitment, workshop: Workshop, found: dict[str, UUID]
) -> None:
    with database.unit_of_work() as uow:
        link_assets(uow, commitment.id, found.values(), COORDINATOR)
        link_asset(uow, commitment.id, found["A choir"], linked=True, actor=COORDINATOR)
        link_asset(uow, commitment.id, found["A choir"], linked=False, actor=COORDINATOR)
    with pytest.raises(Refused, match="No workshop that led"), database.unit_of_work() as uow:
        link_asset(uow, commitment.id, uuid4(), linked=True, actor=COORDINATOR)
    with pytest.raises(Refused, match="1 commitment builds on this"), database.unit_of_work() as uow:
        remove_asset(uow, workshop.id, found["Old limes"])

    with database.unit_of_work(read_only=True) as uow:
        assert [each.text for each in built_on(uow, commitment.id)] == ["Old limes"]
        assert [each.text for each in assets_in_plan(uow, plan.id)] == ["Old limes", "A choir"]
    assert told(database, commitment.id) == ["note_assets", "note_assets"]


def test_where_it_came_from_goes_over_to_the_next_plan(
    database: Database, plan: Plan, commitment: Commitment, workshop: Workshop, found: dict[str, UUID]
) -> None:
    target = make_plan(database)
    with database.unit_of_work() as uow:
        note_origin(uow, commitment.id, workshop.id, "walk", COORDINATOR)
        link_assets(uow, commitment.id, found.values(), COORDINATOR)
        close_plan(uow, plan.id, plan.version, "On we go", {commitment.id: target.id}, COORDINATOR)

    with database.unit_of_work(read_only=True) as uow:
        (new,) = (each for each in uow.session.query(Commitment) if each.plan_id == target.id)
        origin = origin_of(uow, new.id)
        assert origin is not None
        assert (origin.note, len(built_on(uow, new.id))) == ("walk", 2)
    with pytest.raises(Refused, match="closed"), database.unit_of_work() as uow:
        link_assets(uow, commitment.id, [], COORDINATOR)


def test_a_program_writes_assets_down_and_builds_on_them(
    people: Cast, plan: Plan, commitment: Commitment, workshop: Workshop
) -> None:
    client, headers = people.nobody(), people.token("plans:read", "plans:write", community=COMMUNITY)
    path, assets = f"{API}/commitments/{commitment.id}", f"{API}/workshops/{workshop.id}/assets"

    written = client.post(assets, headers=headers, json={"text": "Old lims"}).json
    assert written is not None
    asset = client.patch(f"{assets}/{written['id']}", headers=headers, json={"text": "Old limes"}).json
    assert asset == {**written, "text": "Old limes"}
    unknown = client.patch(f"{assets}/{uuid4()}", headers=headers, json={"text": "A choir"})
    assert unknown.status_code == 404
    origin = {"workshop_id": str(workshop.id), "note": "walk"}
    statuses = [
        client.put(f"{path}/assets/{asset['id']}", headers=headers).status_code,
        client.put(f"{path}/origin", headers=headers, json=origin).status_code,
        client.put(f"{path}/origin", headers=headers, json={"workshop_id": str(uuid4())}).status_code,
        client.delete(f"{assets}/{asset['id']}", headers=headers).status_code,
    ]
    listed = client.get(f"{API}/plans/{plan.id}/assets", headers=headers).json
    shown = client.get(f"{path}/origin", headers=headers).json
    whole = client.get(f"{API}/plans/{plan.id}/export.json", headers=headers).json

    assert statuses == [204, 204, 422, 422]
    assert listed == {"items": [{**asset, "commitment_ids": [str(commitment.id)]}]}
    assert client.get(f"{path}/assets", headers=headers).json == {"items": [asset]}
    assert shown is not None
    assert (shown["workshop_id"], shown["note"], shown["held_on"]) == (str(workshop.id), "walk", "2026-01-24")
    assert whole is not None
    assert (whole["assets"], whole["origins"]) == (listed["items"], [shown])
    left = [
        client.delete(f"{path}/{each}", headers=headers).status_code
        for each in ("origin", f"assets/{asset['id']}")
    ]
    assert left == [204, 204]
    assert client.get(f"{path}/origin", headers=headers).status_code == 404
    assert client.delete(f"{assets}/{asset['id']}", headers=headers).status_code == 204


def test_outside_the_community_nobody_reads_of_workshops_though_the_plan_is_public(
    people: Cast, database: Database, plan: Plan, commitment: Commitment, workshop: Workshop
) -> None:
    with database.unit_of_work() as uow:
        (asset,) = add_assets(uow, workshop.id, ["Canary limes"])
        link_asset(uow, commitment.id, asset.id, linked=True, actor=COORDINATOR)
        note_origin(uow, commitment.id, workshop.id, "Canary note", COORDINATOR)
    paths = (f"/plans/commitments/{commitment.id}", f"{API}/plans/{plan.id}/export.json")

    outside = [people.nobody().get(path) for path in paths]
    within = [people.person(Role.MEMBER, COMMUNITY).get(path) for path in paths]

    assert [answer.status_code for answer in (*outside, *within)] == [200] * 4
    assert all("Canary" not in answer.text for answer in outside)
    assert all("Canary limes" in answer.text and "Canary note" in answer.text for answer in within)
