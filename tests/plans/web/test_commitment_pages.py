"""A commitment's page, its history and the coordinator's form; and the coordinator's page of a plan."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import insert

from services.plans.db.queries.days import moment_in
from services.plans.db.queries.history import history_of
from services.plans.db.queries.status import status_of
from services.plans.db.tables import memberships
from services.plans.domain.commitments import Commitment, Details
from services.plans.domain.lines import Line
from services.plans.domain.plans import Plan
from services.plans.domain.transitions import Action
from services.plans.domain.updates import Actor, Channel
from services.plans.use_cases.capturing import set_right
from services.plans.use_cases.updates import record_update
from shared.contracts import CommitmentState, Health, Role
from shared.db.unit_of_work import Database
from tests.pages import Visitor
from tests.plans.factories import COMMUNITY, COORDINATOR, TODAY, make_commitment, make_contact
from tests.plans.imports.sheets import line
from tests.plans.imports.steps import imported, the_commitment
from tests.plans.web.conftest import SignIn
from tests.shared.http.cast import Cast


@pytest.fixture
def commitment(database: Database, plan: Plan, owner: dict[str, UUID]) -> Commitment:
    return make_commitment(database, plan, due=date(2026, 6, 1), **owner)


@pytest.fixture
def coordinator(signed_in: SignIn) -> Visitor:
    return signed_in(Role.COORDINATOR)


def do(database: Database, commitment: Commitment, action: Action, details: Details, actor: Actor) -> None:
    with database.unit_of_work() as uow:
        version = uow.session.get_one(Commitment, commitment.id).version
        record_update(uow, commitment.id, version, action, details, actor)


def now(database: Database, commitment: Commitment) -> Commitment:
    with database.unit_of_work(read_only=True) as uow:
        return uow.session.get_one(Commitment, commitment.id)


def test_the_history_says_who_said_what_when_and_by_which_way(
    coordinator: Visitor, database: Database, commitment: Commitment, owner: dict[str, UUID]
) -> None:
    by_link = Actor(
        channel=Channel.LINK, person_id=owner["contact_id"], organisation_id=owner["organisation_id"]
    )
    do(database, commitment, Action.ACCEPT, Details(note="Gladly"), by_link)
    do(database, commitment, Action.MOVE, Details(due=date(2026, 7, 1), reason="Rain"), by_link)

    text = coordinator.look(f"/plans/commitments/{commitment.id}").text

    assert "Sam Reed , Oak Trust, moved the date 2 March 2026 at 12:00, by the link in an e-mail Rain" in text
    assert "Due: 1 July 2026 (before: 1 June 2026)" in text
    assert text.index("moved the date") < text.index("Gladly") < text.index("wrote it down")


def test_the_history_names_all_that_a_newer_sheet_changed(
    coordinator: Visitor, database: Database, plan: Plan
) -> None:
    imported(database, plan, line(1))
    newer = {"organisation": "Oak Trust", "heading": "Paths", "milestone": "All paths are dry"}
    imported(database, plan, line(1, **newer, evidence=""))

    text = coordinator.look(f"/plans/commitments/{the_commitment(database, plan).id}").text

    assert "changed it by a newer sheet" in text
    assert "Organisation: Oak Trust (before: Group 1)" in text
    assert "Heading: Paths (before: Forms of information sharing)" in text
    assert "Milestone: All paths are dry (before: Step 1)" in text
    assert "Counts as done when: none (before: A photo)" in text


def test_the_history_says_that_nobody_has_it_any_more(
    coordinator: Visitor, database: Database, commitment: Commitment
) -> None:
    with database.unit_of_work() as uow:
        set_right(uow, commitment.id, commitment.version, Line(text=commitment.text), COORDINATOR)

    text = coordinator.look(f"/plans/commitments/{commitment.id}").text

    assert "Organisation: none (before: Oak Trust)" in text


def test_what_owners_write_is_for_the_community_alone(
    visitor: Visitor, signed_in: SignIn, database: Database, commitment: Commitment
) -> None:
    with database.unit_of_work() as uow:
        uow.session.get_one(Plan, commitment.plan_id).public = True
    do(database, commitment, Action.DECLINE, Details(reason="Our treasurer is ill"), COORDINATOR)
    path = f"/plans/commitments/{commitment.id}"

    assert "Our treasurer is ill" not in visitor.look(path).source
    assert "declined" in visitor.look(path).text
    assert "Our treasurer is ill" in signed_in(Role.MEMBER).look(path).text


def test_a_coordinator_notes_down_what_the_owner_said(
    coordinator: Visitor, database: Database, commitment: Commitment, owner: dict[str, UUID]
) -> None:
    form = coordinator.look(f"/plans/commitments/{commitment.id}").form_with("say")

    page = coordinator.send(form, say="accept", note="Said on the telephone")

    assert "It is noted down" in page.text
    with database.unit_of_work(read_only=True) as uow:
        last = history_of(uow, commitment.id)[-1]
    assert (last.update.channel, last.update.on_behalf_of) == (Channel.PAGE, owner["organisation_id"])
    assert "Kit Marlow accepted for Oak Trust" in page.text


def test_a_coordinator_notes_down_that_something_on_offer_is_done_already(
    coordinator: Visitor, database: Database, commitment: Commitment
) -> None:
    form = coordinator.look(f"/plans/commitments/{commitment.id}").form_with("say")

    coordinator.send(form, say="finish", note="Seen on Sunday")

    assert now(database, commitment).state is CommitmentState.DONE


def test_a_coordinator_hands_a_commitment_over_to_another_organisation_and_its_contact(
    coordinator: Visitor, database: Database, commitment: Commitment
) -> None:
    organisation, contact = make_contact(database, "Elm School", "ali@example.org", "Ali Dean")
    with database.unit_of_work() as uow:
        member = {"person_id": contact, "organisation_id": organisation, "role": Role.MEMBER, "active": True}
        common = {"id": UUID(int=4), "version": 1, "community_id": COMMUNITY}
        uow.session.execute(insert(memberships).values(**member, **common))
    form = coordinator.look(f"/plans/commitments/{commitment.id}").form_with("say")

    page = coordinator.send(form, say="hand_over", taker=f"{organisation}:{contact}")

    assert page.status == 200
    held = now(database, commitment)
    assert (held.organisation_id, held.contact_id) == (organisation, contact)
    assert held.state is CommitmentState.OFFERED


@pytest.mark.parametrize("taker", ["", f"{UUID(int=6)}:", "nonsense"])
def test_handing_over_needs_somebody_whom_the_community_knows(
    coordinator: Visitor, database: Database, commitment: Commitment, taker: str
) -> None:
    form = coordinator.look(f"/plans/commitments/{commitment.id}").form_with("say")

    page = coordinator.send(form, say="hand_over", taker=taker)

    assert page.status == 400
    assert now(database, commitment).version == 1


def test_a_coordinator_who_was_too_late_sees_what_changed_and_keeps_what_was_typed(
    coordinator: Visitor, database: Database, commitment: Commitment
) -> None:
    form = coordinator.look(f"/plans/commitments/{commitment.id}").form_with("say")
    do(database, commitment, Action.ACCEPT, Details(note="By e-mail"), COORDINATOR)

    page = coordinator.send(form, say="finish", note="Seen on Sunday")

    assert page.status == 409
    assert "This changed while you were writing" in page.text
    assert page.form_with("say").fields["note"] == "Seen on Sunday"
    assert now(database, commitment).state is CommitmentState.AGREED


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MEMBER])
def test_only_coordinators_note_down(signed_in: SignIn, commitment: Commitment, role: Role) -> None:
    page = signed_in(role).look(f"/plans/commitments/{commitment.id}")

    assert page.status == 200
    assert page.forms == []


def test_the_coordinators_page_shows_the_figures_of_the_status_and_a_row_for_each(
    coordinator: Visitor, database: Database, plan: Plan, owner: dict[str, UUID]
) -> None:
    yesterday, soon = TODAY - timedelta(days=1), TODAY + timedelta(days=7)
    facts = [{"due": yesterday}, {"due": soon}, {"due": TODAY}, {}, {"due": soon + timedelta(days=1)}]
    made = [make_commitment(database, plan, **owner, **each) for each in facts]
    make_commitment(database, plan, text="Nobody's")
    do(database, made[0], Action.ACCEPT, Details(), COORDINATOR)
    do(database, made[0], Action.START, Details(health=Health.STUCK, note="No key"), COORDINATOR)

    text = coordinator.look(f"/plans/{plan.id}/status").text

    with database.unit_of_work(read_only=True) as uow:
        status = status_of(uow, plan.id, moment_in(uow, plan.community_id))
    assert f"Overdue ({status.overdue})" in text
    assert f"Stuck ({status.by_health[Health.STUCK]})" in text
    assert f"Due soon ({status.due_soon})" in text
    assert f"Without an owner ({status.without_owner})" in text
    assert f"Without a date ({status.without_date})" in text
    assert (status.overdue, status.due_soon, status.without_owner, status.without_date) == (1, 2, 1, 2)
    assert "No key" in text


def test_contacts_are_named_to_coordinators_and_not_to_officers(
    signed_in: SignIn, coordinator: Visitor, database: Database, plan: Plan, owner: dict[str, UUID]
) -> None:
    commitment = make_commitment(database, plan, due=TODAY, **owner)
    by_link = Actor(channel=Channel.LINK, person_id=owner["contact_id"])
    do(database, commitment, Action.ACCEPT, Details(note="Gladly"), by_link)
    path = f"/plans/{plan.id}/status"

    assert "Sam Reed" in coordinator.look(path).text
    officers = signed_in(Role.OFFICER).look(path).text
    assert "Sam Reed" not in officers
    assert "Gladly" in officers
    assert signed_in(Role.MEMBER).look(path).status == 404


def test_a_coordinator_ends_the_links_that_a_contact_was_sent(
    coordinator: Visitor, visitor: Visitor, commitment: Commitment, link: str
) -> None:
    assert visitor.look(link).status == 200
    page = coordinator.look(f"/plans/commitments/{commitment.id}")
    (form,) = [form for form in page.forms if form.action.endswith("/links")]

    page = coordinator.send(form)

    assert "The links sent so far are ended" in page.text
    assert visitor.look(link).status == 404


def test_a_program_ends_the_links_that_a_contact_was_sent(
    people: Cast, visitor: Visitor, commitment: Commitment, link: str
) -> None:
    client, headers = people.nobody(), people.token("plans:write", community=COMMUNITY)

    ended = client.delete(f"/plans/api/v1/commitments/{commitment.id}/links", headers=headers)

    assert ended.status_code == 204
    assert visitor.look(link).status == 404


def test_where_nobody_answers_for_it_there_is_no_link_to_end(
    coordinator: Visitor, people: Cast, database: Database, plan: Plan
) -> None:
    commitment = make_commitment(database, plan)
    path = f"/plans/commitments/{commitment.id}"

    page = coordinator.look(path)
    headers = people.token("plans:write", community=COMMUNITY)
    asked = people.nobody().delete(f"/plans/api/v1/commitments/{commitment.id}/links", headers=headers)

    assert [form for form in page.forms if form.action.endswith("/links")] == []
    form = page.form_with("say")
    form.action = f"{path}/links"
    assert coordinator.send(form).status == 404
    assert asked.status_code == 404
