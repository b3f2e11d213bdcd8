"""A plan says how others may use its open data, wherever that data goes."""

import pytest

from services.plans.domain.licences import TERMS, Licence
from services.plans.domain.plans import Plan
from shared.contracts import Role
from shared.db.unit_of_work import Database
from tests.pages import Visitor
from tests.plans.factories import COMMUNITY, make_commitment, make_plan
from tests.shared.http.cast import Cast

API = "/plans/api/v1"
FILES = ("export.json", "export.csv", "export.xlsx", "tracker.docx", "tracker.xlsx")


@pytest.fixture
def keeper(people: Cast) -> Visitor:
    return Visitor(people.person(Role.COORDINATOR, COMMUNITY))


def kept(database: Database, plan: Plan) -> Licence:
    with database.unit_of_work(read_only=True) as uow:
        return uow.session.get_one(Plan, plan.id).licence


def test_every_file_names_the_licence_that_the_plan_states(people: Cast, database: Database) -> None:
    plan = make_plan(database, public=True, licence=Licence.OGL)

    answers = [people.nobody().get(f"{API}/plans/{plan.id}/{file}") for file in FILES]

    link = f'<{TERMS[Licence.OGL].address}>; rel="license"'
    assert [answer.headers.get("Link") for answer in answers] == [link] * len(FILES)
    assert answers[0].get_json()["plan"]["licence"] == "OGL-UK-3.0"


def test_a_plan_states_none_until_somebody_chooses_one(people: Cast, database: Database) -> None:
    plan = make_plan(database, public=True)

    answers = [people.nobody().get(f"{API}/plans/{plan.id}/{file}") for file in FILES]

    assert ["Link" in answer.headers for answer in answers] == [False] * len(FILES)
    assert answers[0].get_json()["plan"]["licence"] == "none"


def test_a_coordinator_chooses_it_in_the_plans_form_and_the_page_says_so(
    keeper: Visitor, people: Cast, database: Database
) -> None:
    plan = make_plan(database, public=True)
    make_commitment(database, plan)
    form = keeper.look(f"/plans/{plan.id}/edit").form_with("name")

    page = keeper.send(form, horizon=["1", "1", "2030"], public="y", licence="CC-BY-4.0")

    assert (page.status, kept(database, plan)) == (200, Licence.CC_BY)
    public = people.nobody().get(f"/plans/{plan.id}")
    assert "Licence: Creative Commons Attribution 4.0 (CC BY 4.0)" in public.text
    assert '<link rel="license" href="https://creativecommons.org/licenses/by/4.0/">' in public.text


def test_a_licence_that_is_not_on_the_list_is_refused_beside_its_field(
    keeper: Visitor, database: Database
) -> None:
    plan = make_plan(database)
    form = keeper.look(f"/plans/{plan.id}/edit").form_with("name")

    page = keeper.send(form, horizon=["1", "1", "2030"], licence="WTFPL")

    assert (page.status, kept(database, plan)) == (400, Licence.NONE)
    assert "Not a valid choice" in page.text


def test_a_program_states_it_and_is_told_what_it_may_state(people: Cast, database: Database) -> None:
    plan = make_plan(database)
    headers = people.token("plans:read", "plans:write", community=COMMUNITY) | {"If-Match": '"1"'}
    client = people.nobody()

    wrong = client.patch(f"{API}/plans/{plan.id}", headers=headers, json={"licence": "WTFPL"})
    right = client.patch(f"{API}/plans/{plan.id}", headers=headers, json={"licence": "CC0-1.0"})

    assert (wrong.status_code, wrong.get_json()["errors"][0]["field"]) == (400, "/licence")
    assert (right.status_code, right.get_json()["licence"]) == (200, "CC0-1.0")
    assert kept(database, plan) is Licence.CC0
