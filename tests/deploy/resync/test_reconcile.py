"""At night each service compares its copies with what their owners have."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, update

from shared import resync
from shared.db import reconciling
from tests.deploy.resync.conftest import Installation


def compare(installation: Installation) -> None:
    """Take every inventory, and look again once everything on its way has come."""
    for runtime in installation.house.runtimes.values():
        resync.reconcile(runtime)
    installation.settle()


def look_again(installation: Installation) -> None:
    installation.clock.forward(minutes=10)
    for runtime in installation.house.runtimes.values():
        resync.look_again(runtime)


def differences(installation: Installation, service: str) -> list[tuple[str, int, int]]:
    found = resync.differing(installation.runtime(service))
    return [(each.kind, len(each.missing), len(each.behind)) for each in found]


def change(installation: Installation, service: str, table: str, **values: object) -> None:
    runtime = installation.runtime(service)
    found = runtime.service.metadata.tables[table]
    (first, *_) = installation.rows(service, found)
    with runtime.database.unit_of_work() as uow:
        if values:
            uow.session.execute(update(found).where(found.c.id == first[0]).values(**values))
        else:
            uow.session.execute(delete(found).where(found.c.id == first[0]))


def test_copies_that_are_whole_differ_in_nothing(installation: Installation) -> None:
    compare(installation)
    look_again(installation)

    assert installation.count("notify", "differences") == 0


def test_what_a_copy_lacks_is_named_and_said_again(installation: Installation) -> None:
    change(installation, "notify", "commitments")
    change(installation, "plans", "organisations", version=0)

    compare(installation)
    look_again(installation)
    found = differences(installation, "notify"), differences(installation, "plans")
    installation.settle()
    look_again(installation)

    assert found == ([("plans.commitment_changed", 1, 0)], [("partners.organisation_changed", 0, 1)])
    assert differences(installation, "notify") == differences(installation, "plans") == []


def test_what_is_still_on_its_way_raises_no_alarm(installation: Installation) -> None:
    plans = installation.runtime("plans")
    resync.begin(plans, "test")
    installation.lose("notify", installation.runtime("notify").service.metadata.tables["commitments"])

    for runtime in installation.house.runtimes.values():
        resync.reconcile(runtime)
    installation.settle()
    look_again(installation)

    assert differences(installation, "notify") == []


def test_many_things_make_several_inventories_that_compare_as_one(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconciling, "MOST_THINGS", 5)
    change(installation, "notify", "commitments")

    compare(installation)
    look_again(installation)

    assert differences(installation, "notify") == [("plans.commitment_changed", 1, 0)]


def test_inventories_are_taken_once_a_night_and_not_by_day(installation: Installation) -> None:
    partners = installation.runtime("partners")
    outbox = installation.count("partners", "outbox")

    installation.clock.at = datetime(2027, 1, 12, 12, 0, tzinfo=UTC)
    resync.reconcile_at_night(partners)
    by_day = installation.count("partners", "outbox") - outbox
    installation.clock.at = datetime(2027, 1, 13, resync.QUIET_HOUR, 5, tzinfo=UTC)
    resync.reconcile_at_night(partners)
    at_night = installation.count("partners", "outbox") - outbox
    resync.reconcile_at_night(partners)

    assert (by_day, at_night > 0) == (0, True)
    assert installation.count("partners", "outbox") - outbox == at_night
