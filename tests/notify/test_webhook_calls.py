"""Calls to real receivers on this machine."""

import base64
import json
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from sqlalchemy import text
from standardwebhooks import Webhook as Verifier
from standardwebhooks import WebhookVerificationError

from services.notify.calling import posting
from services.notify.domain.signatures import Keyring
from services.notify.use_cases.webhook_deliveries import (
    GONE,
    claim_next,
    replay,
    replay_dead,
    sweep_webhook_deliveries,
)
from services.notify.use_cases.webhook_events import send_test
from tests.notify.hooks import KEYRING, KEYS, call, changed, deliveries, hook, say, sender, state_of, states
from tests.notify.receiver import Receiver, Reply, flood, hang, nonsense, receiving, reset, trickle
from tests.notify.stage import Stage
from tests.waiting import eventually

WAITING, MOST_READ_FOR_EACH = 500, 4
_READ = text(
    "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = 'webhook_deliveries'"
)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Calls give up after half a second instead of fifteen."""
    monkeypatch.setattr(posting, "CALL_SECONDS", 0.5)


def test_each_event_arrives_once_with_the_body_that_was_written(stage: Stage) -> None:
    with receiving() as receiver:
        hook(stage, receiver.url)
        say(stage, 5)

        call(stage)
        call(stage)

    rows = deliveries(stage)
    assert sorted(receiver.ids()) == sorted(str(row["id"]) for row in rows)
    assert {each.body.decode() for each in receiver.taken} == {row["body"] for row in rows}
    assert states(stage) == ["delivered"] * 5
    assert receiver.taken[0].path == "/hook?key=canary-in-query"
    assert receiver.taken[0].headers["content-type"] == "application/cloudevents+json"


def test_the_next_delivery_is_found_without_reading_all_that_wait(postgresql_url: str) -> None:
    stage = Stage(postgresql_url)
    stage.hear(*stage.cast.scenery())
    hook(stage, "https://hooks.example.org/a")
    with stage.database.unit_of_work() as uow:
        uow.session.execute(text("ANALYZE webhook_deliveries"))
    say(stage, WAITING)

    with stage.database.unit_of_work() as uow:
        claimed = claim_next(uow)
        read = uow.session.scalar(_READ)

    stage.database.engine.dispose()
    assert claimed is not None
    assert 0 < read <= MOST_READ_FOR_EACH * len(claimed.deliveries)


def test_an_independent_library_accepts_each_call_and_no_altered_one(stage: Stage) -> None:
    stage.clock.at = datetime.now(UTC)
    with receiving() as receiver:
        webhook = hook(stage, receiver.url)
        say(stage, 3)
        call(stage)
    verifier = Verifier(KEYRING.secret_of(webhook))

    for each in receiver.taken:
        assert verifier.verify(each.body, each.headers) == json.loads(each.body)
        with pytest.raises(WebhookVerificationError):
            verifier.verify(each.body + b" ", each.headers)


def test_while_a_secret_is_changed_over_both_verify_and_a_day_later_only_the_new_one(stage: Stage) -> None:
    stage.clock.at = datetime.now(UTC) - timedelta(hours=24, minutes=1)
    with receiving() as receiver:
        webhook = hook(stage, receiver.url)
        before = Verifier(KEYRING.secret_of(webhook))
        after = Verifier(KEYRING.secret_of(changed(stage, webhook, "rotate", KEYRING.mark, stage.clock())))
        say(stage)
        call(stage)
        stage.clock.at = datetime.now(UTC)
        say(stage)
        call(stage)

    early, late = receiver.taken
    assert len(early.headers["webhook-signature"].split()) == 2
    assert after.verify(late.body, late.headers)
    with pytest.raises(WebhookVerificationError):
        before.verify(late.body, late.headers)
    assert early.headers["webhook-signature"].split()[1] == signature_of(before, early.headers, early.body)


def signature_of(verifier: Verifier, headers: dict[str, str], body: bytes) -> str:
    at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
    return verifier.sign(headers["webhook-id"], at, body.decode())


def test_a_change_of_the_sites_keys_leaves_secrets_as_they_are_while_the_old_key_is_there(
    stage: Stage,
) -> None:
    webhook = hook(stage)

    with_both = Keyring(("n" * 32, *KEYS))

    assert with_both.secret_of(webhook) == KEYRING.secret_of(webhook)
    assert with_both.mark != KEYRING.mark


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply(500), "it answered 500"),
        (Reply(404), "it answered 404"),
        (Reply(302, {"Location": "http://127.0.0.1:9/"}), "it answered 302"),
        (Reply(307, {"Location": "https://example.org/"}), "it answered 307"),
        (Reply(does=reset), "Connection reset by peer"),
        (Reply(does=hang), "it did not answer in time"),
        (Reply(does=trickle), "it did not answer in time"),
        (Reply(does=flood), "its answer has no end"),
        (Reply(does=nonsense), "it did not speak HTTP"),
    ],
    ids=["500", "404", "302", "307", "reset", "hangs", "trickles", "floods", "nonsense"],
)
@pytest.mark.usefixtures("quick")
def test_whatever_else_comes_of_a_call_it_is_told_and_tried_again_the_same(
    stage: Stage, reply: Reply, reason: str
) -> None:
    with receiving(Receiver(replies=[reply])) as receiver:
        hook(stage, receiver.url)
        say(stage)

        call(stage)
        (waiting,) = deliveries(stage)
        stage.clock.forward(seconds=7)
        call(stage)

    assert (waiting["state"].value, waiting["attempts"]) == ("waiting", 1)
    assert waiting["reason"] == reason
    first, second = receiver.taken
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body
    assert states(stage) == ["delivered"]


def test_after_410_nothing_more_is_sent_and_the_page_says_why(stage: Stage) -> None:
    with receiving(Receiver(usual=Reply(410))) as receiver:
        webhook = hook(stage, receiver.url)
        say(stage)
        call(stage)
        say(stage, 3)
        stage.clock.forward(days=2)
        call(stage)

    assert len(receiver.taken) == 1
    assert state_of(stage, webhook.id) == ("ended", GONE)
    assert states(stage) == ["dead"]


def test_what_waited_when_410_came_is_dead_and_goes_when_somebody_begins_it_again(stage: Stage) -> None:
    with receiving(Receiver(replies=[Reply(500), Reply(410)])) as receiver:
        webhook = hook(stage, receiver.url)
        say(stage)
        call(stage)
        say(stage)
        call(stage)
        assert states(stage) == ["dead", "dead"]
        changed(stage, webhook, "resume")
        with stage.database.unit_of_work() as uow:
            assert replay_dead(uow, webhook.id) == 2
        call(stage)

    assert states(stage) == ["delivered", "delivered"]


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_receiver_that_asks_for_a_pause_gets_it(stage: Stage, form: str) -> None:
    wanted = "600" if form == "seconds" else format_datetime(stage.clock() + timedelta(seconds=600))
    with receiving(Receiver(replies=[Reply(429, {"Retry-After": wanted})])) as receiver:
        hook(stage, receiver.url)
        say(stage)
        call(stage)
        stage.clock.forward(seconds=599)
        call(stage)
        assert len(receiver.taken) == 1
        stage.clock.forward(seconds=1)
        call(stage)

    assert states(stage) == ["delivered"]


def test_after_eight_attempts_it_is_dead_and_can_be_sent_again_with_as_many(stage: Stage) -> None:
    with receiving(Receiver(usual=Reply(503))) as receiver:
        hook(stage, receiver.url)
        say(stage)
        for _ in range(12):
            call(stage)
            stage.clock.forward(hours=30)
        assert (len(receiver.taken), states(stage)) == (8, ["dead"])
        with stage.database.unit_of_work() as uow:
            replay(uow, deliveries(stage)[0]["id"])
        for _ in range(12):
            call(stage)
            stage.clock.forward(hours=30)

    assert (len(receiver.taken), states(stage)) == (16, ["dead"])
    assert len(set(receiver.ids())) == 1


def test_one_that_hangs_takes_two_calls_at_most_and_holds_up_no_other(stage: Stage) -> None:
    with receiving(Receiver(usual=Reply(does=hang))) as hanging, receiving() as healthy:
        hook(stage, hanging.url)
        hook(stage, healthy.url)
        say(stage, 20)
        calling = sender(stage)

        began = time.monotonic()
        working = threading.Thread(target=calling.run, args=(stage.database,))
        working.start()
        eventually(lambda: len(healthy.taken) == 20, within=20, saying="the healthy one told")
        seconds = time.monotonic() - began
        working.join()

        assert len(hanging.taken) == 2
        assert seconds < 4


def test_a_run_ends_in_time_and_the_next_one_settles_what_it_left_in_hand(stage: Stage) -> None:
    with receiving(Receiver(usual=Reply(does=hang))) as receiver:
        hook(stage, receiver.url)
        say(stage)
        calling = sender(stage)

        calling.run(stage.database, seconds=0.3)
        assert states(stage) == ["claimed"]
        receiver.released.set()
        calling.run(stage.database, seconds=5)

    assert states(stage) == ["waiting"]
    assert deliveries(stage)[0]["reason"] == "it did not speak HTTP"


def test_a_sender_that_is_gone_loses_nothing_and_a_late_answer_of_its_changes_nothing(stage: Stage) -> None:
    with receiving() as receiver:
        hook(stage, receiver.url)
        say(stage)
        with stage.database.unit_of_work() as uow:
            claim_next(uow)  # And here the process is killed.
        call(stage)
        assert (receiver.taken, states(stage)) == ([], ["claimed"])
        stage.clock.forward(seconds=61)

        call(stage)

    assert len(receiver.taken) == 1
    assert (states(stage), deliveries(stage)[0]["attempts"]) == (["delivered"], 2)


def test_a_paused_webhook_is_not_called_and_then_hears_all_that_it_missed(stage: Stage) -> None:
    with receiving() as receiver:
        webhook = hook(stage, receiver.url)
        changed(stage, webhook, "pause")
        say(stage, 2)
        call(stage)
        assert receiver.taken == []
        changed(stage, webhook, "resume")
        call(stage)

    assert len(receiver.taken) == 2


def test_a_secret_that_cannot_be_made_any_more_is_told_and_a_new_one_mends_it(stage: Stage) -> None:
    with receiving() as receiver:
        webhook = hook(stage, receiver.url, key_mark="of an old key")
        say(stage)
        call(stage)
        assert "make a new secret" in deliveries(stage)[0]["reason"]
        assert receiver.taken == []
        changed(stage, webhook, "rotate", KEYRING.mark, stage.clock())
        stage.clock.forward(seconds=7)
        call(stage)

    assert states(stage) == ["delivered"]
    assert len(receiver.taken[0].headers["webhook-signature"].split()) == 1


def test_a_test_says_that_it_is_one(stage: Stage) -> None:
    with receiving() as receiver:
        webhook = hook(stage, receiver.url)
        with stage.database.unit_of_work() as uow:
            send_test(uow, webhook)
        call(stage)

    assert json.loads(receiver.taken[0].body)["type"] == "notify.webhook_tested.v1"


def test_after_thirty_days_what_became_of_it_is_forgotten(stage: Stage) -> None:
    hook(stage)
    say(stage)
    stage.clock.forward(days=29)
    say(stage)
    stage.clock.forward(days=2)

    with stage.database.unit_of_work() as uow:
        sweep_webhook_deliveries(uow)

    assert len(deliveries(stage)) == 1


def test_no_table_holds_a_secret(stage: Stage) -> None:
    webhook = hook(stage)
    say(stage)
    changed(stage, webhook, "rotate", KEYRING.mark, stage.clock())
    secret = KEYRING.secret_of(webhook).removeprefix("whsec_")

    kept = "".join(str(dict(row)) for table in stage.database.metadata.tables for row in stage.rows(table))

    assert secret not in kept
    assert base64.b64decode(secret).hex() not in kept
