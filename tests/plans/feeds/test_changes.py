"""What changes in a plan, as feed readers follow it."""

import re
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4
from xml.etree import ElementTree as ET

import flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert

from services.plans.db.tables import memberships
from services.plans.domain.calendars import CalendarKind, CalendarLink
from services.plans.domain.commitments import Details
from services.plans.domain.transitions import Action
from services.plans.use_cases.calendars import make_calendar_link, payload_of
from services.plans.use_cases.feeds.changes import Entry, Feed, atom_of
from services.plans.use_cases.updates import record_update
from shared.contracts import Role
from shared.db.unit_of_work import Database
from shared.http.links import Links
from tests.clock import Clock
from tests.plans.factories import (
    COMMUNITY,
    COORDINATOR,
    NOON,
    TODAY,
    a_plan,
    make_commitment,
    make_contact,
    make_plan,
)
from tests.shared.http.cast import Cast

ATOM = "{http://www.w3.org/2005/Atom}"
ANY = st.text(st.characters(), max_size=60)


def parsed(content: bytes) -> ET.Element:
    return ET.fromstring(content)  # noqa: S314  # We wrote it ourselves.


def text(element: ET.Element, name: str) -> str:
    found = element.find(ATOM + name)
    assert found is not None, name
    return found.text or ""


def entries(content: bytes) -> list[ET.Element]:
    return parsed(content).findall(f"{ATOM}entry")


def is_sound(element: ET.Element) -> bool:
    """RFC 4287, 4.1.1 and 4.1.2: one id, one title, one instant; who wrote it has a name."""
    counts = {name: len(element.findall(ATOM + name)) for name in ("id", "title", "updated", "author")}
    at = datetime.fromisoformat(text(element, "updated"))
    tag = re.fullmatch(r"tag:[a-z0-9.-]+,\d{4}-\d\d-\d\d:(plan|update):[0-9a-f-]{36}", text(element, "id"))
    return set(counts.values()) == {1} and at.tzinfo is not None and tag is not None


def test_a_stranger_follows_a_public_plan_and_learns_of_nobody(
    people: Cast, database: Database, clock: Clock
) -> None:
    plan = make_plan(database, public=True)
    oak, sam = make_contact(database, "Oak Trust", "sam@example.org")
    made = make_commitment(database, plan, organisation_id=oak, contact_id=sam, due=TODAY)
    clock.at = NOON + timedelta(hours=1)
    with database.unit_of_work() as uow:
        record_update(uow, made.id, 1, Action.ACCEPT, Details(note="Kim has the key"), COORDINATOR)
    clock.at = NOON + timedelta(hours=2)
    with database.unit_of_work() as uow:
        moved = Details(due=date(2026, 6, 1), reason="Kim lost the key")
        record_update(uow, made.id, 2, Action.MOVE, moved, COORDINATOR)

    answer = people.nobody().get(f"/plans/{plan.id}/changes.atom")

    assert answer.mimetype == "application/atom+xml"
    feed, found = parsed(answer.data), entries(answer.data)
    assert [text(each, "title") for each in found] == [
        "Moved the date: Open the north gate",
        "Accepted: Open the north gate",
        "Wrote it down: Open the north gate",
    ]
    assert text(found[0], "content") == "Due: 1 June 2026 (before: 2 March 2026)"
    assert text(feed, "updated") == text(found[0], "updated") == "2026-03-02T14:00:00Z"
    assert all(is_sound(each) for each in (feed, *found))
    assert len({text(each, "id") for each in (feed, *found)}) == 4
    assert not re.search("Kim|Sam|@", answer.text)


def test_a_reader_that_has_it_already_is_told_that_nothing_changed(people: Cast, database: Database) -> None:
    plan = make_plan(database, public=True)
    make_commitment(database, plan)
    path, client = f"/plans/{plan.id}/changes.atom", people.nobody()
    before = client.get(path)

    assert client.get(path, headers={"If-None-Match": before.headers["ETag"]}).status_code == 304
    make_commitment(database, plan)
    after = client.get(path, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    kept = {text(each, "id") for each in entries(before.data)}
    assert kept < {text(each, "id") for each in entries(after.data)}


def test_a_member_follows_a_private_plan_by_the_link_of_its_calendar_alone(
    app: flask.Flask, people: Cast, database: Database
) -> None:
    plan = make_plan(database)
    make_commitment(database, plan)
    links: Links = app.extensions["backcast"].links
    tokens = {
        kind: a_token(database, links, kind, of_id)
        for kind, of_id in ((CalendarKind.PLAN, plan.id), (CalendarKind.MINE, COMMUNITY))
    }

    def ask(kind: CalendarKind) -> tuple[int, str]:
        answer = people.nobody().get(f"/plans/calendar/{tokens[kind]}.atom")
        return answer.status_code, answer.text

    status, told = ask(CalendarKind.PLAN)
    assert (status, "Wrote it down: Open the north gate" in told) == (200, True)
    assert tokens[CalendarKind.PLAN] not in told
    assert ask(CalendarKind.MINE)[0] == 404
    assert people.nobody().get(f"/plans/{plan.id}/changes.atom").status_code == 303


def a_token(database: Database, links: Links, kind: CalendarKind, of_id: UUID) -> str:
    link = CalendarLink(holder_id=uuid4(), kind=kind, of_id=of_id, community_id=COMMUNITY)
    member = {"person_id": link.holder_id, "role": Role.MEMBER, "active": True, "community_id": COMMUNITY}
    with database.unit_of_work() as uow:
        make_calendar_link(uow, link)
        uow.session.execute(insert(memberships).values(id=uuid4(), version=1, **member))
    return links.make("calendar", payload_of(link))


@given(name=ANY, title=ANY, line=ANY, organisation=st.none() | ANY)
def test_whatever_people_wrote_the_feed_can_be_read(
    name: str, title: str, line: str, organisation: str | None
) -> None:
    entry = Entry(
        id=uuid4(), at=NOON, title=title, lines=[line], organisation=organisation, address="https://a.example"
    )
    feed = Feed(plan=a_plan(name=name), entries=[entry], host="a.example", address="https://a.example")

    content = atom_of(feed)

    assert is_sound(parsed(content))
    assert all(is_sound(each) for each in entries(content))
