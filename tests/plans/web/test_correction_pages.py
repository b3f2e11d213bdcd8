"""The pages on which people say right what was said wrong."""

from uuid import UUID

import pytest

from services.plans.db.queries.history import history_of
from services.plans.domain.commitments import Commitment, Details
from services.plans.domain.plans import Plan
from services.plans.domain.transitions import Action
from services.plans.use_cases.updates import record_update
from shared.contracts import CommitmentState, Role
from shared.db.unit_of_work import Database
from tests.pages import Visitor
from tests.plans.factories import COORDINATOR, make_commitment
from tests.plans.web.conftest import SignIn


@pytest.fixture
def commitment(database: Database, plan: Plan, owner: dict[str, UUID]) -> Commitment:
    return make_commitment(database, plan, **owner)


@pytest.fixture
def coordinator(signed_in: SignIn) -> Visitor:
    return signed_in(Role.COORDINATOR)


def now(database: Database, commitment: Commitment) -> Commitment:
    with database.unit_of_work(read_only=True) as uow:
        return uow.session.get_one(Commitment, commitment.id)


def declined(database: Database, commitment: Commitment) -> str:
    """Let the owner decline, and return the path of the page that corrects it."""
    with database.unit_of_work() as uow:
        record_update(uow, commitment.id, 1, Action.DECLINE, Details(reason="No hands"), COORDINATOR)
        update_id = history_of(uow, commitment.id)[-1].update.id
    return f"/plans/commitments/{commitment.id}/updates/{update_id}/correction"


def test_a_coordinator_corrects_a_reason_and_both_are_in_the_history(
    coordinator: Visitor, database: Database, commitment: Commitment
) -> None:
    path = declined(database, commitment)
    assert path in coordinator.look(f"/plans/commitments/{commitment.id}").source
    form = coordinator.look(path).form_with("reason")
    assert form.fields["reason"] == "No hands"

    page = coordinator.send(form, reason="No money")

    assert "It is corrected." in page.text
    assert 'class="app-struck">No hands<' in page.source
    assert "Corrected by Kit Marlow" in page.text
    assert now(database, commitment).reason == "No money"


def test_a_coordinator_undoes_an_answer_given_by_mistake(
    coordinator: Visitor, database: Database, commitment: Commitment
) -> None:
    path = declined(database, commitment)

    page = coordinator.send(coordinator.look(path).form_with("reason"), undo="y", note="A slip of the thumb")

    assert "and put it back to “Not yet accepted”" in page.text
    assert "What it did was undone." in page.text
    assert now(database, commitment).state is CommitmentState.OFFERED
    assert path not in page.source


def test_a_correction_that_lacks_a_word_or_comes_too_late_keeps_what_was_typed(
    coordinator: Visitor, database: Database, commitment: Commitment
) -> None:
    form = coordinator.look(declined(database, commitment)).form_with("reason")

    lacking = coordinator.send(form, reason="", note="Ill since Monday")
    same = coordinator.send(form)
    with database.unit_of_work() as uow:
        record_update(uow, commitment.id, 2, Action.REOPEN, Details(), COORDINATOR)
    late = coordinator.send(form, reason="No money")

    assert (lacking.status, same.status, late.status) == (400, 400, 409)
    assert "Say why" in lacking.text
    assert lacking.form_with("note").fields["note"] == "Ill since Monday"
    assert "That is what it says already." in same.text
    assert "while you were writing" in late.text
    assert "It is corrected." in coordinator.send(late.form_with("reason")).text


def test_the_holder_of_a_link_corrects_what_they_just_said(
    visitor: Visitor, link: str, database: Database, commitment: Commitment
) -> None:
    form = visitor.look(f"{link}/{commitment.id}").form_with("say")
    thanks = visitor.send(form, say="finish", note="It is open")
    path = next(
        each["href"] for each in thanks.attributes("a") if (each.get("href") or "").endswith("/correction")
    )
    assert path is not None

    page = visitor.send(visitor.look(path).form_with("note"), note="Only half of it", undo="y")

    assert "Thank you" in page.text
    assert (now(database, commitment).state, now(database, commitment).last_note) == (
        CommitmentState.AGREED,
        "Only half of it",
    )


def test_the_holder_of_a_link_finds_no_page_for_what_others_said(
    visitor: Visitor, link: str, database: Database, commitment: Commitment
) -> None:
    update_id = declined(database, commitment).split("/")[-2]

    page = visitor.look(f"{link}/{commitment.id}/updates/{update_id}/correction")

    assert page.status == 404
    assert "No hands" not in page.text


def test_what_nobody_said_has_no_page_that_corrects_it(
    coordinator: Visitor, database: Database, commitment: Commitment
) -> None:
    with database.unit_of_work(read_only=True) as uow:
        (written,) = history_of(uow, commitment.id)

    path = f"/plans/commitments/{commitment.id}/updates/{written.update.id}/correction"

    assert coordinator.look(path).status == 404
