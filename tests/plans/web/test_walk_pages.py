"""The walk sheet, and typing in what was said against its codes."""

from datetime import timedelta
from uuid import UUID

import pytest

from services.plans.db.queries.commitments import find_commitment
from services.plans.db.queries.history import history_of
from services.plans.domain.codes import code_of
from services.plans.domain.commitments import Commitment
from services.plans.domain.plans import Plan
from shared.contracts import CommitmentState, Health, Role
from shared.db.unit_of_work import Database
from tests.pages import Form, Page, Visitor
from tests.plans.factories import TODAY, make_commitment, make_plan
from tests.plans.web.conftest import SignIn


@pytest.fixture
def coordinator(signed_in: SignIn) -> Visitor:
    return signed_in(Role.COORDINATOR)


@pytest.fixture
def offered(database: Database, plan: Plan, owner: dict[str, UUID]) -> Commitment:
    return make_commitment(database, plan, text="Plant limes", due=TODAY + timedelta(days=5), **owner)


def form_of(coordinator: Visitor, plan: Plan) -> Form:
    return coordinator.look(f"/plans/{plan.id}/walk/answers").form_with("code-1")


def send(coordinator: Visitor, plan: Plan, *rows: tuple[str, str, str]) -> Page:
    typed = {
        f"{name}-{number}": value
        for number, row in enumerate(rows, start=1)
        for name, value in zip(("code", "said", "note"), row, strict=True)
    }
    return coordinator.send(form_of(coordinator, plan), **typed)


def as_it_stands(database: Database, commitment: Commitment) -> tuple[CommitmentState, Health | None]:
    with database.unit_of_work(read_only=True) as uow:
        row = find_commitment(uow, commitment.id)
    assert row is not None
    return row.state, row.health


def test_the_sheet_has_a_code_and_a_picture_for_each_that_is_open_and_no_names(
    coordinator: Visitor, database: Database, plan: Plan, offered: Commitment, owner: dict[str, UUID]
) -> None:
    other = make_commitment(database, plan, text="Count ducks")

    page = coordinator.look(f"/plans/{plan.id}/walk")
    theirs = coordinator.look(f"/plans/{plan.id}/walk?organisation={owner['organisation_id']}")

    assert code_of(offered.id) in page.text
    assert code_of(other.id) in page.text
    assert len(page.attributes("svg")) == len(theirs.attributes("svg")) + 1
    assert "Sam Reed" not in page.source
    assert "Plant limes" in theirs.text
    assert "Count ducks" not in theirs.text


@pytest.mark.parametrize(
    ("said", "note", "stands"),
    [
        ("yes", "", (CommitmentState.AGREED, None)),
        ("on_track", "", (CommitmentState.UNDER_WAY, Health.ON_TRACK)),
        ("stuck", "No spades", (CommitmentState.UNDER_WAY, Health.STUCK)),
        ("done", "All stand", (CommitmentState.DONE, None)),
        ("no", "Too dear", (CommitmentState.DECLINED, None)),
    ],
)
def test_an_answer_is_noted_down_for_its_organisation(  # noqa: PLR0913, PLR0917  # Fixtures, and what is said.
    coordinator: Visitor,
    database: Database,
    plan: Plan,
    offered: Commitment,
    owner: dict[str, UUID],
    said: str,
    note: str,
    stands: tuple[CommitmentState, Health | None],
) -> None:
    page = send(coordinator, plan, (code_of(offered.id).lower(), said, note))

    assert "1 answer is noted down." in page.text
    assert as_it_stands(database, offered) == stands
    with database.unit_of_work(read_only=True) as uow:
        last = history_of(uow, offered.id)[-1].update
    assert last.on_behalf_of == owner["organisation_id"]
    assert last.person_id is not None
    assert (last.note or last.reason or "") == note


def test_wrong_rows_keep_what_was_typed_and_the_others_are_taken(
    coordinator: Visitor, database: Database, plan: Plan, offered: Commitment
) -> None:
    other = make_commitment(database, plan, text="Count ducks")
    elsewhere = make_commitment(database, make_plan(database), text="Build a dome")
    code = code_of(other.id)
    mistyped = ("Z" if code[0] != "Z" else "Y") + code[1:]

    page = send(
        coordinator,
        plan,
        (code_of(offered.id), "yes", "Gladly"),
        (mistyped, "yes", "By May"),
        (code, "done", ""),
        (code_of(elsewhere.id), "yes", ""),
        (code, "", "Hm"),
        ("", "yes", ""),
    )

    assert page.status == 400
    for told in (
        "1 answer is noted down. What could not be noted is still below.",
        "Row 2: This is not a code",
        "Row 3: Add a note",
        "Row 4: No commitment of this plan has this code",
        "Row 5: Choose what they said",
        "Row 6: Type the code",
    ):
        assert told in page.text
    fields = page.form_with("code-1").fields
    assert (fields["code-1"], fields["note-1"]) == ("", "")
    assert (fields["code-2"], fields["note-2"]) == (mistyped, "By May")
    assert as_it_stands(database, offered)[0] is CommitmentState.AGREED
    assert as_it_stands(database, other)[0] is CommitmentState.OFFERED
    assert as_it_stands(database, elsewhere)[0] is CommitmentState.OFFERED


def test_an_answer_that_the_state_does_not_allow_is_told_and_leaves_no_half(
    coordinator: Visitor, database: Database, plan: Plan, offered: Commitment
) -> None:
    send(coordinator, plan, (code_of(offered.id), "done", "All stand"))

    page = send(coordinator, plan, (code_of(offered.id), "on_track", "Going on"))

    assert page.status == 400
    assert page.form_with("code-1").fields["note-1"] == "Going on"
    with database.unit_of_work(read_only=True) as uow:
        history = history_of(uow, offered.id)
    assert sorted(said.update.action for said in history) == ["accept", "finish", "offer"]
