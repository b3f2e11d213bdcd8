"""What is recorded of a workshop, and how it is changed."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.db.queries.workshops import Place, find_workshop, find_workshops
from services.plans.domain.attendance import read_attendance, write_attendance
from services.plans.domain.photos import MOST_PHOTOS
from services.plans.domain.refusals import Refused
from services.plans.domain.workshops import METHODS, Attendance, Contribution
from services.plans.use_cases.outcomes import Conflict
from services.plans.use_cases.photo_files import PhotoStore, Picture
from services.plans.use_cases.photos import add_photos, stored
from services.plans.use_cases.workshops import change_workshop
from shared.db.unit_of_work import Database
from tests.plans.factories import COMMUNITY, make_contact, make_plan
from tests.plans.workshops.making import make_workshop

NAMES = st.text(st.sampled_from("abcdefÅé -'&."), min_size=1).map(str.strip).filter(bool)
GROUPS = st.lists(
    st.tuples(NAMES.map(lambda name: " ".join(name.split())), st.none() | st.integers(0, 100_000)),
    max_size=50,
)


@given(GROUPS)
def test_who_came_is_written_and_read_back_as_it_was(groups: list[tuple[str, int | None]]) -> None:
    came = [Attendance(name=name, count=count) for name, count in groups]

    again = read_attendance(write_attendance(came))

    assert [(group.name, group.count) for group in again] == groups


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("3", "says no name"),
        ("3 4", "says no name"),
        ("200000 walkers", "more people than"),
        ("x" * 201, "too long for a name"),
        ("a\n" * 51, "50 lines or fewer"),
    ],
)
def test_a_line_that_is_no_group_is_named(line: str, told: str) -> None:
    with pytest.raises(Refused, match=told):
        read_attendance(line)


def test_a_group_is_known_by_its_name_and_called_as_it_is_called_today(database: Database) -> None:
    organisation, _ = make_contact(database, "Oak Trust", "sam@example.org")

    workshop = make_workshop(
        database,
        attendance=[
            Attendance(name="oak  trust", count=3),
            Attendance(name="Friends"),
            Attendance(name="", organisation_id=organisation, count=2),
        ],
    )

    with database.unit_of_work(read_only=True) as uow:
        row = find_workshop(uow, workshop.id)
    assert row is not None
    assert [(group.name, group.organisation_id, group.count) for group in row.groups] == [
        ("Oak Trust", organisation, 3),
        ("Friends", None, None),
        ("Oak Trust", organisation, 2),
    ]
    assert row.workshop.people == 5


def test_several_workshops_lead_to_one_plan_each_with_the_part_it_played(database: Database) -> None:
    plan = make_plan(database)
    for day, method in enumerate(("rich_pictures", "systems_mapping", "backcasting", "world_cafe"), start=1):
        make_workshop(database, plan, method=method, held_on=date(2026, 1, day))
    make_workshop(database)

    with database.unit_of_work(read_only=True) as uow:
        rows = find_workshops(uow, [COMMUNITY], plan_id=plan.id)

    assert [(led.plan, led.part) for row in rows for led in row.led_to] == [
        ("Green spaces", "strategy for pooled resources"),
        ("Green spaces", "action plan"),
        ("Green spaces", "shared statement"),
        ("Green spaces", "assets and barriers"),
    ]


def test_one_workshop_leads_to_several_plans(database: Database) -> None:
    plans = [make_plan(database, name=name) for name in ("Parks", "Paths")]
    parts = [Contribution(plan_id=plan.id, part=f"the start of {plan.name}") for plan in plans]

    workshop = make_workshop(database, contributions=parts)

    with database.unit_of_work(read_only=True) as uow:
        row = find_workshop(uow, workshop.id)
    assert row is not None
    assert {led.part for led in row.led_to} == {"the start of Parks", "the start of Paths"}


@pytest.mark.parametrize(
    "facts",
    [
        {"contributions": [Contribution(plan_id=UUID(int=5), part="")]},
        {"attendance": [Attendance(name="", organisation_id=UUID(int=5))]},
    ],
)
def test_what_the_community_does_not_have_is_refused(database: Database, facts: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="The community has no such"):
        make_workshop(database, **facts)


def test_a_list_that_changes_replaces_the_one_before(database: Database) -> None:
    workshop = make_workshop(database, make_plan(database))
    came = [Attendance(name="Friends", count=9), Attendance(name="Oak Trust")]

    with database.unit_of_work() as uow:
        change_workshop(uow, workshop.id, 1, {"attendance": came, "contributions": [], "notes": "Rain."})

    with database.unit_of_work(read_only=True) as uow:
        row = find_workshop(uow, workshop.id)
    assert row is not None
    assert [(group.name, group.count) for group in row.groups] == [("Friends", 9), ("Oak Trust", None)]
    assert (row.led_to, row.workshop.notes, row.workshop.version) == ([], "Rain.", 2)


def test_saying_the_same_again_changes_nothing(database: Database) -> None:
    plan = make_plan(database)
    workshop = make_workshop(database, plan)
    same = {
        "place": workshop.place,
        "attendance": [Attendance(name="Oak Trust", count=3)],
        "contributions": [Contribution(plan_id=plan.id, part="")],
    }

    with database.unit_of_work() as uow:
        assert change_workshop(uow, workshop.id, 1, same).version == 1


def test_of_two_who_change_a_workshop_at_once_the_second_is_told(database: Database) -> None:
    workshop = make_workshop(database)
    with database.unit_of_work() as uow:
        change_workshop(uow, workshop.id, 1, {"place": "The hall"})

    with pytest.raises(Conflict) as conflict, database.unit_of_work() as uow:
        change_workshop(uow, workshop.id, 1, {"place": "The library"})

    assert (conflict.value.current.version, conflict.value.current.place) == (2, "The hall")


def test_pages_of_workshops_go_on_where_the_last_ended_even_within_a_day(database: Database) -> None:
    days = (date(2026, 1, 2), date(2026, 1, 1), date(2026, 1, 1), date(2026, 1, 1))
    made = {make_workshop(database, held_on=day).id for day in days}
    seen: list[Place] = []

    with database.unit_of_work(read_only=True) as uow:
        while rows := find_workshops(uow, [COMMUNITY], after=seen[-1] if seen else None, limit=2):
            seen += [row.place for row in rows]

    assert {place.id for place in seen} == made
    assert [place.held_on for place in seen] == list(days)


def test_a_workshop_keeps_no_more_photos_than_it_can(database: Database, store: PhotoStore) -> None:
    workshop = make_workshop(database)
    many = [Picture(str(number), 1, 1, b"large", b"small") for number in range(MOST_PHOTOS + 1)]

    with (
        pytest.raises(Refused, match="60 photos"),
        stored(store, many) as new,
        database.unit_of_work() as uow,
    ):
        add_photos(uow, workshop.id, new, None)


def test_every_method_says_what_it_usually_gives() -> None:
    assert all(method.name and method.gives for method in METHODS.values())
