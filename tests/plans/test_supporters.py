"""Who helps with a commitment, and what each of them contributes."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.db.queries.exports import exported
from services.plans.db.queries.history import history_of
from services.plans.domain.commitments import Commitment
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.domain.supporters import cell_of_parts, parts_among, read_parts
from services.plans.use_cases.closings import close_plan
from services.plans.use_cases.imports import preview_import
from services.plans.use_cases.sheet_files.writing import FORMATS
from services.plans.use_cases.supporters import end_support, note_supporter, note_supporter_named
from shared.contracts import Role
from shared.db.unit_of_work import Database
from tests.plans.factories import COMMUNITY, COORDINATOR, make_commitment, make_contact, make_plan
from tests.plans.imports.sheets import HEADINGS, csv_of, line
from tests.plans.imports.steps import imported, previewed, the_commitment
from tests.shared.http.cast import Cast

API = "/plans/api/v1"
WORDS = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=9)


@pytest.fixture
def plan(database: Database) -> Plan:
    return make_plan(database, public=True)


@pytest.fixture
def trees(database: Database) -> UUID:
    return make_contact(database, "Tree Friends", "sam@example.org")[0]


@pytest.fixture
def commitment(database: Database, plan: Plan) -> Commitment:
    return make_commitment(database, plan)


def now(database: Database, commitment_id: UUID) -> Commitment:
    with database.unit_of_work(read_only=True) as uow:
        return uow.session.get_one(Commitment, commitment_id)


@given(st.dictionaries(WORDS, WORDS, max_size=4))
def test_the_parts_in_a_cell_are_read_as_they_are_written(parts: dict[str, str]) -> None:
    lines = read_parts(cell_of_parts(parts.items()), 100)

    assert parts_among(lines, parts.keys()) == (parts, ())


def test_the_longest_name_that_fits_has_the_part() -> None:
    lines = ("Ward 3: prints", "ward 3: north: walks", "Ward 4: cooks", "Ward 3:", "GROSS : digs")

    found = parts_among(lines, ("Ward 3", "Ward 3: North", "Groß"))

    assert found == (
        {"Ward 3": "prints", "Ward 3: North": "walks", "Groß": "digs"},
        ("Ward 4: cooks", "Ward 3:"),
    )


def test_who_helps_is_noted_and_told(database: Database, commitment: Commitment, trees: UUID) -> None:
    with database.unit_of_work() as uow:
        note_supporter(uow, commitment.id, trees, None, COORDINATOR)
        note_supporter_named(uow, commitment.id, "tree  friends", "Lends gloves", COORDINATOR)
        note_supporter(uow, commitment.id, trees, "Lends gloves", COORDINATOR)
    helped = now(database, commitment.id)
    with database.unit_of_work() as uow:
        end_support(uow, commitment.id, trees, COORDINATOR)
        end_support(uow, commitment.id, trees, COORDINATOR)

    left = now(database, commitment.id)
    with database.unit_of_work(read_only=True) as uow:
        told = [(each.update.action, each.update.after) for each in history_of(uow, commitment.id)][1:]
    assert (helped.supporting, helped.parts, helped.version) == ((trees,), {trees: "Lends gloves"}, 3)
    assert (left.supporting, left.parts, left.version) == ((), {}, 4)
    assert told == [
        ("support", {"supporter": "Tree Friends"}),
        ("support", {"supporter": "Tree Friends: Lends gloves"}),
        ("end_support", {"supporter": None}),
    ]


def test_nobody_helps_with_their_own_or_in_a_closed_plan(database: Database, plan: Plan, trees: UUID) -> None:
    own = make_commitment(database, plan, organisation_id=trees)

    with pytest.raises(Refused, match="It owns this commitment"), database.unit_of_work() as uow:
        note_supporter(uow, own.id, trees, None, COORDINATOR)
    with pytest.raises(Refused, match="no such organisation"), database.unit_of_work() as uow:
        note_supporter(uow, own.id, uuid4(), None, COORDINATOR)
    with database.unit_of_work() as uow:
        close_plan(uow, plan.id, plan.version, "Done", {}, COORDINATOR)
    with pytest.raises(Refused, match="closed"), database.unit_of_work() as uow:
        end_support(uow, own.id, trees, COORDINATOR)


def test_parts_go_over_to_the_next_plan(database: Database, plan: Plan, trees: UUID) -> None:
    old = make_commitment(database, plan, supporting=(trees,), parts={trees: "Lends gloves"})
    target = make_plan(database)
    with database.unit_of_work() as uow:
        close_plan(uow, plan.id, plan.version, "On we go", {old.id: target.id}, COORDINATOR)

    with database.unit_of_work(read_only=True) as uow:
        (new,) = (each for each in uow.session.query(Commitment) if each.plan_id == target.id)
    assert new.parts == {trees: "Lends gloves"}


HELP = "Tree Friends; Council parks"


def test_a_sheet_brings_parts_in_and_a_newer_one_changes_them(database: Database, plan: Plan) -> None:
    imported(database, plan, with_parts(HELP, "tree friends: Lends gloves\nCouncil parks: Mows"))
    first = the_commitment(database, plan)
    imported(database, plan, with_parts("Council parks", "Council parks: Mows, and rakes"))
    second = the_commitment(database, plan)

    assert [first.parts[each] for each in first.supporting] == ["Lends gloves", "Mows"]
    assert list(second.parts.items()) == [(first.supporting[1], "Mows, and rakes")]


def test_whoever_a_newer_sheet_leaves_out_has_no_part_any_more(database: Database, plan: Plan) -> None:
    imported(database, plan, with_parts(HELP, ""))
    first = the_commitment(database, plan)
    trees, parks = first.supporting
    with database.unit_of_work() as uow:
        note_supporter(uow, first.id, trees, "Lends gloves", COORDINATOR)
        note_supporter(uow, first.id, parks, "Lends gloves", COORDINATOR)

    imported(database, plan, with_parts("Council parks", ""))

    left = the_commitment(database, plan)
    assert (left.supporting, left.parts) == ((parks,), {parks: "Lends gloves"})


def test_parts_that_are_nobodys_are_left_out_and_the_preview_says_so(database: Database, plan: Plan) -> None:
    (told,) = previewed(database, plan, csv_of([HEADINGS, with_parts(HELP, "Scouts: Cook")])).lines

    (warning,) = told.checked.warnings
    assert (told.draft.parts, warning.column) == ((), "parts")
    assert (
        warning.reason == "“Scouts: Cook” begins with none of the supporting organisations. It is left out."
    )


@pytest.mark.parametrize("ending", FORMATS)
def test_an_export_brings_the_parts_to_another_plan(
    database: Database, plan: Plan, trees: UUID, ending: str
) -> None:
    make_commitment(database, plan, reference="A1", supporting=(trees,), parts={trees: "=Lends: gloves"})
    with database.unit_of_work(read_only=True) as uow:
        kept = uow.session.get_one(Plan, plan.id)
        content = FORMATS[ending][1](exported(uow, kept, with_contacts=True, within=True))
    other = make_plan(database)

    with database.unit_of_work() as uow:
        (told,) = preview_import(uow, other.id, f"plan.{ending}", content, COORDINATOR).lines

    assert told.draft.parts == (("Tree Friends", "=Lends: gloves"),)


def with_parts(supporting: str, parts: str) -> list[str]:
    nothing = dict.fromkeys(("steps", "priority", "place", "coordinates", "four_co"), "")
    return line(1, supporting=supporting, **nothing, parts=parts)


def test_a_program_notes_who_helps(people: Cast, commitment: Commitment, trees: UUID) -> None:
    client, headers = people.nobody(), people.token("plans:read", "plans:write", community=COMMUNITY)
    path = f"{API}/commitments/{commitment.id}"

    noted = client.put(f"{path}/supporters/{trees}", headers=headers, json={"part": "Lends gloves"})
    strange = client.put(f"{path}/supporters/{uuid4()}", headers=headers, json={})
    listed, shown = client.get(f"{path}/supporters").json, client.get(path).json
    gone = client.delete(f"{path}/supporters/{trees}", headers=headers)

    part = {"organisation_id": str(trees), "part": "Lends gloves"}
    assert (noted.status_code, strange.status_code, gone.status_code) == (204, 422, 204)
    assert listed == {"items": [{**part, "organisation": "Tree Friends"}]}
    assert shown is not None
    assert (shown["supporting"], shown["parts"]) == ([str(trees)], [part])
    assert client.get(f"{path}/supporters").json == {"items": []}


def test_a_commitment_is_written_down_with_its_supporters_parts(
    people: Cast, plan: Plan, trees: UUID
) -> None:
    headers = people.token("plans:read", "plans:write", community=COMMUNITY)
    part = {"organisation_id": str(trees), "part": "Lends gloves"}
    body = {"text": "Lead a walk", "heading": plan.headings[0], "supporting": [str(trees)], "parts": [part]}

    made = people.nobody().post(f"{API}/plans/{plan.id}/commitments", headers=headers, json=body)

    assert made.json is not None
    assert made.json["parts"] == [part]
    assert people.person(Role.MEMBER, COMMUNITY).get(made.location).json == made.json
