"""The pages on which a commitment's priority, place and Co are asked for, shown and looked for."""

from uuid import UUID

import pytest

from services.plans.domain.commitments import Commitment, Details
from services.plans.domain.facts import FourCo, Priority
from services.plans.domain.places import Place, point_at
from services.plans.domain.plans import DEFAULT_HEADINGS, Plan
from services.plans.domain.transitions import Action
from services.plans.use_cases.updates import record_update
from shared.contracts import Role
from shared.db.unit_of_work import Database
from tests.pages import Visitor
from tests.plans.factories import COORDINATOR, make_commitment, make_plan
from tests.plans.imports.steps import the_commitment
from tests.plans.web.conftest import SignIn

GATE = Place(name="Mill Lane gate", point=point_at(52.481, -1.772))


@pytest.fixture
def coordinator(signed_in: SignIn) -> Visitor:
    return signed_in(Role.COORDINATOR)


@pytest.fixture
def commitment(database: Database, plan: Plan) -> Commitment:
    return make_commitment(database, plan, reference="A1")


def kept(database: Database, commitment_id: UUID) -> Commitment:
    with database.unit_of_work(read_only=True) as uow:
        return uow.session.get_one(Commitment, commitment_id)


def test_a_coordinator_notes_facts_that_the_page_then_shows(
    coordinator: Visitor, database: Database, commitment: Commitment
) -> None:
    form = coordinator.look(f"/plans/commitments/{commitment.id}/facts").form_with("coordinates")

    page = coordinator.send(
        form, priority="high", place="Mill Lane gate", coordinates="52.481, -1.772", four_co="co_design"
    )

    now = kept(database, commitment.id)
    assert (now.priority, now.place, now.four_co) == (Priority.HIGH, GATE, FourCo.DESIGN)
    assert "Priority High" in page.text
    assert "Four Co\N{RIGHT SINGLE QUOTATION MARK}s Co-design" in page.text
    assert (
        'href="https://www.openstreetmap.org/?mlat=52.481&amp;mlon=-1.772#map=17/52.481/-1.772"'
        in page.source
    )
    assert 'href="geo:52.481,-1.772"' in page.source
    assert "changed what is noted about it" in page.text
    again = coordinator.look(f"/plans/commitments/{commitment.id}/facts").form_with("coordinates")
    assert again.fields["coordinates"] == "52.481, -1.772"


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    coordinator: Visitor, database: Database, commitment: Commitment
) -> None:
    form = coordinator.look(f"/plans/commitments/{commitment.id}/facts").form_with("coordinates")

    wrong = coordinator.send(form, priority="low", coordinates="by the gate")
    done = coordinator.send(form, priority="low")
    late = coordinator.send(form, priority="high")

    assert (wrong.status, late.status) == (400, 400)
    assert "These are not coordinates." in wrong.text
    assert wrong.form_with("coordinates").fields["coordinates"] == "by the gate"
    assert done.status == 200
    assert "Somebody else changed this" in late.text
    assert kept(database, commitment.id).priority is Priority.LOW


def test_a_commitment_is_written_down_with_its_facts(
    coordinator: Visitor, database: Database, plan: Plan
) -> None:
    form = coordinator.look(f"/plans/{plan.id}/commitments/new").form_with("text")

    typed = {"text": "Mend it", "reference": "B1", "heading": DEFAULT_HEADINGS[0]}

    coordinator.send(form, **typed, priority="medium", place="The gate", four_co="co_delivery")

    made = the_commitment(database, plan, "B1")
    assert (made.priority, made.place, made.four_co) == (
        Priority.MEDIUM,
        Place(name="The gate"),
        FourCo.DELIVERY,
    )


def test_the_list_is_narrowed_by_facts_and_says_so(
    coordinator: Visitor, database: Database, plan: Plan
) -> None:
    make_commitment(database, plan, text="Mend the gate", priority=Priority.HIGH)
    make_commitment(database, plan, text="Plant limes", four_co=FourCo.DESIGN)

    high = coordinator.look(f"/plans/commitments/?plan={plan.id}&priority=high")
    design = coordinator.look(f"/plans/commitments/?plan={plan.id}&four_co=co_design")

    assert "Mend the gate" in high.text
    assert "Plant limes" not in high.text
    assert "match: high priority." in high.text
    assert "Plant limes" in design.text
    assert "match: co-design." in design.text


def test_what_matters_most_stands_out_in_the_list_as_long_as_it_is_open(
    coordinator: Visitor, database: Database, plan: Plan
) -> None:
    made = make_commitment(database, plan, text="Mend the gate", priority=Priority.HIGH)
    make_commitment(database, plan, text="Plant limes", priority=Priority.LOW)
    path = f"/plans/commitments/?plan={plan.id}"

    before = coordinator.look(path).text
    with database.unit_of_work() as uow:
        record_update(uow, made.id, made.version, Action.DECLINE, Details(reason="No time"), COORDINATOR)
    after = coordinator.look(path).text

    assert before.count("High priority") == 1
    assert "High priority" not in after


def test_anyone_reads_the_facts_where_the_plan_is_public(visitor: Visitor, database: Database) -> None:
    public = make_plan(database, public=True)
    commitment = make_commitment(database, public, place=GATE, priority=Priority.LOW)

    page = visitor.look(f"/plans/commitments/{commitment.id}")

    assert "Mill Lane gate" in page.text
    assert "Priority Low" in page.text
    assert "Note its priority" not in page.text
