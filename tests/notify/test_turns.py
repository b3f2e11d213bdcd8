"""Whoever waited for others hears once that it is their turn."""

from dataclasses import replace

import pytest

from services.notify.domain.deliveries import Kind
from services.notify.domain.preferences import Topic
from services.notify.use_cases.preferences import unsubscribe
from shared.contracts import CommitmentChanged, CommitmentState, PersonChanged, When
from tests.notify.stage import Stage, told


@pytest.fixture
def amina(stage: Stage) -> PersonChanged:
    return stage.cast.person()


@pytest.fixture
def walk(stage: Stage, amina: PersonChanged) -> CommitmentChanged:
    """Hers, of which she has had the first word."""
    made = stage.cast.commitment(amina.id, text="Lead a walk")
    stage.hear(amina, made)
    stage.nudge()
    stage.deliver()
    return made


@pytest.fixture
def gate(stage: Stage) -> CommitmentChanged:
    made = stage.cast.commitment(None, reference="G1", text="Open the gate", state=CommitmentState.DONE)
    stage.hear(made)
    return made


def turn_mails(stage: Stage) -> list[list[str]]:
    stage.tell_turns()
    return told(each for each in stage.deliver() if each.kind is Kind.TURN)


def kinds(stage: Stage) -> list[str]:
    return sorted(row["kind"].value for row in stage.rows("nudges"))


def test_the_contact_hears_that_it_is_their_turn_and_only_once(
    stage: Stage, amina: PersonChanged, walk: CommitmentChanged, gate: CommitmentChanged
) -> None:
    turn = stage.cast.turn(walk, gate)

    stage.hear(turn)
    first = turn_mails(stage)
    stage.hear(turn)

    assert (first, turn_mails(stage)) == ([[str(walk.id)]], [])
    assert kinds(stage) == ["given", "turn"]
    (nudge,) = (row for row in stage.rows("nudges") if row["kind"] == "turn")
    assert (nudge["person_id"], nudge["period"]) == (amina.id, str(turn.id))


def test_a_turn_that_comes_again_by_the_same_agreement_is_told_to_nobody_twice(
    stage: Stage, walk: CommitmentChanged, gate: CommitmentChanged
) -> None:
    turn = stage.cast.turn(walk, gate)
    stage.hear(turn)
    turn_mails(stage)

    stage.hear(replace(turn, version=2))

    assert turn_mails(stage) == []


def test_two_agreements_about_one_commitment_are_told_each(
    stage: Stage, walk: CommitmentChanged, gate: CommitmentChanged
) -> None:
    stage.hear(stage.cast.turn(walk, gate), stage.cast.turn(walk, gate))

    assert turn_mails(stage) == [[str(walk.id)]] * 2


def test_what_is_no_longer_true_is_not_told_until_it_is_again(
    stage: Stage, walk: CommitmentChanged, gate: CommitmentChanged
) -> None:
    reopened = replace(gate, version=2, state=CommitmentState.UNDER_WAY)
    stage.hear(stage.cast.turn(walk, gate), reopened)
    assert turn_mails(stage) == []

    stage.hear(replace(gate, version=3))

    assert turn_mails(stage) == [[str(walk.id)]]


def test_a_turn_heard_of_before_the_commitments_waits_for_them(stage: Stage, amina: PersonChanged) -> None:
    walk, gate = stage.cast.commitment(amina.id), stage.cast.commitment(None, state=CommitmentState.UNDER_WAY)
    stage.hear(stage.cast.turn(walk, gate, when=When.STARTED))
    assert turn_mails(stage) == []

    stage.hear(gate, walk, amina)

    assert turn_mails(stage) == [[str(walk.id)]]


@pytest.mark.parametrize("state", [CommitmentState.DONE, CommitmentState.WITHDRAWN])
def test_nobody_is_called_to_what_has_ended(
    stage: Stage, walk: CommitmentChanged, gate: CommitmentChanged, state: CommitmentState
) -> None:
    stage.hear(replace(walk, version=2, state=state), stage.cast.turn(walk, gate))

    assert turn_mails(stage) == []


def test_who_turned_nudges_off_is_left_out_and_the_ledger_says_so(
    stage: Stage, amina: PersonChanged, walk: CommitmentChanged, gate: CommitmentChanged
) -> None:
    with stage.database.unit_of_work() as uow:
        unsubscribe(uow, amina.id, Topic.NUDGES)
    stage.hear(stage.cast.turn(walk, gate))

    assert turn_mails(stage) == []
    (nudge,) = (row for row in stage.rows("nudges") if row["kind"] == "turn")
    assert nudge["skipped"] == "they turned nudges off"


def test_the_ladder_goes_on_as_if_no_turn_had_been_told(
    stage: Stage, walk: CommitmentChanged, gate: CommitmentChanged
) -> None:
    stage.hear(replace(walk, version=2, due=stage.clock.at.date()), stage.cast.turn(walk, gate))
    turn_mails(stage)

    assert stage.nudge() == 1
