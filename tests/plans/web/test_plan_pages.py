"""The home page, the list of plans, a plan's own page and the form that makes one."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, select

from services.plans.domain.commitments import Details
from services.plans.domain.plans import Plan
from services.plans.domain.transitions import Action
from services.plans.use_cases.milestones import add_milestone
from services.plans.use_cases.updates import record_update
from shared.contracts import Role
from shared.db.unit_of_work import Database
from tests.pages import Visitor
from tests.plans.factories import COMMUNITY, COORDINATOR, make_commitment, make_plan
from tests.plans.web.conftest import SignIn

VISION = {
    "what": "Shade on every street",
    "how": "Together",
    "why": "People love these places",
}
FILLED: dict[str, str | list[str]] = {"name": "Green spaces", "horizon": ["31", "12", "2032"], **VISION}


def test_strangers_see_public_plans_and_no_others(visitor: Visitor, database: Database) -> None:
    make_plan(database, name="Open to all", public=True)
    make_plan(database, name="For the community")

    for path in ("/", "/plans/"):
        page = visitor.look(path)
        assert "Open to all" in page.text
        assert "For the community" not in page.text


def test_the_list_asks_as_much_for_many_plans_as_for_few(visitor: Visitor, database: Database) -> None:
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))

    def look_at(count: int) -> int:
        for number in range(count):
            plan = make_plan(database, name=f"Plan {number}", public=True)
            made = make_commitment(database, plan)
            make_commitment(database, plan, text="Say thank you")
            with database.unit_of_work() as uow:
                decline = Details(reason="Too dear")
                record_update(uow, made.id, made.version, Action.DECLINE, decline, COORDINATOR)
        asked.clear()
        assert visitor.look("/").text.count("0 of 2 done") == shown + count
        return len(asked)

    shown = 0
    few = look_at(1)
    shown = 1
    assert look_at(5) == few


@pytest.mark.parametrize("role", list(Role))
def test_people_of_the_community_see_all_of_its_plans(
    signed_in: SignIn, database: Database, role: Role
) -> None:
    make_plan(database, name="For the community")

    assert "For the community" in signed_in(role).look("/plans/").text
    assert "For the community" not in signed_in(role, uuid4()).look("/plans/").text


def test_a_private_plan_is_not_there_for_strangers(visitor: Visitor, signed_in: SignIn, plan: Plan) -> None:
    path = f"/plans/{plan.id}"

    assert visitor.client.get(path).status_code == 303
    assert signed_in(Role.COORDINATOR, uuid4()).look(path).status == 404
    assert signed_in(Role.MEMBER).look(path).status == 200


def test_a_plan_is_told_from_its_horizon_back_to_today(visitor: Visitor, database: Database) -> None:
    plan = make_plan(database, public=True)
    years = {"Fund open": 2029, "Calendar shared": 2027, "Map drawn": 2026}
    with database.unit_of_work() as uow:
        ids = {text: add_milestone(uow, plan.id, text, date(year, 1, 1)).id for text, year in years.items()}
    make_commitment(database, plan, text="Collect the addresses", milestone_id=ids["Calendar shared"])
    make_commitment(database, plan, text="Say thank you")

    text = visitor.look(f"/plans/{plan.id}").text

    told = ["Shade on every street", "Fund open", "Calendar shared", "Collect the addresses"]
    told += ["Today, 2 March 2026", "Map drawn", "Other commitments", "Say thank you"]
    assert [text.index(each) for each in told] == sorted(text.index(each) for each in told)


def test_steps_ahead_have_their_number_in_the_picture_and_their_count_in_words(
    visitor: Visitor, database: Database
) -> None:
    plan = make_plan(database, public=True)
    years = {"Fund open": 2029, "Map drawn": 2025, "Bridge built": 2031, "Calendar shared": 2027}
    with database.unit_of_work() as uow:
        ids = {text: add_milestone(uow, plan.id, text, date(year, 1, 1)).id for text, year in years.items()}
    make_commitment(database, plan, milestone_id=ids["Fund open"])

    page = visitor.look(f"/plans/{plan.id}")

    told = ["Bridge built", "Fund open", "(number 1 in the picture); 0 of 1 done"]
    told += ["Calendar shared", "(number 2 in the picture)", "Map drawn"]
    assert [page.text.index(each) for each in told] == sorted(page.text.index(each) for each in told)
    assert page.text.count("in the picture)") == len(page.attributes("circle")) == 2
    assert any("told below" in each.get("aria-label", "") for each in page.attributes("svg"))


def test_the_public_sees_organisations_and_no_names_of_people(
    visitor: Visitor, database: Database, owner: dict[str, UUID]
) -> None:
    plan = make_plan(database, public=True)
    commitment = make_commitment(database, plan, **owner)

    for path in (f"/plans/{plan.id}", f"/plans/commitments/{commitment.id}"):
        page = visitor.look(path)
        assert "Oak Trust" in page.text
        assert "Sam Reed" not in page.source
        assert "example.org" not in page.source


@pytest.mark.parametrize(
    ("role", "links"),
    [
        (
            Role.COORDINATOR,
            {
                "walk",
                "board",
                "runs",
                "waits",
                "status",
                "import",
                "close",
                "consents",
                "capture",
                "commitments/new",
                "milestones/new",
                "edit",
            },
        ),
        (Role.OFFICER, {"board", "runs", "waits", "status"}),
        (Role.MEMBER, {"board", "runs", "waits"}),
    ],
)
def test_a_plan_offers_what_the_reader_may_do(
    signed_in: SignIn, plan: Plan, role: Role, links: set[str]
) -> None:
    page = signed_in(role).look(f"/plans/{plan.id}")

    leads = {each.get("href", "") for each in page.attributes("a")}
    here = f"/plans/{plan.id}/"
    assert {lead.removeprefix(here) for lead in leads if lead.startswith(here)} == links


def test_a_coordinator_makes_a_plan_with_its_vision(
    signed_in: SignIn, database: Database, community: UUID
) -> None:
    coordinator = signed_in(Role.COORDINATOR)
    form = coordinator.look("/plans/new").form_with("what")

    page = coordinator.send(form, **FILLED | {"public": "y"})

    with database.unit_of_work(read_only=True) as uow:
        plan = uow.session.scalars(select(Plan)).one()
    assert (plan.name, plan.vision.what, plan.horizon) == ("Green spaces", VISION["what"], date(2032, 12, 31))
    assert (plan.public, plan.community_id) == (True, community)
    assert "The plan is made" in page.text
    assert page.path == f"/plans/{plan.id}"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"name": ""}, "Give the plan a name"),
        ({"name": "  "}, "Give the plan a name"),
        ({"name": "x" * 201}, "Use 200 characters or fewer"),
        ({"what": ""}, "Say what you want"),
        ({"horizon": ["", "", ""]}, "Enter the date of the horizon"),
        ({"horizon": ["31", "2", "2032"]}, "Enter a real date"),
        ({"horizon": ["1", "1", "2020"]}, "The date must be in the future"),
    ],
)
def test_a_plan_that_lacks_something_is_not_made_and_nothing_typed_is_lost(
    signed_in: SignIn, database: Database, typed: dict[str, str | list[str]], message: str
) -> None:
    coordinator = signed_in(Role.COORDINATOR)
    form = coordinator.look("/plans/new").form_with("what")

    page = coordinator.send(form, **FILLED | typed)

    assert page.status == 400
    assert message in page.text
    assert page.form_with("what").fields["why"] == VISION["why"]
    with database.unit_of_work(read_only=True) as uow:
        assert uow.session.scalars(select(Plan)).all() == []


def test_a_plan_is_made_in_the_coordinators_own_community_whatever_the_form_says(
    signed_in: SignIn, database: Database
) -> None:
    home = uuid4()
    coordinator = signed_in(Role.COORDINATOR, home)
    form = coordinator.look("/plans/new").form_with("what")

    coordinator.send(form, **FILLED | {"community": str(COMMUNITY)})

    with database.unit_of_work(read_only=True) as uow:
        assert uow.session.scalars(select(Plan)).one().community_id == home


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MEMBER])
def test_only_coordinators_make_plans(signed_in: SignIn, role: Role) -> None:
    assert signed_in(role).look("/plans/new").status == 404


def test_a_coordinator_changes_a_plan(signed_in: SignIn, database: Database, plan: Plan) -> None:
    coordinator = signed_in(Role.COORDINATOR)
    form = coordinator.look(f"/plans/{plan.id}/edit").form_with("headings")
    assert form.fields["what"] == plan.vision.what

    page = coordinator.send(
        form,
        name="Greener spaces",
        horizon=["1", "1", "2031"],
        headings="Trees\r\n\r\nBenches\r\n",
        public="y",
    )

    assert "The plan is changed" in page.text
    with database.unit_of_work(read_only=True) as uow:
        after = uow.session.get_one(Plan, plan.id)
    assert (after.name, after.horizon, after.public) == ("Greener spaces", date(2031, 1, 1), True)
    assert (after.headings, after.vision, after.version) == (("Trees", "Benches"), plan.vision, 2)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"headings": ""}, "Leave at least one heading"),
        ({"headings": "Trees\nTREES"}, "Each heading may appear only once"),
        ({"headings": "Trees"}, "1 commitments are still under"),
        ({"horizon": ["1", "1", "2020"]}, "The date must be in the future"),
        ({"version": "7"}, "Somebody else changed the plan in the meantime"),
    ],
)
def test_a_change_that_does_not_fit_the_plan_changes_nothing(
    signed_in: SignIn, database: Database, plan: Plan, typed: dict[str, str | list[str]], message: str
) -> None:
    make_commitment(database, plan)
    coordinator = signed_in(Role.COORDINATOR)
    form = coordinator.look(f"/plans/{plan.id}/edit").form_with("headings")

    page = coordinator.send(form, **{"name": "Greener", "horizon": ["1", "1", "2031"], **typed})

    assert page.status == 400
    assert message in page.text
    assert page.form_with("headings").fields["name"] == "Greener"
    with database.unit_of_work(read_only=True) as uow:
        assert uow.session.get_one(Plan, plan.id).version == 1
