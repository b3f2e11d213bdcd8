"""What was said wrong stays, and the commitment stands as if it had been said right."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.db.queries.days import moment_in
from services.plans.db.queries.history import Said, history_of
from services.plans.db.queries.status import figures_of
from services.plans.db.queries.tallies import Extent
from services.plans.domain.commitments import Commitment, Details, NotAllowed
from services.plans.domain.corrections import Correction, correct, may_undo
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.domain.status import Status
from services.plans.domain.transitions import RULES, Action, possible
from services.plans.domain.updates import CORRECT, OFFER, Channel, Update
from services.plans.use_cases.corrections import correct_own, correct_update, own_last
from services.plans.use_cases.holders import say
from services.plans.use_cases.links import UNDO_TIME, Holder
from services.plans.use_cases.outcomes import Conflict, NotFound
from services.plans.use_cases.updates import record_update
from shared.contracts import CommitmentChanged, CommitmentState, Contract, Health, UpdateRecorded
from shared.db.unit_of_work import Database
from tests.clock import Clock
from tests.plans.factories import (
    COMMUNITY,
    COORDINATOR,
    NOON,
    TODAY,
    a_commitment,
    make_commitment,
    make_contact,
    make_plan,
)

GIVEN: dict[Action, Details] = {
    Action.REWORD: Details(text="Open the south gate", note="The south one"),
    Action.DECLINE: Details(reason="No hands"),
    Action.START: Details(health=Health.AT_RISK),
    Action.REPORT: Details(health=Health.STUCK, note="No key"),
    Action.FINISH: Details(note="It is open"),
    Action.MOVE: Details(due=date(2026, 9, 1), reason="Rain"),
    Action.WITHDRAW: Details(reason="No money"),
    Action.HAND_OVER: Details(organisation_id=UUID(int=5)),
}


def said_in_turn(commitment: Commitment, actions: st.DataObject, count: int) -> list[Update]:
    """Let people say things that the table allows, one after the other."""
    history = [_entry(commitment, OFFER, {}, Details())]
    for _ in range(count):
        fitting = [each for each in possible(commitment.state) if _fits(commitment, each)]
        action = actions.draw(st.sampled_from(fitting))
        details = GIVEN.get(action, Details())
        change = commitment.apply(action, details, NOON)
        history.append(_entry(commitment, action, dict(change.before), details))
    return history


def _fits(commitment: Commitment, action: Action) -> bool:
    held = (Action.MOVE, commitment.due) == (action, GIVEN[Action.MOVE].due)
    return not held and not (action is Action.HAND_OVER and commitment.organisation_id == UUID(int=5))


def _entry(commitment: Commitment, action: str, before: dict[str, object], details: Details) -> Update:
    return Update(
        id=uuid4(),
        community_id=COMMUNITY,
        plan_id=commitment.plan_id,
        commitment_id=commitment.id,
        commitment_version=commitment.version,
        at=NOON,
        channel=Channel.PAGE,
        person_id=None,
        organisation_id=None,
        on_behalf_of=None,
        action=action,
        state=commitment.state,
        health=commitment.health,
        note=details.note,
        reason=details.reason,
        evidence=details.evidence,
        before=before,  # type: ignore[arg-type]
    )


@given(st.data(), st.integers(1, 6))
def test_undoing_what_was_said_last_leaves_the_commitment_as_it_was_before(
    data: st.DataObject, count: int
) -> None:
    commitment = a_commitment()
    history = said_in_turn(commitment, data, count - 1)
    before, words = commitment.told(), (commitment.last_note, commitment.reason)
    fitting = [
        each
        for each in possible(commitment.state)
        if _fits(commitment, each) and each is not Action.HAND_OVER
    ]
    action = data.draw(st.sampled_from(fitting))
    change = commitment.apply(action, GIVEN.get(action, Details()), NOON)
    history.append(_entry(commitment, action, dict(change.before), GIVEN.get(action, Details())))

    correct(commitment, history[-1], history, Correction(undo=True), NOON)

    assert commitment.told() == before
    assert (commitment.last_note, commitment.reason) == words


@given(st.data(), st.integers(1, 6))
def test_a_correction_of_words_changes_nothing_but_words(data: st.DataObject, count: int) -> None:
    commitment = a_commitment()
    history = said_in_turn(commitment, data, count)
    before = commitment.told()
    wrong = data.draw(st.sampled_from(history[1:]))
    reason = "Ice" if ("reason",) in RULES[Action(wrong.action)].needs else None

    correct(commitment, wrong, history, Correction(note="Said right", reason=reason), NOON)

    told = commitment.told()
    assert {name for name in told if told[name] != before[name]} <= {"reason"}
    assert commitment.last_note in {"Said right", *(each.note for each in history if each is not wrong)}


@pytest.fixture
def plan(database: Database) -> Plan:
    return make_plan(database)


@pytest.fixture
def holder(database: Database, plan: Plan) -> Holder:
    organisation_id, person_id = make_contact(database, "Oak Trust", "sam@example.org")
    return Holder(
        person_id=person_id, organisation_id=organisation_id, plan_id=plan.id, community_id=COMMUNITY
    )


@pytest.fixture
def commitment(database: Database, plan: Plan, holder: Holder) -> Commitment:
    owner = {"organisation_id": holder.organisation_id, "contact_id": holder.person_id}
    return make_commitment(database, plan, due=date(2026, 3, 20), **owner)


def tell(
    database: Database, commitment: Commitment, holder: Holder, action: Action, **details: object
) -> None:
    with database.unit_of_work() as uow:
        version = uow.session.get_one(Commitment, commitment.id).version
        say(uow, holder, commitment.id, version, action, Details(**details))  # type: ignore[arg-type]


def history(database: Database, commitment: Commitment) -> list[Said]:
    with database.unit_of_work(read_only=True) as uow:
        return history_of(uow, commitment.id)


def put_right(database: Database, commitment: Commitment, wrong: Update, **said: object) -> Commitment:
    with database.unit_of_work() as uow:
        version = uow.session.get_one(Commitment, commitment.id).version
        correction = Correction(**said)  # type: ignore[arg-type]
        return correct_update(uow, commitment.id, version, wrong.id, correction, COORDINATOR)


def status(database: Database, plan: Plan, as_at: date | None = None) -> Status:
    with database.unit_of_work(read_only=True) as uow:
        moment = moment_in(uow, COMMUNITY, as_at)
        return figures_of(uow, Extent.plan(plan.id), moment, []).whole


def test_the_wrong_one_stays_as_it_was_said_and_names_what_counts(
    database: Database, commitment: Commitment, holder: Holder
) -> None:
    tell(database, commitment, holder, Action.START, note="Twenty came")
    wrong = history(database, commitment)[-1].update

    after = put_right(database, commitment, wrong, note="Twelve came")

    *_, kept, right = history(database, commitment)
    assert (kept.update.note, kept.update.action) == ("Twenty came", "start")
    assert kept.corrected_by == right
    assert (right.update.action, right.update.corrects_id, right.update.note) == (
        CORRECT,
        wrong.id,
        "Twelve came",
    )
    assert right.corrects_at == wrong.at
    assert (after.last_note, after.state) == ("Twelve came", CommitmentState.UNDER_WAY)


def test_the_newest_correction_counts_and_the_older_one_stays_too(
    database: Database, commitment: Commitment, holder: Holder
) -> None:
    tell(database, commitment, holder, Action.START, note="Twenty came")
    wrong = history(database, commitment)[-1].update

    put_right(database, commitment, wrong, note="Twelve came")
    after = put_right(database, commitment, wrong, note="Eleven came")

    *_, kept, older, newest = history(database, commitment)
    assert (kept.corrected_by, older.corrected_by, newest.corrected_by) == (newest, newest, None)
    assert after.last_note == "Eleven came"


def test_what_was_said_after_the_wrong_one_is_still_the_last_word(
    database: Database, commitment: Commitment, holder: Holder
) -> None:
    tell(database, commitment, holder, Action.START, note="Twenty came")
    wrong = history(database, commitment)[-1].update
    tell(database, commitment, holder, Action.REPORT, health=Health.STUCK, note="No key")

    after = put_right(database, commitment, wrong, note="Twelve came")

    assert after.last_note == "No key"
    assert not may_undo(wrong, [each.update for each in history(database, commitment)])
    with pytest.raises(Refused, match="cannot be undone any more"):
        put_right(database, commitment, wrong, undo=True)


def test_a_date_moved_by_mistake_counts_no_slip_but_past_days_tell_what_was_known_then(
    database: Database, plan: Plan, commitment: Commitment, holder: Holder, clock: Clock
) -> None:
    tell(database, commitment, holder, Action.ACCEPT)
    tell(database, commitment, holder, Action.MOVE, due=date(2026, 9, 1), reason="Wrong one")
    moved = history(database, commitment)[-1].update
    clock.at = NOON + timedelta(days=1)

    after = put_right(database, commitment, moved, undo=True, note="We meant the south gate")

    assert (after.due, after.slips, after.reason) == (date(2026, 3, 20), 0, None)
    assert status(database, plan).slips == 0
    clock.at = NOON + timedelta(days=2)
    assert [status(database, plan, TODAY + timedelta(days)).slips for days in (0, 1)] == [1, 0]


def test_done_by_mistake_is_under_way_again_and_the_others_are_told(
    database: Database, plan: Plan, commitment: Commitment, holder: Holder, said: Callable[[], list[Contract]]
) -> None:
    tell(database, commitment, holder, Action.START, health=Health.AT_RISK)
    tell(database, commitment, holder, Action.FINISH, note="It is open")
    finished = history(database, commitment)[-1].update

    after = put_right(database, commitment, finished, undo=True)

    assert (after.state, after.health, after.done_at) == (CommitmentState.UNDER_WAY, Health.AT_RISK, None)
    assert after.last_note is None
    assert (status(database, plan).done, status(database, plan).at_risk) == (0, 1)
    *_, changed, recorded = said()
    assert isinstance(changed, CommitmentChanged)
    assert isinstance(recorded, UpdateRecorded)
    assert (changed.state, recorded.action) == (CommitmentState.UNDER_WAY, CORRECT)


def test_answers_can_be_undone_one_after_the_other_from_the_last(
    database: Database, commitment: Commitment, holder: Holder
) -> None:
    tell(database, commitment, holder, Action.START)
    _, accepted, started = (each.update for each in history(database, commitment))

    put_right(database, commitment, started, undo=True)
    after = put_right(database, commitment, accepted, undo=True)

    assert (after.state, after.version) == (CommitmentState.OFFERED, 5)
    with pytest.raises(Refused, match="undone already"):
        put_right(database, commitment, started, note="Once more")


@pytest.mark.parametrize(
    ("correction", "why"),
    [
        (Correction(), "also needs: reason"),
        (Correction(reason="No hands"), "what it says already"),
        (Correction(reason="No time", evidence="A photograph"), "does not take: evidence"),
        (Correction(reason="No time", undo=True), "does not take: reason"),
    ],
)
def test_a_correction_keeps_to_what_the_answer_takes(
    database: Database, commitment: Commitment, holder: Holder, correction: Correction, why: str
) -> None:
    tell(database, commitment, holder, Action.DECLINE, reason="No hands")
    wrong = history(database, commitment)[-1].update

    with database.unit_of_work() as uow, pytest.raises((Refused, NotAllowed), match=why):
        correct_update(uow, commitment.id, 2, wrong.id, correction, COORDINATOR)


def test_what_nobody_said_is_not_corrected(
    database: Database, plan: Plan, commitment: Commitment, holder: Holder
) -> None:
    tell(database, commitment, holder, Action.ACCEPT, note="Gladly")
    written, accepted = (each.update for each in history(database, commitment))
    put_right(database, commitment, accepted, note="Yes")
    correction = history(database, commitment)[-1].update

    for each in (written, correction):
        with pytest.raises(Refused, match="cannot be corrected"):
            put_right(database, commitment, each, note="No")
    with pytest.raises(NotFound):
        put_right(database, make_commitment(database, plan), accepted, note="No")
    with database.unit_of_work() as uow, pytest.raises(Conflict):
        correct_update(uow, commitment.id, 1, accepted.id, Correction(note="No"), COORDINATOR)


def test_who_took_a_commitment_over_is_not_left_without_it_by_a_correction(
    database: Database, commitment: Commitment
) -> None:
    other, _ = make_contact(database, "Elm School", "ali@example.org", "Ali Dean")
    with database.unit_of_work() as uow:
        record_update(uow, commitment.id, 1, Action.HAND_OVER, Details(organisation_id=other), COORDINATOR)

    with pytest.raises(Refused, match="cannot be undone"):
        put_right(database, commitment, history(database, commitment)[-1].update, undo=True)


def test_the_holder_of_a_link_corrects_what_their_organisation_said_for_seven_days(
    database: Database, commitment: Commitment, holder: Holder, clock: Clock
) -> None:
    tell(database, commitment, holder, Action.START, note="Twenty came")
    with database.unit_of_work() as uow:
        record_update(uow, commitment.id, 3, Action.REPORT, Details(health=Health.STUCK), COORDINATOR)
    _, _, own, coordinators = (each.update for each in history(database, commitment))

    with database.unit_of_work() as uow:
        last = own_last(uow, holder, commitment.id)
        assert last is not None
        assert last.id == own.id
        with pytest.raises(NotFound):
            correct_own(uow, holder, commitment.id, 4, coordinators.id, Correction(note="No"))
        after = correct_own(uow, holder, commitment.id, 4, own.id, Correction(note="Twelve came"))
    clock.at = NOON + UNDO_TIME + timedelta(minutes=1)
    with database.unit_of_work() as uow, pytest.raises(NotFound):
        correct_own(uow, holder, commitment.id, 5, own.id, Correction(note="Eleven came"))

    assert after.last_note == "Twelve came"
