import json
from dataclasses import replace
from uuid import uuid4

import pytest

from services.notify.domain.webhooks import WebhookState
from services.notify.use_cases.webhooks import delete_webhook, webhook_to_change
from shared.contracts import CommitmentChanged, PlanChanged, UpdateRecorded
from shared.events.applying import Applier
from tests.notify.hooks import HEARING, deliveries, hook, sealed, states, tell
from tests.notify.stage import Cast, Stage


def test_each_event_is_one_delivery_for_each_webhook_that_wants_it(stage: Stage) -> None:
    everything, plans = hook(stage), hook(stage, event_types=(PlanChanged.TYPE,))
    commitment = stage.cast.commitment(None)

    tell(stage, replace(stage.cast.plan(), version=2), commitment, stage.cast.update(commitment.id))

    told = {(row["webhook_id"], row["event_type"]) for row in deliveries(stage)}
    assert told == {
        *((everything.id, kind.TYPE) for kind in (PlanChanged, CommitmentChanged, UpdateRecorded)),
        (plans.id, PlanChanged.TYPE),
    }


def test_an_event_heard_twice_together_apart_or_late_is_one_delivery(stage: Stage) -> None:
    hook(stage)
    first = stage.cast.commitment(None)
    older, newer = (sealed(stage, replace(first, version=version)) for version in (1, 2))
    applier = Applier(stage.database, HEARING)

    applier.apply([newer, newer])
    applier.apply([older, newer])
    applier.apply([older])

    assert {row["event_id"] for row in deliveries(stage)} == {older.envelope.id, newer.envelope.id}
    assert len(deliveries(stage)) == 2


def test_should_the_inbox_forget_an_event_the_key_still_keeps_it_from_being_two(stage: Stage) -> None:
    hook(stage)
    event = sealed(stage, stage.cast.commitment(None))
    applier = Applier(stage.database, HEARING)
    applier.apply([event])
    before = deliveries(stage)
    with stage.database.unit_of_work() as uow:
        uow.session.execute(stage.database.event_tables.inbox.delete())

    applier.apply([event])

    assert deliveries(stage) == before


def test_what_is_said_again_for_lost_copies_is_no_news_even_where_the_copy_is_gone(stage: Stage) -> None:
    hook(stage)
    commitment = stage.cast.commitment(None)
    update = stage.cast.update(commitment.id)

    tell(stage, *(replace(each, again=True) for each in (stage.cast.plan(), commitment, update)))

    assert deliveries(stage) == []
    assert [row["id"] for row in stage.rows("commitments")] == [commitment.id]


def test_a_body_is_the_event_without_who_the_people_are_and_stays_as_it_was_written(stage: Stage) -> None:
    hook(stage)
    amina = stage.cast.person()
    stage.hear(amina)
    commitment = stage.cast.commitment(amina.id, text="Räum den Weg — <b>now</b>")

    said, spoken = tell(stage, commitment, replace(stage.cast.update(commitment.id), person_id=amina.id))

    bodies = {row["event_id"]: row["body"] for row in deliveries(stage)}
    told = json.loads(bodies[said.id])
    assert told["data"]["text"] == commitment.text
    assert (told["id"], told["type"], told["source"]) == (str(said.id), CommitmentChanged.TYPE, "/plans")
    assert told["time"] == "2026-11-02T12:00:00Z"
    assert told["specversion"] == "1.0"
    assert str(amina.id) not in bodies[said.id] + bodies[spoken.id]
    assert not {"contact_id", "person_id", "again"} & told["data"].keys()


def test_another_community_is_told_nothing(stage: Stage) -> None:
    elsewhere = Cast(stage.clock)
    hook(stage, community_id=elsewhere.community_id)

    tell(stage, stage.cast.commitment(None))

    assert deliveries(stage) == []


@pytest.mark.parametrize(
    ("state", "kept"), [(WebhookState.ACTIVE, 1), (WebhookState.PAUSED, 1), (WebhookState.ENDED, 0)]
)
def test_what_happens_waits_for_a_paused_webhook_and_not_for_one_that_has_ended(
    stage: Stage, state: WebhookState, kept: int
) -> None:
    hook(stage, state=state)

    tell(stage, stage.cast.commitment(None))

    assert states(stage) == ["waiting"] * kept


def test_an_event_of_a_webhook_that_is_deleted_meanwhile_harms_nothing(stage: Stage) -> None:
    webhook = hook(stage)
    tell(stage, stage.cast.commitment(None))

    with stage.database.unit_of_work() as uow:
        found = webhook_to_change(uow, webhook.id)
        assert found is not None
        delete_webhook(uow, found)
    tell(stage, stage.cast.commitment(None, id=uuid4()))

    assert deliveries(stage) == []
