"""The list of commitments: what it shows, what its address keeps, and who sees what."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from services.plans.domain.commitments import Details
from services.plans.domain.plans import Plan
from services.plans.domain.transitions import Action
from services.plans.use_cases.milestones import add_milestone
from services.plans.use_cases.updates import record_update
from shared.contracts import Health, Role
from shared.db.unit_of_work import Database
from tests.pages import Page, Visitor
from tests.plans.factories import COORDINATOR, TODAY, make_commitment, make_plan
from tests.plans.web.conftest import SignIn

LIST = "/plans/commitments/"


@pytest.fixture
def officer(signed_in: SignIn) -> Visitor:
    return signed_in(Role.OFFICER)


@pytest.fixture
def told(database: Database, plan: Plan, owner: dict[str, UUID]) -> UUID:
    """The step of a plan with four commitments that each filter tells apart."""
    with database.unit_of_work() as uow:
        step = add_milestone(uow, plan.id, "Gates open", TODAY + timedelta(days=9))
    make_commitment(database, plan, text="Mend the gate", due=TODAY - timedelta(days=1))
    make_commitment(database, plan, text="Plant limes", due=TODAY + timedelta(days=5), milestone_id=step.id)
    make_commitment(database, plan, text="Count ducks", **owner)
    stuck = make_commitment(database, plan, text="Ask the school", due=TODAY + timedelta(days=9))
    declined = make_commitment(database, plan, text="Build a dome", due=TODAY + timedelta(days=99))
    with database.unit_of_work() as uow:
        version = record_update(uow, stuck.id, stuck.version, Action.ACCEPT, Details(), COORDINATOR).version
        record_update(uow, stuck.id, version, Action.START, Details(health=Health.STUCK), COORDINATOR)
        declined_as = Details(reason="Too dear")
        record_update(uow, declined.id, declined.version, Action.DECLINE, declined_as, COORDINATOR)
    return step.id


TEXTS = ("Mend the gate", "Plant limes", "Ask the school", "Build a dome", "Count ducks")


def listed(page: Page) -> list[str]:
    return sorted((text for text in TEXTS if text in page.text), key=page.text.index)


def test_it_shows_all_by_the_date_they_are_due(officer: Visitor, plan: Plan, told: UUID) -> None:
    assert told
    assert listed(officer.look(f"{LIST}?plan={plan.id}")) == list(TEXTS)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("overdue=y", ["Mend the gate"]),
        ("state=given_up", ["Build a dome"]),
        ("state=open", ["Mend the gate", "Plant limes", "Ask the school", "Count ducks"]),
        ("state=under_way", ["Ask the school"]),
        ("health=stuck", ["Ask the school"]),
        ("health=on_track", []),
        ("organisation=none&state=offered", ["Mend the gate", "Plant limes"]),
        ("step={step}", ["Plant limes"]),
        ("step=none&state=offered", ["Mend the gate", "Count ducks"]),
        ("due_after=1&due_after=3&due_after=2026&due_before=8&due_before=3&due_before=2026", ["Plant limes"]),
        ("q=LIME", ["Plant limes"]),
        ("q=oak+trust", ["Count ducks"]),
    ],
)
def test_filters_leave_what_they_say(
    officer: Visitor, plan: Plan, told: UUID, query: str, wanted: list[str]
) -> None:
    page = officer.look(f"{LIST}?plan={plan.id}&{query.format(step=told)}")

    assert listed(page) == wanted
    assert "Shown are those that match" in page.text


def test_an_organisation_is_chosen_by_name(
    officer: Visitor, plan: Plan, told: UUID, owner: dict[str, UUID]
) -> None:
    assert told
    page = officer.look(f"{LIST}?plan={plan.id}&organisation={owner['organisation_id']}")

    assert listed(page) == ["Count ducks"]
    assert "match: Oak Trust" in page.text


def test_words_that_were_looked_for_stand_out_wherever_they_are_found(
    officer: Visitor, database: Database, plan: Plan, owner: dict[str, UUID]
) -> None:
    make_commitment(database, plan, text="Count <ducks> & dücks", evidence="A photo of the pond", **owner)

    page = officer.look(f"{LIST}?plan={plan.id}&q=DUCK+oak+phot")

    assert "Count &lt;<mark>ducks</mark>&gt; &amp; <mark>dücks</mark></a>" in page.source
    assert "<mark>Oak</mark> Trust" in page.source
    assert "Evidence: A <mark>photo</mark> of the pond" in page.source
    assert "<mark>" not in officer.look(f"{LIST}?plan={plan.id}").source


def test_the_next_page_keeps_the_filters_and_pages_joined_are_the_list(
    officer: Visitor, database: Database, plan: Plan
) -> None:
    for number in range(101):
        make_commitment(database, plan, text=f"Plant tree {number:03}", due=TODAY + timedelta(days=number))
    make_commitment(database, plan, text="Count ducks", due=TODAY)

    path, found = f"{LIST}?plan={plan.id}&q=tree", []
    for _ in range(3):
        page = officer.look(path)
        found.append([number for number in range(101) if f"tree {number:03}" in page.text])
        assert "Count ducks" not in page.text
        path = next((each["href"] for each in page.attributes("a") if each.get("rel") == "next"), "")

    assert found == [list(range(50)), list(range(50, 100)), [100]]
    assert path == ""


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("due_after=31&due_after=2&due_after=2026", "Enter a real date"),
        ("state=sleeping", "Not a valid choice"),
        ("plan=nonsense", "Not a valid choice"),
        ("q=%00", "Holds characters that cannot be shown"),
    ],
)
def test_what_cannot_be_asked_is_told_beside_its_field_and_the_rest_is_kept(
    officer: Visitor, database: Database, plan: Plan, query: str, told: str
) -> None:
    make_commitment(database, plan)

    page = officer.look(f"{LIST}?due_before=27&due_before=3&due_before=2027&{query}")

    assert page.status == 400
    assert told in page.text
    assert page.form_with("due_before").fields["due_before"] == "2027"


@pytest.mark.parametrize("cursor", ["nonsense", "WyJub25zZW5zZSJd", "WzEsMl0", "e30"])
def test_a_strange_cursor_is_refused(officer: Visitor, plan: Plan, cursor: str) -> None:
    assert officer.client.get(f"{LIST}?plan={plan.id}&after={cursor}").status_code == 400


def test_strangers_see_what_is_public_without_names_of_people(
    visitor: Visitor, database: Database, plan: Plan, owner: dict[str, UUID]
) -> None:
    make_commitment(database, plan, text="Count ducks")
    make_commitment(database, make_plan(database, name="Open", public=True), text="Plant limes", **owner)

    page = visitor.look(LIST)

    assert listed(page) == ["Plant limes"]
    assert "Green spaces" not in page.text
    assert "Oak Trust" in page.text
    assert "Sam Reed" not in page.source


def test_a_plan_that_is_hidden_answers_like_one_that_is_not_there(visitor: Visitor, plan: Plan) -> None:
    hidden, missing = (visitor.look(f"{LIST}?plan={each}") for each in (plan.id, uuid4()))

    assert (hidden.status, hidden.text) == (missing.status, missing.text)


def test_coordinators_see_contacts_of_their_own_community_alone(
    signed_in: SignIn, database: Database, owner: dict[str, UUID]
) -> None:
    make_commitment(database, make_plan(database, public=True), text="Count ducks", **owner)

    assert "Sam Reed" in signed_in(Role.COORDINATOR).look(LIST).text
    for visitor in (signed_in(Role.COORDINATOR, uuid4()), signed_in(Role.MEMBER)):
        page = visitor.look(LIST)
        assert listed(page) == ["Count ducks"]
        assert "Sam Reed" not in page.source
