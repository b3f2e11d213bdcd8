"""References of new commitments, on real databases: none twice, and found without reading all others."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from threading import Barrier
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, insert, select, text, update

from services.plans.db.tables import EVENT_TABLES, METADATA, commitments, plans
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.use_cases.commitments import NewCommitment, add_commitments
from services.plans.use_cases.milestones import add_milestone
from shared.db import migrations
from shared.db.unit_of_work import Database
from tests.clock import Clock
from tests.plans.factories import COORDINATOR, NOON, a_commitment, make_commitment, make_plan

MIGRATION = import_module("services.plans.db.migrations.versions.0031_numbers")
MANY, FEW = 500, 20
_READ = text(
    "SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables"
    " WHERE relname IN ('commitments', 'milestones')"
)
wanted = st.none() | st.integers(1, 12).map(str) | st.sampled_from(["A1", "C1", "01"])


def add(database: Database, plan: Plan, references: Sequence[str | None]) -> list[str]:
    news = [
        NewCommitment(text="Open the gate", heading=plan.headings[0], reference=each) for each in references
    ]
    with database.unit_of_work() as uow:
        return [made.reference for made in add_commitments(uow, plan.id, news, COORDINATOR)]


def counted_from_all(taken: set[str], references: Sequence[str | None]) -> list[str]:
    """Return what they get where all references of the plan are read; raise Refused as the plan does."""
    given_ones = [each for each in references if each]
    if twice := taken.intersection(given_ones) | {e for e, times in Counter(given_ones).items() if times > 1}:
        raise Refused(f"The plan already has a commitment with the reference {min(twice)!r}.")
    known, number, got = taken.union(given_ones), len(taken) + len(given_ones), []
    for each in references:
        while not each:
            number += 1
            each = "" if str(number) in known else str(number)  # noqa: PLW2901  # It is what it gets.
        got.append(each)
    return got


@given(calls=st.lists(st.lists(wanted, min_size=1, max_size=5), min_size=1, max_size=6))
@example(calls=[["2", "3", "4", "6"], [None, None], ["A1"], [None]])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_each_gets_what_it_would_get_if_all_references_of_the_plan_were_read(
    database: Database, calls: list[list[str | None]]
) -> None:
    plan, taken = make_plan(database), set[str]()

    for references in calls:
        try:
            expected = counted_from_all(taken, references)
        except Refused as refused:
            with pytest.raises(Refused, match=f"^{refused}$"):
                add(database, plan, references)
        else:
            assert add(database, plan, references) == expected
            taken.update(expected)


def test_more_than_a_statement_takes_are_numbered_around_those_that_are_taken(database: Database) -> None:
    plan = make_plan(database)
    add(database, plan, [str(number) for number in range(1201, 2401)])

    numbered = add(database, plan, [None] * 1300)

    assert numbered == [str(number) for number in range(2401, 3701)]


def test_of_several_at_the_same_moment_each_gets_a_number_of_its_own(database: Database) -> None:
    plan, together = make_plan(database), Barrier(4)

    def one_after_the_other() -> list[str]:
        together.wait()
        return [make_commitment(database, plan).reference for _ in range(5)]

    with ThreadPoolExecutor(4) as pool:
        ran = [pool.submit(one_after_the_other) for _ in range(4)]
    got = [reference for each in ran for reference in each.result()]

    assert sorted(got, key=int) == [str(number) for number in range(1, 21)]


def test_a_plan_that_counts_too_few_gives_no_number_that_is_taken(database: Database) -> None:
    plan = make_plan(database)
    add(database, plan, [None] * 3)
    with database.unit_of_work() as uow:
        uow.session.execute(update(plans).values(written_down=0, numbered_to=0))

    assert add(database, plan, [None, None]) == ["4", "5"]


def test_the_migration_counts_what_the_plans_have(database: Database) -> None:
    full, empty = make_plan(database), make_plan(database)
    add(database, full, [None] * 3)
    with database.unit_of_work() as uow:
        uow.session.execute(update(plans).values(written_down=0))

        uow.session.execute(text(MIGRATION._FILL))  # noqa: SLF001  # It runs but once.

        counted = {row.id: row.written_down for row in uow.session.execute(select(plans))}

    assert counted == {full.id: 3, empty.id: 0}


def test_a_new_commitment_reads_few_of_the_plans_others_and_of_its_milestones(postgresql_url: str) -> None:
    database = Database("plans", postgresql_url, METADATA, EVENT_TABLES, Clock(NOON))
    migrations.upgrade(database, "services.plans.db.migrations")
    plan = make_plan(database)
    with database.unit_of_work() as uow:
        steps = [add_milestone(uow, plan.id, f"Step {number}") for number in range(MANY)]
        made = a_commitment(plan_id=plan.id, organisation_id=None)
        row = {column.name: getattr(made, column.name) for column in commitments.columns}
        rows = [{**row, "id": uuid4(), "reference": str(number)} for number in range(1, MANY + 1)]
        uow.session.execute(insert(commitments), rows)
        uow.session.execute(update(plans).values(written_down=MANY))
        uow.session.execute(text("ANALYZE"))

    new = NewCommitment(text="Open the gate", heading=plan.headings[0], milestone_id=steps[-1].id)
    with database.unit_of_work() as uow:
        (added,) = add_commitments(uow, plan.id, [new], COORDINATOR)
        read = uow.session.scalar(_READ)
        kept = uow.session.scalar(select(func.count()).select_from(commitments))

    database.engine.dispose()
    assert (added.reference, kept) == (str(MANY + 1), MANY + 1)
    assert 0 < read <= FEW
