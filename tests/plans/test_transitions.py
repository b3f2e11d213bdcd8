"""The table of transitions, held property by property."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.domain.commitments import Details, NotAllowed
from services.plans.domain.transitions import (
    RULES,
    TRANSITIONS,
    Action,
    path,
    possible,
)
from shared.contracts import CommitmentState, Health
from tests.plans.factories import NOON, a_commitment

LINES = st.sampled_from([None, "", "  ", "The gate is open again"])
DETAILS = st.builds(
    Details,
    note=LINES,
    reason=LINES,
    evidence=LINES,
    text=LINES,
    due=st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 5)),
    health=st.none() | st.sampled_from(Health),
    organisation_id=st.sampled_from([None, UUID(int=1), UUID(int=2)]),
    contact_id=st.sampled_from([None, UUID(int=3), UUID(int=4)]),
)


def fitting(action: Action, details: Details) -> Details:
    """The details cut down to what the action knows, so that random ones often pass."""
    known = RULES[action].fields
    return Details(**{name: getattr(details, name) for name in known})


@given(st.lists(st.tuples(st.sampled_from(Action), DETAILS), max_size=12))
def test_any_sequence_of_actions_follows_the_table(said: list[tuple[Action, Details]]) -> None:
    commitment = a_commitment()

    for number, (action, details) in enumerate(said, 1):
        state, version = commitment.state, commitment.version
        try:
            commitment.apply(action, fitting(action, details), NOON + timedelta(hours=number))
        except NotAllowed:
            assert (commitment.state, commitment.version) == (state, version)
        else:
            assert commitment.state is TRANSITIONS[state, action].to
            assert commitment.version == version + 1


@given(st.lists(st.tuples(st.sampled_from(Action), DETAILS), max_size=12))
def test_slips_count_the_agreed_dates_that_moved(said: list[tuple[Action, Details]]) -> None:
    commitment, moves = a_commitment(), 0

    for action, details in said:
        due = commitment.due
        try:
            change = commitment.apply(action, fitting(action, details), NOON)
        except NotAllowed:
            continue
        moves += action is Action.MOVE and due is not None and "due" in change.after

    assert commitment.slips == moves


@given(st.lists(st.tuples(st.sampled_from(Action), DETAILS), max_size=12))
def test_health_belongs_to_work_under_way_and_the_day_of_doing_to_what_is_done(
    said: list[tuple[Action, Details]],
) -> None:
    commitment = a_commitment()

    for action, details in said:
        try:
            commitment.apply(action, fitting(action, details), NOON)
        except NotAllowed:
            continue

        assert (commitment.health is not None) == (commitment.state is CommitmentState.UNDER_WAY)
        assert (commitment.done_at is not None) == (commitment.state is CommitmentState.DONE)


@given(st.sampled_from(CommitmentState), st.sampled_from(Action), DETAILS)
def test_a_change_tells_exactly_what_differs(
    state: CommitmentState, action: Action, details: Details
) -> None:
    commitment = a_commitment(state=state, due=date(2026, 1, 1))
    before = commitment.told()

    try:
        change = commitment.apply(action, fitting(action, details), NOON)
    except NotAllowed:
        change = None

    after = commitment.told()
    differing = {name for name in after if after[name] != before[name]}
    assert (set(change.after) if change else set()) == differing


def test_ended_states_only_reopen() -> None:
    for state in CommitmentState:
        assert (possible(state) == (Action.REOPEN,)) == state.ended


def test_every_state_can_be_reached_and_left() -> None:
    reached = {transition.to for transition in TRANSITIONS.values()}

    assert reached == set(CommitmentState)
    assert all(possible(state) for state in CommitmentState)


def test_every_action_has_words_of_its_own() -> None:
    assert set(RULES) == set(Action)
    assert len({rule.button for rule in RULES.values()}) == len(Action)


def test_a_forbidden_action_says_what_is_possible_instead() -> None:
    commitment = a_commitment(state=CommitmentState.DONE)

    with pytest.raises(NotAllowed, match=r"It is done.*Possible: reopen") as refusal:
        commitment.apply(Action.ACCEPT, Details(), NOON)

    assert refusal.value.possible == (Action.REOPEN,)


def test_a_missing_detail_is_named() -> None:
    commitment = a_commitment(state=CommitmentState.AGREED)

    with pytest.raises(NotAllowed) as refusal:
        commitment.apply(Action.MOVE, Details(reason=" "), NOON)

    assert refusal.value.missing == (("due",), ("reason",))


def test_a_detail_that_the_action_does_not_know_is_refused_rather_than_dropped() -> None:
    commitment = a_commitment()

    with pytest.raises(NotAllowed, match="does not take: due"):
        commitment.apply(Action.ACCEPT, Details(due=date(2026, 4, 1)), NOON)


def test_a_first_date_is_no_slip() -> None:
    commitment = a_commitment(state=CommitmentState.AGREED)

    commitment.apply(Action.MOVE, Details(due=date(2026, 4, 1), reason="Now we know"), NOON)

    assert (commitment.due, commitment.slips) == (date(2026, 4, 1), 0)


def test_who_takes_over_has_to_accept_anew() -> None:
    commitment = a_commitment(state=CommitmentState.UNDER_WAY, contact_id=UUID(int=3), health=Health.STUCK)

    commitment.apply(Action.HAND_OVER, Details(organisation_id=UUID(int=2)), NOON)

    assert commitment.state is CommitmentState.OFFERED
    assert (commitment.organisation_id, commitment.contact_id) == (UUID(int=2), None)


def test_finishing_what_was_only_offered_also_says_yes() -> None:
    assert path(CommitmentState.OFFERED, Action.FINISH) == (Action.ACCEPT, Action.FINISH)
    assert path(CommitmentState.AGREED, Action.FINISH) == (Action.FINISH,)
    assert path(CommitmentState.DONE, Action.FINISH) == ()
