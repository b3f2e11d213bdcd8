"""The page on which a workshop is typed live, as it works without scripts."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from services.plans.domain.commitments import Commitment
from services.plans.domain.plans import DEFAULT_HEADINGS, Plan
from services.plans.use_cases.milestones import add_milestone
from shared.contracts import Role
from shared.db.unit_of_work import Database
from tests.pages import Page, Visitor
from tests.plans.web.conftest import SignIn

LINE, LINES, HEADING = "commitment-line", "commitment-lines", "commitment-heading"
GATE = "Open the north gate @ Friends of the Park by 31 March 2027"
WHERE = {HEADING: DEFAULT_HEADINGS[0], "commitment-milestone": ""}


@pytest.fixture
def coordinator(signed_in: SignIn) -> Visitor:
    return signed_in(Role.COORDINATOR)


def look(visitor: Visitor, plan: Plan) -> Page:
    return visitor.look(f"/plans/{plan.id}/capture")


def texts(database: Database) -> list[str]:
    with database.unit_of_work(read_only=True) as uow:
        return sorted(each.text for each in uow.session.scalars(select(Commitment)))


def test_each_line_is_written_down_and_told_as_it_was_understood(coordinator: Visitor, plan: Plan) -> None:
    page = look(coordinator, plan)
    page = coordinator.send(page.form_with(LINE), **WHERE | {LINE: GATE, HEADING: DEFAULT_HEADINGS[2]})

    told = "Commitment: Open the north gate. Owner: Friends of the Park. By: 31 March 2027."
    assert told in page.text
    assert page.form_with(LINE).fields[LINE] == ""
    chosen = [each["value"] for each in page.attributes("option") if "selected" in each]
    assert DEFAULT_HEADINGS[2] in chosen
    assert [each["name"] for each in page.attributes("input") if "autofocus" in each] == [LINE]


def test_several_lines_at_once_are_the_same_as_one_after_the_other_and_only_the_bad_ones_stay(
    coordinator: Visitor, database: Database, plan: Plan
) -> None:
    form = look(coordinator, plan).form_with(LINE)
    lines = "Plant a lime\r\n\r\nDig by 31 February 2027\r\nMend the fence @ Oak Trust"

    page = coordinator.send(form, **WHERE | {LINES: lines, LINE: "@ Oak Trust"})

    assert page.status == 400
    assert texts(database) == ["Mend the fence", "Plant a lime"]
    assert page.form_with(LINE).fields[LINES] == "Dig by 31 February 2027"
    assert page.form_with(LINE).fields[LINE] == "@ Oak Trust"
    assert "February 2027 has 28 days" in page.text
    coordinator.send(form, **WHERE | {LINES: lines, LINE: ""})
    assert texts(database) == ["Mend the fence", "Plant a lime"]


def test_two_at_two_laptops_see_each_others_lines_and_overwrite_none(
    signed_in: SignIn, database: Database, plan: Plan
) -> None:
    one, other = signed_in(Role.COORDINATOR), signed_in(Role.COORDINATOR)
    forms = [look(each, plan).form_with(LINE) for each in (one, other)]

    one.send(forms[0], **WHERE | {LINE: "Plant a lime"})
    page = other.send(forms[1], **WHERE | {LINE: "Plant a lime"})
    page = one.send(forms[0], **WHERE | {LINE: "Mend the fence"})

    assert texts(database) == ["Mend the fence", "Plant a lime", "Plant a lime"]
    assert page.text.count("Plant a lime") == 2


def test_steps_are_typed_too_and_can_be_chosen_for_commitments(
    coordinator: Visitor, database: Database, plan: Plan
) -> None:
    with database.unit_of_work() as uow:
        add_milestone(uow, plan.id, "Undated")
    form = look(coordinator, plan).form_with("step-line")

    page = coordinator.send(form, **{"step-line": "Shade at every gate by 1 June 2028"})

    assert "1 June 2028 : Shade at every gate No date yet : Undated" in page.text
    assert [each["name"] for each in page.attributes("input") if "autofocus" in each] == ["step-line"]
    page = coordinator.send(form, **{"step-line": "Shade by June 2028"})
    assert page.status == 400
    assert page.form_with("step-line").fields["step-line"] == "Shade by June 2028"


def test_what_does_not_fit_the_form_stays_in_it(coordinator: Visitor, database: Database, plan: Plan) -> None:
    form = look(coordinator, plan).form_with(LINE)

    page = coordinator.send(form, **WHERE | {LINE: GATE, "commitment-milestone": str(uuid4())})

    assert page.status == 400
    assert page.form_with(LINE).fields[LINE] == GATE
    assert texts(database) == []


def test_what_was_understood_can_be_corrected(coordinator: Visitor, database: Database, plan: Plan) -> None:
    page = coordinator.send(look(coordinator, plan).form_with(LINE), **WHERE | {LINE: GATE})
    correct = next(each["href"] for each in page.attributes("a") if each["href"].endswith("/correct"))
    form = coordinator.look(correct).form_with("organisation")
    assert form.fields["organisation"] == "Friends of the Park"

    page = coordinator.send(form, text="Open both gates", organisation="Oak Trust", due=["31", "3", "2027"])
    late = coordinator.send(form, text="Open no gate", due=["31", "3", "2027"])

    assert "Corrected: Open both gates" in page.text
    assert "Oak Trust. 31 March 2027." in page.text
    assert late.status == 400
    assert "Somebody else changed this" in late.text
    assert texts(database) == ["Open both gates"]
