"""Workshops and photos as people meet them, without scripts."""

import io
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import flask
import pytest
from sqlalchemy import select

from services.plans.db.queries.photos import photos_of
from services.plans.domain.plans import Plan
from services.plans.domain.workshops import Workshop
from services.plans.use_cases.photo_files import MOST_BODY, PhotoStore
from services.plans.use_cases.workshops import change_workshop
from shared.contracts import Role
from shared.db.unit_of_work import Database
from tests.pages import Page, Visitor
from tests.plans.factories import make_contact, make_plan
from tests.plans.web.conftest import SignIn
from tests.plans.workshops.making import make_photo, make_workshop, picture_file

TYPED: dict[str, Any] = {
    "method": "rich_pictures",
    "held_on": ["24", "1", "2026"],
    "place": "The eco park",
    "came": "3 Oak Trust\n\nFriends",
    "outcome": "Birds and barriers",
    "notes": "Rain.",
}


@pytest.fixture
def coordinator(signed_in: SignIn) -> Visitor:
    return signed_in(Role.COORDINATOR)


def recorded(database: Database) -> list[Workshop]:
    with database.unit_of_work(read_only=True) as uow:
        return list(uow.session.scalars(select(Workshop)))


def send_photos(visitor: Visitor, workshop: Workshop, *files: tuple[str, bytes]) -> Page:
    path = f"/plans/workshops/{workshop.id}/photos"
    form = visitor.look(path).form_with("photos")
    parts = [(io.BytesIO(content), name) for name, content in files]
    data = {"csrf_token": form.fields["csrf_token"], "photos": parts}
    answer = visitor.client.post(path, data=data, follow_redirects=True)
    return Page(answer)


def test_a_workshop_is_recorded_from_its_plans_page(
    coordinator: Visitor, database: Database, plan: Plan
) -> None:
    organisation, _ = make_contact(database, "Oak Trust", "sam@example.org")
    way = next(
        each["href"]
        for each in coordinator.look(f"/plans/{plan.id}").attributes("a")
        if "workshops/new" in each.get("href", "")
    )
    form = coordinator.look(way).form_with("came")

    page = coordinator.send(form, **TYPED, plan=str(plan.id))

    (made,) = recorded(database)
    assert (made.method, made.held_on, made.place) == ("rich_pictures", date(2026, 1, 24), "The eco park")
    assert [(group.name, group.organisation_id, group.count) for group in made.attendance] == [
        ("Oak Trust", organisation, 3),
        ("Friends", None, None),
    ]
    assert [(each.plan_id, each.part) for each in made.contributions] == [(plan.id, "assets and barriers")]
    assert page.path == f"/plans/workshops/{made.id}/photos"
    assert (
        "Rich pictures, 24 January 2026 : assets and barriers" in coordinator.look(f"/plans/{plan.id}").text
    )


def test_the_plan_whose_page_one_came_from_is_chosen(coordinator: Visitor, plan: Plan) -> None:
    page = coordinator.look(f"/plans/workshops/new?plan={plan.id}")

    assert [each["value"] for each in page.attributes("option") if "selected" in each] == [str(plan.id)]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"method": ""}, "Choose how you worked"),
        ({"held_on": ["31", "2", "2026"]}, "Enter a real date"),
        ({"place": ""}, "Say where it was"),
        ({"came": "3"}, "“3” says no name"),
        ({"part": "everything"}, "Choose above the plan"),
        ({"plan": str(UUID(int=5))}, "Not a valid choice"),
        ({"notes": "x" * 4001}, "Use 4000 characters or fewer"),
    ],
)
def test_what_cannot_be_recorded_is_told_beside_the_field_and_stays_typed(
    coordinator: Visitor, database: Database, typed: dict[str, Any], message: str
) -> None:
    form = coordinator.look("/plans/workshops/new").form_with("came")

    page = coordinator.send(form, **{"plan": "", **TYPED, **typed})

    assert page.status == 400
    assert message in page.text
    assert page.form_with("came").fields["outcome"] == TYPED["outcome"]
    assert recorded(database) == []


def test_a_workshop_is_changed_and_leads_elsewhere_after_all(
    coordinator: Visitor, database: Database, plan: Plan
) -> None:
    workshop, other = make_workshop(database, plan), make_plan(database, name="Paths")
    form = coordinator.look(f"/plans/workshops/{workshop.id}/edit").form_with("came")
    assert form.fields["came"] == "3 Oak Trust"

    page = coordinator.send(
        form, kept=[], plan=str(other.id), part="the first map", held_on=["24", "1", "2026"]
    )

    (changed,) = recorded(database)
    assert [(each.plan_id, each.part) for each in changed.contributions] == [(other.id, "the first map")]
    assert "The first map, for Paths" in page.text


