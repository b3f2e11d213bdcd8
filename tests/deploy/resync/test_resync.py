"""A copy that was lost and said again equals what it was, and nobody is told, by e-mail or webhook."""

from datetime import UTC, datetime, timedelta

import pytest

from services.notify.domain.webhooks import EVENT_TYPES
from services.notify.use_cases.webhooks import Wish, make_webhook
from services.partners.use_cases.tokens import create_token
from shared import resync
from shared.db.resyncs import PAGE
from shared.service import Runtime
from shared.settings import SERVICES
from tests.deploy.resync.conftest import Installation

OURS = {"heard_at", "completed_at"}
"""Columns of copies that their owner knows nothing of."""


def all_copies(installation: Installation) -> dict[str, list[tuple[object, ...]]]:
    return {
        f"{service}.{table.name}": [
            tuple(
                value for column, value in zip(table.columns.keys(), row, strict=True) if column not in OURS
            )
            for row in installation.rows(service, table)
        ]
        for service in SERVICES
        for table in installation.copies(service)
    }


def test_copies_that_were_lost_are_the_same_once_their_service_has_asked(installation: Installation) -> None:
    make_token(installation)
    make_webhook_of_all(installation)
    installation.clock.at = noon_of_tomorrow()
    installation.run_jobs()
    nudges = installation.runtime("plans").service.metadata.tables["nudges"]
    before, mails = all_copies(installation), installation.count("notify", "deliveries")
    nudged = installation.rows("plans", nudges)
    installation.lose("plans", nudges)
    for service in SERVICES:
        installation.lose(service, *installation.copies(service))
        installation.runtime(service).ask_for_resync("its queue was missing")

    installation.settle()
    installation.run_jobs()

    assert all(before.values())
    assert all_copies(installation) == before
    assert installation.count("notify", "deliveries") == mails
    assert installation.count("notify", "webhook_deliveries") == 0
    assert installation.rows("plans", nudges) == nudged


def make_webhook_of_all(installation: Installation) -> None:
    notify = installation.runtime("notify")
    (community, *_) = installation.rows("notify", notify.service.metadata.tables["communities"])
    wish = Wish(url="https://127.0.0.1/", description="", event_types=tuple(EVENT_TYPES))
    with notify.database.unit_of_work() as uow:
        make_webhook(uow, community[0], wish, key_mark="none", made_by=None)


def noon_of_tomorrow() -> datetime:
    """Return an hour at which all mail of the day is due, whatever the hour at which the demo was made."""
    return (datetime.now(UTC) + timedelta(days=1)).replace(hour=12, minute=0, second=0, microsecond=0)


def make_token(installation: Installation) -> None:
    partners = installation.runtime("partners")
    (community, *_) = installation.rows("partners", partners.service.metadata.tables["communities"])
    with partners.database.unit_of_work() as uow:
        create_token(uow, community[0], name="Dashboard", scopes=["plans:read"], created_by=None)
    installation.settle()


def test_what_is_said_again_is_no_news_in_a_digest(installation: Installation) -> None:
    notify = installation.runtime("notify")
    updates = notify.service.metadata.tables["updates"]
    installation.lose("notify", updates)

    notify.ask_for_resync("lost", ["plans.update_recorded"])
    installation.settle()

    rows = installation.rows("notify", updates)
    names = updates.columns.keys()
    assert rows
    assert all(row[names.index("heard_at")] == row[names.index("at")] for row in rows)


def test_a_resync_that_was_interrupted_goes_on_where_it_was(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.db.resyncs.PAGE", 7)
    partners = installation.runtime("partners")
    resync_id = resync.begin(partners, "test")
    assert resync_id is not None
    resync.say_page(partners)
    resync.say_page(partners)

    halfway = resync.progress(partners, resync_id)
    installation.settle()
    whole = resync.progress(partners, resync_id)

    assert 0 < halfway.said < halfway.total == whole.said
    assert (halfway.finished_at, whole.finished_at is None) == (None, False)


def test_whoever_asks_at_the_same_time_is_told_by_the_same_resync(installation: Installation) -> None:
    for service in ("plans", "notify"):
        installation.runtime(service).ask_for_resync("lost", ["partners.person_changed"])

    installation.settle()

    assert installation.count("partners", "resyncs") == 1


def test_a_worker_says_no_more_than_the_rate_allows(installation: Installation) -> None:
    plans = installation.runtime("plans")
    resync.begin(plans, "test")
    pauses: list[float] = []

    resync.go_on(plans, pauses.append)

    said = sum(pauses) * plans.settings.resync_rate
    assert said == pytest.approx(total(plans))
    assert all(pause <= PAGE / plans.settings.resync_rate for pause in pauses)


def total(runtime: Runtime) -> int:
    with runtime.database.unit_of_work(read_only=True) as uow:
        return sum(kind.count(uow) for kind in runtime.service.kinds)
