"""Calendars: what is due comes back out of them, once each, and known by the same name for good."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from icalendar import Calendar
from sqlalchemy import select

from services.plans.db.queries.calendars import entries_of
from services.plans.db.tables import commitments
from services.plans.domain.calendars import ENDED_SHOWN, CalendarKind, CalendarLink, Entry
from services.plans.domain.commitments import NOTHING, Commitment, Details
from services.plans.domain.transitions import Action
from services.plans.use_cases.closings import close_plan
from services.plans.use_cases.feeds.calendar import calendar_of
from services.plans.use_cases.updates import record_update
from shared.contracts import CommitmentState, Health
from shared.db.unit_of_work import Database
from tests.clock import Clock
from tests.plans.factories import (
    COMMUNITY,
    COORDINATOR,
    NOON,
    TODAY,
    make_commitment,
    make_contact,
    make_plan,
)

ANY = st.text(st.characters(), max_size=300)
DAYS = st.dates(date(1990, 1, 1), date(2199, 12, 31))


def an_entry(**facts: Any) -> Entry:
    defaults = {
        "id": uuid4(),
        "version": 1,
        "reference": "A1",
        "text": "Open the north gate",
        "organisation": "Oak Trust",
        "plan": "Green spaces",
        "due": TODAY,
        "state": CommitmentState.AGREED,
        "created_at": NOON,
        "changed_at": NOON,
    }
    return Entry(**{**defaults, **facts})


def read(content: bytes) -> list[Any]:
    """The events, whose values are of as many types as the format knows."""
    calendar: Any = Calendar.from_ical(content)
    return list(calendar.events)


def written(*entries: Entry, name: str = "Green spaces") -> bytes:
    return calendar_of(name, entries, lambda each: f"https://backcast.example.org/plans/commitments/{each}")


@given(text=ANY, organisation=st.none() | ANY, reference=ANY, plan=ANY, name=ANY, due=DAYS)
@example(text=r"Scan it to S:\NHS\new", organisation=None, reference="A1", plan=r"\N", name=r"\n", due=TODAY)
def test_whatever_people_wrote_comes_back_as_one_event(  # noqa: PLR0913, PLR0917  # Each is a text of theirs.
    text: str, organisation: str | None, reference: str, plan: str, name: str, due: date
) -> None:
    entry = an_entry(text=text, organisation=organisation, reference=reference, plan=plan, due=due)

    content = written(entry, name=name)

    (event,) = read(content)
    assert (str(event["summary"]), str(event["description"])) == (entry.summary, entry.description)
    assert (event["dtstart"].dt, str(event["uid"])) == (due, str(entry.id))
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_an_event_says_when_it_changed_and_how_often() -> None:
    changed = datetime(2026, 2, 1, 9, 30, tzinfo=UTC)

    (event,) = read(written(an_entry(version=4, changed_at=changed)))

    assert (event["sequence"], event["dtstamp"].dt, event["last-modified"].dt) == (4, changed, changed)
    assert event["url"].startswith("https://backcast.example.org/plans/commitments/")
    assert str(event["summary"]) == "Oak Trust: Open the north gate"
    assert event["dtstart"].params["VALUE"] == "DATE"


def test_offered_is_tentative_promised_is_confirmed_and_ended_is_cancelled() -> None:
    states = {state: str(read(written(an_entry(state=state)))[0]["status"]) for state in CommitmentState}

    assert states == {
        CommitmentState.OFFERED: "TENTATIVE",
        CommitmentState.AGREED: "CONFIRMED",
        CommitmentState.UNDER_WAY: "CONFIRMED",
        CommitmentState.DONE: "CANCELLED",
        CommitmentState.DECLINED: "CANCELLED",
        CommitmentState.WITHDRAWN: "CANCELLED",
    }


class Reading(RuleBasedStateMachine):
    """A plan that people work on, and a calendar program that reads it after every change."""

    database: Database
    clock: Clock

    @initialize()
    def begin(self) -> None:
        self.clock.at = NOON
        self.plan = make_plan(self.database)
        self.link = CalendarLink(
            holder_id=UUID(int=3), kind=CalendarKind.PLAN, of_id=self.plan.id, community_id=COMMUNITY
        )
        self.versions: dict[str, int] = {}

    @rule(due=st.none() | st.integers(-40, 40))
    def write_down(self, due: int | None) -> None:
        make_commitment(self.database, self.plan, due=None if due is None else TODAY + timedelta(days=due))

    @rule(days=st.integers(1, 40))
    def wait(self, days: int) -> None:
        self.clock.forward(days=days)

    @precondition(lambda self: self.commitments())
    @rule(data=st.data())
    def work(self, data: st.DataObject) -> None:
        each = data.draw(st.sampled_from(self.commitments()), label="which")
        allowed = [action for action in each.possible() if action not in {Action.HAND_OVER, Action.REWORD}]
        action = data.draw(st.sampled_from(allowed), label="what")
        with self.database.unit_of_work() as uow:
            record_update(uow, each.id, each.version, action, self.details(action, each), COORDINATOR)

    def details(self, action: Action, each: Commitment) -> Details:
        said = {
            Action.MOVE: Details(due=(each.due or TODAY) + timedelta(days=3), reason="The key was lost"),
            Action.DECLINE: Details(reason="No hands"),
            Action.WITHDRAW: Details(reason="No hands"),
            Action.FINISH: Details(note="Open since Monday"),
            Action.REPORT: Details(health=Health.STUCK),
        }
        return said.get(action, NOTHING)

    def commitments(self) -> list[Commitment]:
        with self.database.unit_of_work(read_only=True) as uow:
            found = select(Commitment).where(commitments.c.plan_id == self.plan.id)
            return list(uow.session.scalars(found.order_by(commitments.c.id)))

    @invariant()
    def each_is_there_once_and_by_its_own_name(self) -> None:
        with self.database.unit_of_work(read_only=True) as uow:
            events = read(written(*entries_of(uow, self.link)))
        told = {str(event["uid"]): event for event in events}
        dated = {str(each.id): each for each in self.commitments() if each.due}
        lately = self.clock() - ENDED_SHOWN
        expected = {uid for uid, each in dated.items() if not each.state.ended or each.changed_at >= lately}
        assert (len(told), set(told)) == (len(events), expected)
        assert {uid: event["dtstart"].dt for uid, event in told.items()} == {
            uid: dated[uid].due for uid in told
        }
        for uid, event in told.items():
            assert event["sequence"] >= self.versions.get(uid, 0)
            assert (event["status"] == "CANCELLED") == dated[uid].state.ended
            self.versions[uid] = event["sequence"]


def test_every_open_one_with_a_day_is_there_once_whatever_happens(database: Database, clock: Clock) -> None:
    class Here(Reading):
        pass

    Here.database, Here.clock = database, clock
    few = settings(
        max_examples=5, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(Here, settings=few)


def test_a_calendar_holds_what_it_is_of_and_nothing_open_of_a_closed_plan(database: Database) -> None:
    plan, other = make_plan(database), make_plan(database, name="Other")
    oak, sam = make_contact(database, "Oak Trust", "sam@example.org")
    elm, kim = make_contact(database, "Elm Trust", "kim@example.org", "Kim Lane")
    for reference, of, organisation, contact in (
        ("sam", plan, oak, sam),
        ("oak", other, oak, None),
        ("kim", other, elm, kim),
    ):
        facts = {"organisation_id": organisation, "contact_id": contact, "due": TODAY}
        make_commitment(database, of, reference=reference, **facts)

    def held(kind: CalendarKind, of_id: UUID, community: UUID = COMMUNITY) -> list[str]:
        link = CalendarLink(holder_id=sam, kind=kind, of_id=of_id, community_id=community)
        with database.unit_of_work(read_only=True) as uow:
            return sorted(each.reference for each in entries_of(uow, link))

    assert held(CalendarKind.MINE, COMMUNITY) == ["sam"]
    assert held(CalendarKind.ORGANISATION, oak) == ["oak", "sam"]
    assert held(CalendarKind.PLAN, other.id) == ["kim", "oak"]
    assert held(CalendarKind.PLAN, other.id, UUID(int=5)) == []

    with database.unit_of_work() as uow:
        close_plan(uow, other.id, other.version, "It is all planted", {}, COORDINATOR)

    assert held(CalendarKind.ORGANISATION, oak) == ["sam"]
    assert held(CalendarKind.PLAN, other.id) == []
