from datetime import timedelta

from services.notify.domain.deliveries import LEASE, Delivery, Result
from services.notify.use_cases.deliveries import tidy
from shared.contracts import NudgeSent, SignInRequested
from tests.notify.stage import Stage, told
from tests.services import said_in


def owed_to_amina(stage: Stage) -> None:
    amina = stage.cast.person()
    stage.hear(amina, stage.cast.commitment(amina.id))
    stage.nudge()


def said(stage: Stage) -> list[NudgeSent]:
    contracts = said_in(stage.database)
    return [contract for contract in contracts if isinstance(contract, NudgeSent)]


def sweep(stage: Stage) -> None:
    with stage.database.unit_of_work() as uow:
        tidy(uow)


def claimed(stage: Stage) -> Delivery:
    delivery = stage.claim()
    assert delivery
    return delivery


def test_what_was_sent_is_told_to_the_others_with_its_commitments(stage: Stage) -> None:
    owed_to_amina(stage)

    sent = stage.deliver()

    (event,) = said(stage)
    assert (event.outcome, event.kind, event.period) == ("sent", "given", "2026-11-02")
    assert told(sent) == [[str(each) for each in event.commitment_ids]]


def test_a_claim_whose_sender_died_becomes_uncertain_and_is_never_sent_again(stage: Stage) -> None:
    owed_to_amina(stage)
    lost = claimed(stage)
    stage.clock.at += LEASE + timedelta(seconds=1)

    sweep(stage)

    assert stage.state_of(lost) == ("uncertain", "the sender stopped before the outcome was known")
    assert stage.claim() is None
    assert stage.nudge() == 0
    assert [event.outcome for event in said(stage)] == ["uncertain"]


def test_a_claim_in_living_hands_is_left_alone(stage: Stage) -> None:
    owed_to_amina(stage)
    held = claimed(stage)
    stage.clock.at += LEASE

    sweep(stage)

    assert stage.state_of(held)[0] == "claimed"
    assert stage.claim() is None


def test_not_now_is_tried_again_after_longer_and_longer_pauses(stage: Stage) -> None:
    owed_to_amina(stage)
    pauses = []
    for _ in range(12):
        delivery = claimed(stage)
        stage.settle(delivery, Result.NOT_NOW, "451 busy")
        next_at = stage.rows("deliveries")[0]["due_at"]
        pauses.append((next_at - stage.clock.at).total_seconds())
        stage.clock.at = next_at - timedelta(microseconds=1)
        assert stage.claim() is None
        stage.clock.at = next_at

    assert pauses == [15, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600]


def test_a_refusal_is_final_and_keeps_the_reason(stage: Stage) -> None:
    owed_to_amina(stage)
    delivery = claimed(stage)

    stage.settle(delivery, Result.REFUSED, "550 no such person")

    stage.clock.forward(days=2)
    assert stage.state_of(delivery) == ("failed", "550 no such person")
    assert stage.claim() is None
    assert stage.nudge() == 0


def test_what_could_not_leave_for_a_day_fails_and_the_ladder_owes_it_afresh(stage: Stage) -> None:
    owed_to_amina(stage)
    delivery = claimed(stage)
    stage.settle(delivery, Result.NOT_NOW, "no server")
    stage.clock.forward(days=1)

    assert stage.claim() is None
    assert stage.state_of(delivery) == ("failed", "too late; last: no server")
    assert stage.nudge() == 1
    assert len(stage.deliver()) == 1


def test_an_outcome_that_comes_after_the_lease_changes_nothing_any_more(stage: Stage) -> None:
    owed_to_amina(stage)
    slow = claimed(stage)
    stage.clock.at += LEASE + timedelta(seconds=1)
    sweep(stage)

    stage.settle(slow, Result.NOT_NOW, "451 busy")

    assert stage.state_of(slow)[0] == "uncertain"


def sign_in(stage: Stage, minutes: int = 10) -> SignInRequested:
    amina = stage.cast.person()
    stage.hear(amina)
    return SignInRequested(
        id=amina.id,
        version=1,
        community_id=stage.cast.community_id,
        person_id=amina.id,
        expires_at=stage.clock.at + timedelta(minutes=minutes),
    )


def test_a_sign_in_link_goes_before_everything_else_and_only_once(stage: Stage) -> None:
    owed_to_amina(stage)
    request = sign_in(stage)
    stage.hear(request, request)

    sent = stage.deliver()
    stage.hear(request)

    assert [delivery.kind.value for delivery in sent] == ["sign_in", "given"]
    assert stage.deliver() == []


def test_a_sign_in_link_that_would_come_too_late_is_not_sent(stage: Stage) -> None:
    request = sign_in(stage)
    stage.hear(request)
    stage.clock.forward(minutes=10)

    assert stage.deliver() == []

    stage.hear(sign_in(stage, minutes=-1))
    assert len(stage.rows("deliveries")) == 1
