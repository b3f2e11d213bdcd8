from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from services.notify.domain.preferences import Topic
from services.notify.use_cases.preferences import unsubscribe
from shared.contracts import CommitmentState
from tests.notify.stage import Stage, told


def test_a_new_commitment_is_told_at_once_and_only_once(stage: Stage) -> None:
    amina = stage.cast.person()
    made = stage.cast.commitment(amina.id)
    stage.hear(amina, made)

    stage.nudge()
    stage.nudge()

    assert told(stage.deliver()) == [[str(made.id)]]


def test_one_e_mail_gathers_everything_of_a_person_and_nobody_elses(stage: Stage) -> None:
    amina, bilal = stage.cast.person("Amina"), stage.cast.person("Bilal")
    hers = [stage.cast.commitment(amina.id) for _ in range(3)]
    his = stage.cast.commitment(bilal.id)
    stage.hear(amina, bilal, *hers, his)

    stage.nudge()

    mails = {delivery.person_id: ids for delivery in stage.deliver() for ids in told([delivery])}
    assert mails == {amina.id: sorted(str(each.id) for each in hers), bilal.id: [str(his.id)]}


def test_a_second_first_word_on_one_day_waits_for_the_next_morning(stage: Stage) -> None:
    amina = stage.cast.person()
    stage.hear(amina, stage.cast.commitment(amina.id))
    stage.nudge()
    later = stage.cast.commitment(amina.id)
    stage.hear(later)

    assert stage.nudge() == 0
    stage.clock.at = datetime(2026, 11, 3, 7, 59, tzinfo=UTC)
    assert stage.nudge() == 0
    stage.clock.at = datetime(2026, 11, 3, 8, tzinfo=UTC)
    assert stage.nudge() == 1
    assert told(stage.deliver())[-1] == [str(later.id)]


def test_the_dates_are_told_from_the_morning_on_and_once_each_through_three_weeks(stage: Stage) -> None:
    amina = stage.cast.person()
    due = (stage.clock.at + timedelta(10)).date()
    stage.hear(amina, stage.cast.commitment(amina.id, due=due))

    days = []
    for _ in range(6 * 36):
        stage.clock.forward(hours=4)
        days += [stage.clock.at] * stage.nudge()

    rungs = [row["rung"] for row in sorted(stage.rows("nudge_items"), key=lambda row: row["id"])]
    expected = ["due_soon", "due_today", "overdue_1", "overdue_8", "overdue_15", "overdue_22"]
    assert rungs == ["given", *expected]
    assert [at.hour for at in days[1:]] == [8] * len(expected)


def test_an_outage_over_a_boundary_delays_the_nudge_and_does_not_double_it(stage: Stage) -> None:
    amina = stage.cast.person()
    due = stage.clock.at.date() + timedelta(30)
    stage.hear(amina, stage.cast.commitment(amina.id, due=due))
    stage.nudge()
    stage.clock.forward(days=30 + 10)

    stage.nudge()
    stage.nudge()

    rungs = [row["rung"] for row in stage.rows("nudge_items")]
    assert sorted(rungs) == ["given", "overdue_8"]


def test_a_moved_date_begins_the_ladder_again(stage: Stage) -> None:
    amina = stage.cast.person()
    today = stage.clock.at.date()
    made = stage.cast.commitment(amina.id, due=today)
    stage.hear(amina, made)
    stage.nudge()
    moved = stage.cast.commitment(amina.id, id=made.id, version=2, due=today + timedelta(3), slips=1)
    stage.hear(moved)
    stage.clock.forward(days=1)

    stage.nudge()

    names = {row["step"] for row in stage.rows("nudge_items")}
    assert names == {"given", f"due_today@{today}", f"due_soon@{today + timedelta(3)}"}


def test_who_takes_over_gets_the_first_word(stage: Stage) -> None:
    amina, bilal = stage.cast.person("Amina"), stage.cast.person("Bilal")
    made = stage.cast.commitment(amina.id)
    stage.hear(amina, bilal, made)
    stage.nudge()
    handed = stage.cast.commitment(bilal.id, id=made.id, version=2, state=CommitmentState.OFFERED)
    stage.hear(handed)

    stage.nudge()

    assert {delivery.person_id for delivery in stage.deliver()} == {amina.id, bilal.id}


def test_nobody_hears_of_what_has_ended_nor_after_they_have_left(stage: Stage) -> None:
    amina, gone = stage.cast.person("Amina"), stage.cast.person("Gone")
    ended = stage.cast.commitment(amina.id, state=CommitmentState.DONE)
    stage.hear(amina, gone, stage.cast.membership(gone.id, active=False))
    stage.hear(ended, stage.cast.commitment(gone.id), stage.cast.commitment(uuid4()))

    assert stage.nudge() == 0


def test_a_nudge_that_the_person_turned_off_is_in_the_ledger_with_the_reason(stage: Stage) -> None:
    amina = stage.cast.person()
    stage.hear(amina, stage.cast.commitment(amina.id))
    with stage.database.unit_of_work() as uow:
        unsubscribe(uow, amina.id, Topic.NUDGES)

    stage.nudge()

    assert [row["skipped"] for row in stage.rows("nudges")] == ["they turned nudges off"]
    assert stage.rows("deliveries") == []
    assert len(stage.rows("outbox")) == 1


def test_a_community_in_another_time_zone_has_its_own_morning(stage: Stage) -> None:
    amina = stage.cast.person()
    made = stage.cast.commitment(amina.id, due=stage.clock.at.date())
    stage.hear(replace(stage.cast.community("America/New_York"), version=2), amina, made)
    stage.nudge()
    moved = replace(made, version=2, due=stage.clock.at.date() + timedelta(1))
    stage.hear(moved)

    stage.clock.at = datetime(2026, 11, 3, 12, 59, tzinfo=UTC)
    assert stage.nudge() == 0
    stage.clock.at = datetime(2026, 11, 3, 13, tzinfo=UTC)
    assert stage.nudge() == 1


def test_a_closed_plan_nudges_nobody_until_it_is_open_again(stage: Stage) -> None:
    amina = stage.cast.person()
    plan = stage.cast.plan()
    stage.hear(amina, stage.cast.commitment(amina.id), replace(plan, version=2, closed=True))

    silent = stage.nudge()
    stage.hear(replace(plan, version=3))

    assert (silent, stage.nudge()) == (0, 1)