def test_whoever_saves_second_is_told_and_keeps_what_they_typed(
    coordinator: Visitor, database: Database
) -> None:
    workshop = make_workshop(database)
    form = coordinator.look(f"/plans/workshops/{workshop.id}/edit").form_with("came")
    with database.unit_of_work() as uow:
        change_workshop(uow, workshop.id, 1, {"place": "The hall"})

    page = coordinator.send(form, held_on=["24", "1", "2026"], plan="", place="The library")

    assert page.status == 400
    assert "Somebody else changed this in the meantime" in page.text
    assert page.form_with("came").fields["place"] == "The library"
    again = coordinator.send(page.form_with("came"), held_on=["24", "1", "2026"], plan="")
    assert (again.status, recorded(database)[0].place) == (200, "The library")


def test_several_photos_are_kept_at_once_and_each_is_asked_what_it_shows(
    coordinator: Visitor, database: Database
) -> None:
    workshop = make_workshop(database)

    first = send_photos(
        coordinator, workshop, ("a.jpg", picture_file(colour="red")), ("b", picture_file(colour="blue"))
    )
    second = coordinator.send(first.form_with("alt"), alt="Yellow notes")
    last = coordinator.send(second.form_with("alt"), alt="A map")

    assert "2 photos are kept." in first.text
    assert (first.status, second.status, last.path) == (200, 200, f"/plans/workshops/{workshop.id}")
    assert {each["alt"] for each in last.attributes("img")} == {"Yellow notes", "A map"}


def test_photos_that_can_be_kept_are_and_the_others_are_named(
    coordinator: Visitor, database: Database
) -> None:
    workshop = make_workshop(database)

    page = send_photos(coordinator, workshop, ("a.jpg", picture_file()), ("virus.jpg", b"MZ" * 99))

    assert page.status == 400
    assert "virus.jpg: It is no photo that we can read" in page.text
    assert "One photo is kept and need not be sent again" in page.text
    with database.unit_of_work(read_only=True) as uow:
        assert len(photos_of(uow, workshop.id)) == 1


def test_a_form_without_a_photo_says_so(coordinator: Visitor, database: Database) -> None:
    page = send_photos(coordinator, make_workshop(database))

    assert page.status == 400
    assert "Choose at least one photo" in page.text


def test_too_much_at_once_is_told_on_the_form(coordinator: Visitor, database: Database) -> None:
    path = f"/plans/workshops/{make_workshop(database).id}/photos"

    answer = coordinator.client.post(path, environ_overrides={"CONTENT_LENGTH": str(MOST_BODY + 1)})

    assert answer.status_code == 413
    assert "Choose fewer photos at a time: 50 MB together at most" in answer.text


def test_a_photo_that_nobody_described_says_so(
    signed_in: SignIn, database: Database, store: PhotoStore
) -> None:
    photo = make_photo(database, store, make_workshop(database))

    page = signed_in(Role.MEMBER).look(f"/plans/workshops/{photo.workshop_id}/photos/{photo.id}")

    assert [each["alt"] for each in page.attributes("img")] == ["Photo 1 of 1, not described yet"]
    assert page.forms == []


def test_a_photo_is_removed_after_a_question_and_its_files_with_it(
    coordinator: Visitor, database: Database, store: PhotoStore, tmp_path: Path
) -> None:
    photo = make_photo(database, store, make_workshop(database))
    asked = coordinator.look(f"/plans/workshops/{photo.workshop_id}/photos/{photo.id}/remove")
    assert len(list((tmp_path / "photos").glob("*"))) == 2

    page = coordinator.send(asked.form_with("version"))

    assert "The photo is removed." in page.text
    assert list((tmp_path / "photos").glob("*")) == []


def test_what_others_may_not_see_is_not_on_the_public_plan(
    app: flask.Flask, signed_in: SignIn, database: Database
) -> None:
    plan = make_plan(database, public=True)
    make_workshop(database, plan)

    pages = [Visitor(app.test_client()), signed_in(Role.MEMBER)]

    outside, inside = (each.look(f"/plans/{plan.id}").text for each in pages)
    assert "Workshops that led here" in inside
    assert "Workshops" not in outside


def test_the_list_shows_the_newest_first(signed_in: SignIn, database: Database) -> None:
    for month in (1, 3, 2):
        make_workshop(database, held_on=date(2026, month, 1))

    text = signed_in(Role.MEMBER).look("/plans/workshops").text

    assert text.index("1 March") < text.index("1 February") < text.index("1 January")
