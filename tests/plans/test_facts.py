"""What may be noted of a commitment besides: its priority, its place and which of the Four Co's it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.db.queries.history import history_of
from services.plans.domain.cells import CellRefused
from services.plans.domain.commitments import Commitment
from services.plans.domain.facts import FourCo, Priority
from services.plans.domain.places import Place, place_of, point_at, read_point
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.use_cases.closings import close_plan
from services.plans.use_cases.facts import note_facts
from services.plans.use_cases.outcomes import Conflict
from shared.contracts import Role
from shared.db.unit_of_work import Database
from tests.plans.factories import COMMUNITY, COORDINATOR, make_commitment, make_plan
from tests.plans.imports.sheets import HEADINGS, csv_of, line
from tests.plans.imports.steps import imported, previewed, the_commitment
from tests.shared.http.cast import Cast

API = "/plans/api/v1"
GATE = Place(name="Mill Lane gate", point=point_at(52.481, -1.772))
TOLD = {"name": "Mill Lane gate", "latitude": 52.481, "longitude": -1.772}


@pytest.fixture
def plan(database: Database) -> Plan:
    return make_plan(database, public=True)


@pytest.fixture
def commitment(database: Database, plan: Plan) -> Commitment:
    return make_commitment(database, plan)


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_a_point_is_read_as_it_is_written(latitude: float, longitude: float) -> None:
    point = point_at(latitude, longitude)

    assert read_point(str(point), 100) == point
    assert read_point(point.uri, 100) == point


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "52.481, -1.772",
            "52.481 -1.772",
            "52.481;-1.772",
            "geo:52.481,-1.772",
            "52.481, \N{MINUS SIGN}1.772",
        ),
        *("52.481\N{DEGREE SIGN} N, 1.772\N{DEGREE SIGN} W", "52.481N 1.772W", "+52.481,-1.7720000004"),
    ],
)
def test_coordinates_are_read_as_people_copy_them(typed: str) -> None:
    assert read_point(typed, 100) == GATE.point


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("the gate", "not coordinates"),
        ("SP 123 456", "not coordinates"),
        ("52.481", "not coordinates"),
        ("91, 0", "nowhere on earth"),
        ("0, 181", "nowhere on earth"),
    ],
)
def test_what_is_no_point_of_the_earth_is_refused(typed: str, reason: str) -> None:
    with pytest.raises(CellRefused, match=reason):
        read_point(typed, 100)


def test_a_place_leads_to_a_map() -> None:
    point = point_at(-0.00000001, 100.5)

    assert point.uri == "geo:0,100.5"
    assert point.map_address == "https://www.openstreetmap.org/?mlat=0&mlon=100.5#map=17/0/100.5"
    assert (place_of("", None), str(GATE)) == (None, "Mill Lane gate (52.481, -1.772)")


def test_facts_are_noted_and_each_change_stands_in_the_history(
    database: Database, commitment: Commitment
) -> None:
    with database.unit_of_work() as uow:
        facts = {"priority": Priority.HIGH, "place": GATE, "four_co": FourCo.DESIGN}
        note_facts(uow, commitment.id, 1, facts, COORDINATOR)
    with database.unit_of_work() as uow:
        note_facts(uow, commitment.id, 2, {"priority": None}, COORDINATOR)
        note_facts(uow, commitment.id, 3, {"place": GATE}, COORDINATOR)

    with database.unit_of_work(read_only=True) as uow:
        kept = uow.session.get_one(Commitment, commitment.id)
        told = [each.update for each in history_of(uow, commitment.id)][1:]
    assert (kept.priority, kept.place, kept.four_co, kept.version) == (None, GATE, FourCo.DESIGN, 3)
    assert [(each.before, each.after) for each in told] == [
        (
            {"priority": None, "place": None, "four_co": None},
            {"priority": "high", "place": "Mill Lane gate (52.481, -1.772)", "four_co": "co_design"},
        ),
        ({"priority": "high"}, {"priority": None}),
    ]


def test_facts_wait_for_nobody_who_was_slower_and_for_no_closed_plan(
    database: Database, plan: Plan, commitment: Commitment
) -> None:
    with pytest.raises(Conflict), database.unit_of_work() as uow:
        note_facts(uow, commitment.id, 7, {"priority": Priority.LOW}, COORDINATOR)
    with database.unit_of_work() as uow:
        close_plan(uow, plan.id, plan.version, "We are done", {}, COORDINATOR)
    with pytest.raises(Refused, match="closed"), database.unit_of_work() as uow:
        note_facts(uow, commitment.id, 1, {"priority": Priority.LOW}, COORDINATOR)


def test_facts_go_over_to_the_next_plan(database: Database, plan: Plan) -> None:
    old = make_commitment(database, plan, priority=Priority.LOW, place=GATE, four_co=FourCo.DELIVERY)
    target = make_plan(database)
    with database.unit_of_work() as uow:
        close_plan(uow, plan.id, plan.version, "On we go", {old.id: target.id}, COORDINATOR)

    with database.unit_of_work(read_only=True) as uow:
        (new,) = (each for each in uow.session.query(Commitment) if each.plan_id == target.id)
    assert (new.priority, new.place, new.four_co) == (Priority.LOW, GATE, FourCo.DELIVERY)


def test_a_sheet_brings_facts_in_and_a_newer_one_changes_them(database: Database, plan: Plan) -> None:
    imported(database, plan, with_facts(priority="low", place="The gate", four_co="codesign"))
    first = the_commitment(database, plan)

    imported(database, plan, with_facts(priority="HIGH", place="The gate", coordinates="52.481, -1.772"))

    second = the_commitment(database, plan)
    assert (first.priority, str(first.place), first.four_co) == (Priority.LOW, "The gate", FourCo.DESIGN)
    assert (second.priority, second.four_co) == (Priority.HIGH, None)
    assert second.place == Place(name="The gate", point=GATE.point)


def with_facts(**facts: str) -> list[str]:
    nothing = dict.fromkeys(("steps", "priority", "place", "coordinates", "four_co"), "")
    return line(1, **nothing | facts)


def test_a_priority_that_nobody_here_knows_is_left_out_and_stops_nothing(
    database: Database, plan: Plan
) -> None:
    odd = with_facts(priority="P1", coordinates="SP 123 456", four_co="all four")

    (told,) = previewed(database, plan, csv_of([HEADINGS, odd])).lines

    assert (told.draft.priority, told.draft.coordinates, told.draft.four_co) == (None, None, None)
    assert [(each.column, each.reason, each.remedy) for each in told.checked.warnings] == [
        ("priority", "This is not a priority. It is left out.", "Write High, Medium or Low."),
        (
            "coordinates",
            "These are not coordinates. It is left out.",
            "Write latitude and longitude in degrees, like 52.481, -1.772.",
        ),
        (
            "four_co",
            "This is not one of the Four Co's. It is left out.",
            "Write Co-commissioning, Co-design, Co-delivery or Co-assessment.",
        ),
    ]


def test_a_program_writes_facts_down_and_changes_them(people: Cast, plan: Plan) -> None:
    client, headers = people.nobody(), people.token("plans:read", "plans:write", community=COMMUNITY)
    body = {"text": "Lead a walk", "heading": plan.headings[0], "priority": "low", "place": TOLD}

    made = client.post(f"{API}/plans/{plan.id}/commitments", headers=headers, json=body)
    path = made.location
    change = {"priority": "high", "four_co": "co_delivery", "place": {"name": "The gate"}}
    changed = client.patch(path, headers={**headers, "If-Match": '"1"'}, json=change)
    late = client.patch(path, headers={**headers, "If-Match": '"1"'}, json={"priority": None})
    blind = client.patch(path, headers=headers, json={"priority": None})

    assert made.json is not None
    assert (made.json["priority"], made.json["place"], made.json["four_co"]) == ("low", TOLD, None)
    assert changed.json is not None
    assert changed.json["place"] == {"name": "The gate", "latitude": None, "longitude": None}
    assert (changed.json["priority"], changed.json["four_co"]) == ("high", "co_delivery")
    assert (late.status_code, blind.status_code) == (412, 428)
    assert client.get(path).json == {**changed.json, "contact_id": None}


@pytest.mark.parametrize(
    ("place", "field"),
    [
        ({"latitude": 91, "longitude": 0}, "latitude"),
        ({"latitude": 1}, "longitude"),
        ({"longitude": 1}, "latitude"),
        ({"latitude": "1", "longitude": 0}, "latitude"),
        ({"latitude": True, "longitude": 0}, "latitude"),
        ({}, "name"),
        ({"name": " "}, "name"),
    ],
)
def test_a_place_that_lies_nowhere_is_told_by_its_field(
    people: Cast, commitment: Commitment, place: dict[str, object], field: str
) -> None:
    headers = people.token("plans:read", "plans:write", community=COMMUNITY) | {"If-Match": '"1"'}

    answer = people.nobody().patch(
        f"{API}/commitments/{commitment.id}", headers=headers, json={"place": place}
    )

    assert answer.status_code == 400
    assert answer.json is not None
    assert [each["field"] for each in answer.json["errors"]] == [f"/place/{field}"]


def test_lists_are_narrowed_by_priority_and_by_the_four_cos(
    people: Cast, database: Database, plan: Plan
) -> None:
    make_commitment(database, plan, reference="A1", priority=Priority.HIGH)
    make_commitment(database, plan, reference="A2", priority=Priority.HIGH, four_co=FourCo.DESIGN)
    make_commitment(database, plan, reference="A3", four_co=FourCo.DELIVERY)
    client = people.person(Role.MEMBER, COMMUNITY)

    def found(query: str) -> list[str]:
        answer = client.get(f"{API}/plans/{plan.id}/commitments?{query}").json
        assert answer is not None
        return sorted(each["reference"] for each in answer["items"])

    assert found("priority=high") == ["A1", "A2"]
    assert found("four_co=co_design") == ["A2"]
    assert found("priority=low") == []
    assert client.get(f"{API}/commitments?priority=urgent").status_code == 400
