from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from services.notify.domain.deliveries import Delivery, Result
from services.notify.domain.digests import Digest
from services.notify.domain.preferences import Topic
from services.notify.use_cases.digests import preview
from services.notify.use_cases.preferences import unsubscribe
from shared.contracts import CommitmentState, Health, Role
from tests.notify.stage import LONDON, Stage

MONDAY = datetime(2026, 11, 9, 8, tzinfo=UTC)


def officer(stage: Stage) -> UUID:
    olga = stage.cast.person("Olga")
    stage.hear(olga, stage.cast.membership(olga.id, Role.OFFICER))
    return olga.id


def now(stage: Stage, person_id: UUID | None = None) -> Digest:
    with stage.database.unit_of_work(read_only=True) as uow:
        return preview(uow, stage.cast.community_id, LONDON, person_id)


def news(stage: Stage, text: str) -> None:
    made = stage.cast.commitment(None, text=text)
    stage.hear(made, stage.cast.update(made.id))


def texts(delivery: Delivery) -> list[str]:
    return [line["text"] for section in delivery.data["sections"] for line in section["lines"]]


def test_the_digest_goes_on_monday_at_eight_once_a_week(stage: Stage) -> None:
    officer(stage)
    stage.hear(stage.cast.commitment(None, due=date(2026, 11, 1)))
    stage.clock.at = MONDAY - timedelta(hours=8)
    digests = []

    for _ in range(24 * 60 * 3 // 10):
        stage.clock.forward(minutes=10)
        digests += [stage.clock.at] * stage.digest()

    assert digests == [MONDAY]


def test_a_week_without_anything_to_tell_brings_no_digest(stage: Stage) -> None:
    officer(stage)
    stage.clock.at = MONDAY

    stage.digest()

    assert [row["skipped"] for row in stage.rows("digests")] == ["there was nothing to tell"]
    assert stage.rows("deliveries") == []


def test_each_piece_of_news_is_in_one_digest_only_whatever_the_second(stage: Stage) -> None:
    officer(stage)
    stage.clock.at = MONDAY - timedelta(minutes=1, microseconds=1)
    news(stage, "just before")
    stage.clock.at = MONDAY - timedelta(minutes=1)
    news(stage, "at the very end")
    stage.clock.at = MONDAY
    stage.digest()
    (first,) = stage.deliver()
    stage.clock.at = MONDAY + timedelta(days=7)

    stage.digest()

    (second,) = stage.deliver()
    assert (texts(first), texts(second)) == (["just before"], ["at the very end"])


def test_news_that_arrives_late_is_in_the_next_digest_all_the_same(stage: Stage) -> None:
    officer(stage)
    stage.clock.at = MONDAY - timedelta(days=1)
    made = stage.cast.commitment(None)
    said = stage.cast.update(made.id)
    stage.hear(made)
    stage.clock.at = MONDAY
    stage.digest()
    stage.clock.at = MONDAY + timedelta(hours=1)
    stage.hear(said)
    stage.clock.at = MONDAY + timedelta(days=7)

    stage.digest()

    assert [texts(delivery) for delivery in stage.deliver()] == [[made.text]]


def test_a_digest_that_failed_leaves_its_news_to_the_next(stage: Stage) -> None:
    officer(stage)
    news(stage, "worth knowing")
    stage.clock.at = MONDAY
    stage.digest()
    delivery = stage.claim()
    assert delivery
    stage.settle(delivery, Result.REFUSED, "550 full")
    stage.clock.at = MONDAY + timedelta(days=7)

    stage.digest()

    assert [texts(delivery) for delivery in stage.deliver()] == [["worth knowing"]]


def test_after_an_outage_the_digest_still_goes_within_a_day_and_not_later(stage: Stage) -> None:
    officer(stage)
    news(stage, "worth knowing")
    stage.clock.at = MONDAY + timedelta(hours=24)
    stage.digest()
    stage.clock.at = MONDAY + timedelta(days=8, minutes=1)

    stage.digest()

    skipped = [row["skipped"] for row in sorted(stage.rows("digests"), key=lambda row: row["period"])]
    assert skipped == [None, "it could not go within a day of its hour; the next one tells its news"]


def test_an_officer_who_turned_it_off_gets_none(stage: Stage) -> None:
    olga = officer(stage)
    news(stage, "worth knowing")
    with stage.database.unit_of_work() as uow:
        unsubscribe(uow, olga, Topic.DIGEST)
    stage.clock.at = MONDAY

    stage.digest()

    assert stage.deliver() == []


def test_history_that_is_heard_again_from_nothing_is_no_news(stage: Stage) -> None:
    officer(stage)
    made = stage.cast.commitment(None)
    stage.hear(made, stage.cast.update(made.id, at=MONDAY - timedelta(days=100)))

    assert now(stage).is_empty


def test_each_commitment_stands_in_the_list_that_matters_most_and_the_figures_count_all(stage: Stage) -> None:
    today = stage.clock.at.date()
    under_way = CommitmentState.UNDER_WAY
    made = {
        "stuck": stage.cast.commitment(None, state=under_way, health=Health.STUCK, due=today - timedelta(1)),
        "overdue": stage.cast.commitment(None, due=today - timedelta(1)),
        "today": stage.cast.commitment(None, due=today),
        "coming": stage.cast.commitment(None, due=today + timedelta(7)),
        "later": stage.cast.commitment(None, due=today + timedelta(8)),
        "done": stage.cast.commitment(None, state=CommitmentState.DONE, due=today - timedelta(1)),
        "changed": stage.cast.commitment(None),
        "ended": stage.cast.commitment(None, state=CommitmentState.WITHDRAWN, due=today - timedelta(1)),
    }
    heard = [stage.cast.update(made[name].id) for name in ("done", "changed", "overdue")]
    stage.hear(*made.values(), *heard)

    digest = now(stage)

    def ids(*names: str) -> list[UUID]:
        return [made[name].id for name in names]

    lists = {
        "stuck": ids("stuck"),
        "overdue": ids("overdue"),
        "coming": ids("today", "coming"),
        "done": ids("done"),
        "changed": ids("changed"),
    }
    assert {name: [line.commitment_id for line in getattr(digest, name)] for name in lists} == lists
    assert vars(digest.numbers) == {"total": 8, "done": 1, "overdue": 2, "stuck": 1, "due_soon": 2}
    assert digest.changed_count == 3


def test_stuck_counts_from_the_first_word_of_the_present_run(stage: Stage) -> None:
    stuck = stage.cast.commitment(None, state=CommitmentState.UNDER_WAY, health=Health.STUCK)
    healths = [Health.STUCK, Health.ON_TRACK, Health.STUCK, Health.STUCK]
    days = [stage.clock.at - timedelta(days=number) for number in (9, 7, 5, 2)]
    said = [
        stage.cast.update(stuck.id, health=health, at=at) for health, at in zip(healths, days, strict=True)
    ]
    stage.hear(stuck, *reversed(said))

    (line,) = now(stage).stuck

    assert line.stuck_since == days[2]


def test_what_was_given_up_says_why_and_the_rest_says_what_was_said_last(stage: Stage) -> None:
    words = {"reason": "We are too few in winter", "last_note": "We will try"}
    given_up = stage.cast.commitment(None, state=CommitmentState.DECLINED, **words)
    going_on = stage.cast.commitment(None, **words)
    stage.hear(given_up, going_on, stage.cast.update(given_up.id), stage.cast.update(going_on.id))

    notes = {line.commitment_id: line.note for line in now(stage).changed}

    assert notes == {given_up.id: "We are too few in winter", going_on.id: "We will try"}
