"""Each of the two calls at a time to a webhook has a round of deliveries in hand."""

import threading
from datetime import timedelta

import pytest

from services.notify.calling import posting, sending
from services.notify.use_cases.webhook_deliveries import GONE, claim_next, recover
from tests.notify.hooks import call, deliveries, hook, say, sender, state_of, states
from tests.notify.receiver import Receiver, Reply, hang, receiving
from tests.notify.stage import Stage


def test_what_waits_behind_a_call_that_hangs_goes_back_uncalled_and_with_all_its_attempts(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "CALL_SECONDS", 0.5)
    monkeypatch.setattr(sending, "BEGUN_WITHIN", timedelta(seconds=0.3))
    with receiving(Receiver(replies=[Reply(does=hang)] * 2)) as receiver:
        hook(stage, receiver.url)
        say(stage, 6)

        call(stage)
        receiver.released.set()

    rows = deliveries(stage)
    assert sorted(states(stage)) == ["delivered"] * 4 + ["waiting"] * 2
    assert {row["attempts"] for row in rows} == {1}
    assert len(receiver.taken) == 6


def test_several_senders_together_make_two_calls_at_a_time_to_one_webhook(stage: Stage) -> None:
    with receiving(Receiver(usual=Reply(does=hang))) as receiver:
        hook(stage, receiver.url)
        say(stage, 20)
        running = [
            threading.Thread(target=sender(stage).run, args=(stage.database, 1.0), daemon=True)
            for _ in range(3)
        ]
        for each in running:
            each.start()
        for each in running:
            each.join()

        assert len(receiver.taken) == 2


def test_a_burst_is_shared_out_among_both_calls_at_a_time(stage: Stage) -> None:
    hook(stage)
    say(stage, 7)

    with stage.database.unit_of_work() as uow:
        rounds = [claim_next(uow), claim_next(uow), claim_next(uow)]

    assert [len(each.deliveries) if each else None for each in rounds] == [4, 3, None]


def test_after_410_the_other_call_at_a_time_stops_too_and_leaves_nothing_waiting(stage: Stage) -> None:
    with receiving(Receiver(replies=[Reply(does=hang)], usual=Reply(410))) as receiver:
        webhook = hook(stage, receiver.url)
        say(stage, 10)
        calling = sender(stage)

        calling.run(stage.database, seconds=1)
        receiver.released.set()
        calling.run(stage.database, seconds=5)

    assert len(receiver.taken) == 2
    assert state_of(stage, webhook.id) == ("ended", GONE)
    assert states(stage) == ["dead"] * 10


def lose_claims(stage: Stage) -> None:
    """Claim what is due, as a sender does that is killed then, and wait until that is noticed."""
    with stage.database.unit_of_work() as uow:
        while claim_next(uow):
            pass
    stage.clock.forward(seconds=26)
    with stage.database.unit_of_work() as uow:
        recover(uow)


def test_however_often_senders_are_gone_a_receiver_is_asked_again_as_soon_as_after_its_first_refusal(
    stage: Stage,
) -> None:
    with receiving(Receiver(replies=[Reply(503)])) as receiver:
        hook(stage, receiver.url)
        say(stage)
        for _ in range(9):
            lose_claims(stage)

        call(stage)
        stage.clock.forward(seconds=7)
        call(stage)

    assert len(receiver.taken) == 2
    assert states(stage) == ["delivered"]


def test_what_a_sender_was_lost_with_goes_alone(stage: Stage) -> None:
    hook(stage)
    say(stage, 4)
    lose_claims(stage)
    stage.clock.forward(seconds=1)
    say(stage, 4)

    with stage.database.unit_of_work() as uow:
        rounds = [claim_next(uow), claim_next(uow)]

    assert [len(each.deliveries) if each else None for each in rounds] == [1, 1]
