"""The page that tells how a plan stands."""

from datetime import timedelta
from uuid import UUID

import pytest

from services.plans.domain.plans import DEFAULT_HEADINGS, Plan
from services.plans.use_cases.milestones import add_milestone
from shared.contracts import Role
from shared.db.unit_of_work import Database
from tests.clock import Clock
from tests.pages import Visitor
from tests.plans.factories import TODAY, make_commitment, make_contact
from tests.plans.web.conftest import SignIn


@pytest.fixture
def officer(signed_in: SignIn) -> Visitor:
    return signed_in(Role.OFFICER)


def test_it_has_a_table_by_heading_unless_another_is_asked_for(
    officer: Visitor, database: Database, plan: Plan
) -> None:
    with database.unit_of_work() as uow:
        step = add_milestone(uow, plan.id, "Gates open", TODAY + timedelta(days=9))
    make_commitment(database, plan, heading=DEFAULT_HEADINGS[1])

    by_heading = officer.look(f"/plans/{plan.id}/status").text
    by_step = officer.look(f"/plans/{plan.id}/status?by=milestone").text

    assert "By heading" in by_heading
    assert DEFAULT_HEADINGS[1] in by_heading
    assert "By milestone" in by_step
    assert "No milestone" in by_step
    assert f"{step.text}" in by_heading
    assert "No: nobody has promised anything for it" in by_heading


def test_a_past_day_is_told_without_the_lists_of_today(
    officer: Visitor, database: Database, plan: Plan, clock: Clock
) -> None:
    make_commitment(database, plan, text="Open the north gate", due=TODAY)
    clock.forward(days=3)
    day = f"as_at={TODAY.day}&as_at={TODAY.month}&as_at={TODAY.year}"

    page = officer.look(f"/plans/{plan.id}/status?{day}&by=organisation")

    assert "At the end of 2 March 2026" in page.text
    assert "Overdue (" not in page.text
    assert "Overdue (1)" in officer.look(f"/plans/{plan.id}/status").text


def test_a_day_yet_to_come_is_refused_beside_its_field_and_today_is_shown(
    officer: Visitor, plan: Plan
) -> None:
    page = officer.look(f"/plans/{plan.id}/status?as_at=3&as_at=3&as_at=2026")

    assert page.status == 400
    assert "That day has not come yet" in page.text
    assert "On 2 March 2026" in page.text


def test_what_is_no_day_is_told_plainly(officer: Visitor, plan: Plan) -> None:
    page = officer.look(f"/plans/{plan.id}/status?as_at=31&as_at=2&as_at=2026")

    assert page.status == 400
    assert "Enter a real date" in page.text


def test_it_says_what_to_mend(officer: Visitor, database: Database, plan: Plan) -> None:
    make_commitment(database, plan, evidence="A photograph")

    text = officer.look(f"/plans/{plan.id}/status").text

    assert "Quality of the plan: 25%" in text
    assert "Which milestone does it lead to?" in text


def test_charts_tell_in_words_and_tables_what_they_draw(
    officer: Visitor, database: Database, plan: Plan, owner: dict[str, UUID]
) -> None:
    make_commitment(database, plan, due=TODAY - timedelta(days=9), **owner)
    make_commitment(database, plan)

    page = officer.look(f"/plans/{plan.id}/status")

    assert "Of 2 promised commitments 0 were done on 2 March 2026" in page.text
    assert "how many of them are overdue: Oak Trust 1, 1 overdue; No owner 1." in page.text
    assert "Overdue commitments: 1 to 7 days 0; 8 to 30 days 1;" in page.text
    named = {each["aria-labelledby"] for each in page.attributes("svg") if "aria-labelledby" in each}
    assert len(named) == 3
    ids = {each.get("id") for _, each in page.tags}
    assert all(set(names.split()) <= ids for names in named)


def test_a_plan_without_commitments_has_words_where_charts_would_be_empty(
    officer: Visitor, plan: Plan
) -> None:
    page = officer.look(f"/plans/{plan.id}/status")

    for words in ("Nothing has been promised yet.", "Nobody has anything left to do.", "Nothing is overdue."):
        assert words in page.text


def test_organisations_beyond_the_bars_are_drawn_together_and_told_apart_in_the_table(
    officer: Visitor, database: Database, plan: Plan
) -> None:
    names = [f"Trust {letter} for everything that grows, walks or swims" for letter in "ABCDEFGHIJKLMN"]
    for name in names:
        organisation, _contact = make_contact(database, name, "sam@example.org")
        make_commitment(database, plan, organisation_id=organisation)

    page = officer.look(f"/plans/{plan.id}/status")

    assert "3 others together 3" in page.text
    assert "Trust A for everything that grows\N{HORIZONTAL ELLIPSIS} 1" in page.text
    assert all(name in page.text for name in names)
