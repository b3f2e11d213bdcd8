"""Writing commitments down and saying how they go, on real databases."""

import threading
from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from services.plans.db.queries.history import history_of
from services.plans.db.tables import updates
from services.plans.domain.commitments import Details, NotAllowed
from services.plans.domain.refusals import Refused
from services.plans.domain.transitions import Action
from services.plans.domain.updates import Actor, Channel
from services.plans.use_cases.commitments import NewCommitment, add_commitments
from services.plans.use_cases.milestones import add_milestone
from services.plans.use_cases.outcomes import Conflict, NotFound
from services.plans.use_cases.updates import record_update
from shared.contracts import CommitmentChanged, CommitmentState, Contract, Health, UpdateRecorded
from shared.db.unit_of_work import Database
from tests.plans.factories import COORDINATOR, NOON, make_commitment, make_contact, make_plan

Said = Callable[[], list[Contract]]


def test_a_commitment_is_written_down_with_its_first_update_and_both_events(
    database: Database, said: Said
) -> None:
    plan = make_plan(database)
    organisation, contact = make_contact(database, "Friends of the Green", "sam@example.org")
    with database.unit_of_work() as uow:
        step = add_milestone(uow, plan.id, "The park is open late")

    made = make_commitment(
        database,
        plan,
        milestone_id=step.id,
        organisation_id=organisation,
        contact_id=contact,
        supporting=(organisation,),
    )

    changed, recorded = said()[-2:]
    assert isinstance(changed, CommitmentChanged)
    assert (changed.milestone, changed.supporting, changed.version) == (step.text, (organisation,), 1)
    assert isinstance(recorded, UpdateRecorded)
    assert (recorded.commitment_id, recorded.action, recorded.channel) == (made.id, "offer", "page")


def test_a_commitment_without_a_reference_gets_the_next_free_number(database: Database) -> None:
    plan = make_plan(database)
    make_commitment(database, plan, reference="2")

    references = [make_commitment(database, plan).reference for _ in range(2)]

    assert references == ["3", "4"]


@pytest.mark.parametrize(
    "facts",
    [
        {"heading": "No such heading"},
        {"organisation_id": uuid4()},
        {"supporting": (uuid4(),)},
        {"contact_id": uuid4()},
        {"milestone_id": uuid4()},
        {"reference": "A1"},
    ],
)
def test_one_that_does_not_fit_keeps_all_of_a_batch_out(database: Database, facts: dict[str, object]) -> None:
    plan = make_plan(database)
    make_commitment(database, plan, reference="A1")
    good = NewCommitment(text="Plant ten trees", heading=plan.headings[0])
    bad = NewCommitment(**{"text": "Open the gate", "heading": plan.headings[0], **facts})  # type: ignore[arg-type]

    with pytest.raises(Refused), database.unit_of_work() as uow:
        add_commitments(uow, plan.id, [good, bad], COORDINATOR)

    with database.unit_of_work(read_only=True) as uow:
        assert uow.session.scalar(select(func.count()).select_from(updates)) == 1


def test_an_update_is_kept_and_told_with_what_it_changed(database: Database, said: Said) -> None:
    plan = make_plan(database)
    made = make_commitment(database, plan, due=date(2026, 4, 1))
    actor = Actor(channel=Channel.PAGE, person_id=UUID(int=5), on_behalf_of=UUID(int=6))

    for version, (action, details) in enumerate(
        [
            (Action.ACCEPT, Details(note="Gladly")),
            (Action.MOVE, Details(due=date(2026, 5, 1), reason="The ground is wet")),
        ],
        1,
    ):
        with database.unit_of_work() as uow:
            record_update(uow, made.id, version, action, details, actor)

    with database.unit_of_work(read_only=True) as uow:
        moved = history_of(uow, made.id)[-1].update
    assert moved.before == {"due": "2026-04-01", "reason": None, "slips": 0}
    assert moved.after == {"due": "2026-05-01", "reason": "The ground is wet", "slips": 1}
    changed, recorded = said()[-2:]
    assert isinstance(changed, CommitmentChanged)
    assert (changed.version, changed.slips, changed.last_note) == (3, 1, "Gladly")
    assert isinstance(recorded, UpdateRecorded)
    assert (recorded.organisation_id, recorded.new_due, recorded.at) == (UUID(int=6), date(2026, 5, 1), NOON)


def test_a_stale_version_is_refused_with_the_commitment_as_it_stands(database: Database, said: Said) -> None:
    made = make_commitment(database, make_plan(database))
    with database.unit_of_work() as uow:
        record_update(uow, made.id, 1, Action.ACCEPT, Details(), COORDINATOR)
    count = len(said())

    with pytest.raises(Conflict) as conflict, database.unit_of_work() as uow:
        record_update(uow, made.id, 1, Action.DECLINE, Details(reason="No time"), COORDINATOR)

    assert conflict.value.current.state is CommitmentState.AGREED
    assert len(said()) == count


def test_of_two_at_the_same_moment_one_wins_and_one_is_told(database: Database) -> None:
    made = make_commitment(database, make_plan(database))
    outcomes: list[str] = []
    together = threading.Barrier(4)

    def accept() -> None:
        together.wait()
        try:
            with database.unit_of_work() as uow:
                record_update(uow, made.id, 1, Action.ACCEPT, Details(), COORDINATOR)
            outcomes.append("done")
        except Conflict:
            outcomes.append("conflict")

    threads = [threading.Thread(target=accept) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["conflict", "conflict", "conflict", "done"]


def test_what_the_table_forbids_changes_nothing(database: Database, said: Said) -> None:
    made = make_commitment(database, make_plan(database))
    count = len(said())

    with pytest.raises(NotAllowed), database.unit_of_work() as uow:
        record_update(uow, made.id, 1, Action.REPORT, Details(health=Health.STUCK), COORDINATOR)

    assert len(said()) == count


def test_a_commitment_that_is_not_there_is_not_found(database: Database) -> None:
    with pytest.raises(NotFound), database.unit_of_work() as uow:
        record_update(uow, uuid4(), 1, Action.ACCEPT, Details(), COORDINATOR)


def test_nothing_is_handed_to_an_organisation_nobody_knows(database: Database) -> None:
    made = make_commitment(database, make_plan(database))

    with pytest.raises(Refused, match="no such organisation"), database.unit_of_work() as uow:
        record_update(uow, made.id, 1, Action.HAND_OVER, Details(organisation_id=uuid4()), COORDINATOR)
