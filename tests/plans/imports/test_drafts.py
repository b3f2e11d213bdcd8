"""Rows that nobody understands wait as drafts, and hold up no others."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.plans.db.queries.drafts import count_drafts
from services.plans.db.queries.imports import by_reference
from services.plans.domain.columns import Column
from services.plans.domain.plans import Plan, PlanClosed
from services.plans.domain.refusals import Refused
from services.plans.use_cases.closings import close_plan
from services.plans.use_cases.drafts import drafts_by_import, throw_away
from services.plans.use_cases.fates import Fate, Line
from services.plans.use_cases.finishing import Unfinished, finish_draft
from services.plans.use_cases.outcomes import NotFound
from shared.db.unit_of_work import Database
from tests.plans.factories import COORDINATOR, make_contact, make_plan
from tests.plans.imports.sheets import FORTY, a_sheet, line
from tests.plans.imports.steps import applied, counted, imported, previewed, the_commitment


def drafts(database: Database, plan: Plan) -> list[Line]:
    with database.unit_of_work(read_only=True) as uow:
        return [line for _, lines in drafts_by_import(uow, plan.id) for line in lines]


def the_id(database: Database, plan: Plan) -> UUID:
    (draft,) = drafts(database, plan)
    assert draft.kept.draft_id is not None
    return draft.kept.draft_id


def finished(database: Database, plan: Plan, *, new_names: bool = False, **cells: str) -> None:
    draft_id = the_id(database, plan)
    typed = {Column(name): text for name, text in cells.items()}
    with database.unit_of_work() as uow:
        finish_draft(uow, plan.id, draft_id, typed, COORDINATOR, new_names=new_names)


def test_good_rows_are_imported_and_the_others_wait_as_they_were_typed(
    database: Database, plan: Plan
) -> None:
    applied(database, previewed(database, plan, FORTY))

    waiting = drafts(database, plan)
    assert (counted(database), [each.kept.number for each in waiting]) == (36, [6, 13, 21, 34])
    assert waiting[0].kept.cells["due"] == "31/02/2026"
    assert [each.checked.faults[0].column for each in waiting] == [
        "due",
        "contact_email",
        "reference",
        "reference",
    ]


def test_a_draft_becomes_a_commitment_by_what_is_typed(database: Database, plan: Plan) -> None:
    imported(database, plan, line(1, due="31/02/2027"))

    with pytest.raises(Unfinished, match="This is not a date"):
        finished(database, plan, due="soon")
    finished(database, plan, due="2027-02-28")

    made = the_commitment(database, plan)
    assert (made.due, made.import_id is None, drafts(database, plan)) == (date(2027, 2, 28), False, [])


def test_a_draft_without_a_reference_gets_the_next_number(database: Database, plan: Plan) -> None:
    imported(database, plan, line(1), line(2, reference=""), line(3, reference="2"))

    finished(database, plan)

    assert the_commitment(database, plan, "3").text == "Do the thing number 2"


def test_a_name_in_doubt_is_asked_about_until_somebody_says_that_it_is_new(
    database: Database, plan: Plan
) -> None:
    make_contact(database, "Riverside Walkers", "sam@example.org")
    imported(database, plan, line(1, organisation="Riverside Walkrs", supporting=""))

    with pytest.raises(Unfinished) as refused:
        finished(database, plan)
    finished(database, plan, new_names=True)

    assert refused.value.doubts == {"Riverside Walkrs": "Riverside Walkers"}
    assert (counted(database), drafts(database, plan)) == (1, [])


def test_the_same_sheet_again_replaces_its_drafts_and_doubles_nothing(database: Database, plan: Plan) -> None:
    for _ in range(2):
        applied(database, previewed(database, plan, FORTY))

    assert (counted(database), [each.kept.number for each in drafts(database, plan)]) == (36, [6, 13, 21, 34])


@pytest.mark.parametrize("was", [{"due": "soon"}, {"reference": ""}, {"reference": "A1"}])
def test_a_mended_row_of_a_newer_sheet_takes_the_place_of_the_draft(
    database: Database, plan: Plan, was: dict[str, str]
) -> None:
    imported(database, plan, line(1), line(2, **was))

    imported(database, plan, line(1), line(2))

    assert (counted(database), drafts(database, plan)) == (2, [])


def test_another_row_leaves_the_draft_alone(database: Database, plan: Plan) -> None:
    imported(database, plan, line(1), line(2, reference=""), line(3, due="soon"))

    imported(database, plan, line(1), line(4))

    assert len(drafts(database, plan)) == 2


def test_a_sheet_whose_row_was_finished_by_hand_comes_again_and_nothing_happens(
    database: Database, plan: Plan
) -> None:
    imported(database, plan, line(1, due="soon"))
    finished(database, plan, due="31/03/2027")

    again = previewed(database, plan, a_sheet(line(1, due="soon")))

    assert [each.fate for each in again.lines] == [Fate.FINISHED]
    with pytest.raises(Refused, match="nothing in the sheet"):
        applied(database, again)


def test_what_a_newer_sheet_says_of_a_finished_row_is_taken(database: Database, plan: Plan) -> None:
    imported(database, plan, line(1, due="soon"))
    finished(database, plan, due="31/03/2027")

    imported(database, plan, line(1, due="30/04/2027"))

    assert (the_commitment(database, plan).due, counted(database)) == (date(2027, 4, 30), 1)


def test_a_draft_of_a_commitment_that_is_there_changes_it(database: Database, plan: Plan) -> None:
    imported(database, plan, line(1))
    imported(database, plan, line(1, due="soon", commitment="Do more"))

    finished(database, plan, due="30/06/2027")

    made = the_commitment(database, plan)
    assert (counted(database), made.text, made.due) == (1, "Do more", date(2027, 6, 30))


def test_a_draft_that_was_thrown_away_is_gone_but_its_row_stays(database: Database, plan: Plan) -> None:
    preview = imported(database, plan, line(1), line(2, due="soon"))
    draft_id = the_id(database, plan)

    with database.unit_of_work() as uow:
        throw_away(uow, plan.id, draft_id)

    after = applied(database, preview)
    assert ([each.fate for each in after.lines], drafts(database, plan)) == ([Fate.DONE, Fate.DROPPED], [])
    with pytest.raises(NotFound), database.unit_of_work() as uow:
        throw_away(uow, plan.id, draft_id)


def test_drafts_are_found_under_their_own_plan_alone(database: Database, plan: Plan) -> None:
    imported(database, plan, line(1, due="soon"))
    other = make_plan(database, name="Another")
    draft_id = the_id(database, plan)

    with pytest.raises(NotFound), database.unit_of_work() as uow:
        throw_away(uow, other.id, draft_id)
    with database.unit_of_work(read_only=True) as uow:
        assert (count_drafts(uow, plan.id), count_drafts(uow, other.id)) == (1, 0)


def test_a_closed_plan_lets_its_drafts_be(database: Database, plan: Plan) -> None:
    imported(database, plan, line(1, due="soon"))
    draft_id = the_id(database, plan)
    with database.unit_of_work() as uow:
        close_plan(uow, plan.id, plan.version, "It is done", {}, COORDINATOR)

    with pytest.raises(PlanClosed):
        finished(database, plan, due="31/03/2027")
    with pytest.raises(PlanClosed), database.unit_of_work() as uow:
        throw_away(uow, plan.id, draft_id)


SPOILT = ({"due": "soon"}, {"reference": ""}, {"reference": "A1"}, {"contact_email": "nobody"})


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sheets=st.lists(st.tuples(*[st.booleans()] * len(SPOILT)), min_size=1, max_size=3))
def test_whatever_is_mended_or_spoilt_between_sheets_each_row_is_there_once(
    database: Database, sheets: list[tuple[bool, ...]]
) -> None:
    plan = make_plan(database)
    for good in sheets:
        rows = [line(at + 2, **({} if good[at] else SPOILT[at])) for at in range(len(SPOILT))]
        imported(database, plan, line(1), *rows)

    waiting = sorted(each.kept.cells["commitment"] for each in drafts(database, plan))
    assert waiting == [f"Do the thing number {at + 2}" for at, good in enumerate(sheets[-1]) if not good]
    with database.unit_of_work(read_only=True) as uow:
        ever_good = {f"a{at + 2}" for good in sheets for at, each in enumerate(good) if each}
        assert set(by_reference(uow, plan.id)) == {"a1"} | ever_good
