"""What a link lets its holder see and say."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from services.plans.consumers import HANDLERS
from services.plans.db.queries.history import history_of
from services.plans.db.tables import update_links
from services.plans.domain.commitments import Details, NotAllowed
from services.plans.domain.plans import Plan
from services.plans.domain.transitions import Action
from services.plans.domain.updates import Channel
from services.plans.use_cases.holders import accept_all, commitment_of, commitments_of, say
from services.plans.use_cases.links import Holder, holder_of, last_used, revoke_link
from services.plans.use_cases.outcomes import Conflict, NotFound
from shared.contracts import CommitmentState, MembershipChanged, Role
from shared.db.unit_of_work import Database
from tests.clock import Clock
from tests.plans.factories import COMMUNITY, NOON, make_commitment, make_contact, make_plan, payload_of


@pytest.fixture
def plan(database: Database) -> Plan:
    return make_plan(database)


@pytest.fixture
def holder(database: Database, plan: Plan) -> Holder:
    organisation, contact = make_contact(database, "Oak Trust", "sam@example.org")
    payload = payload_of(contact, organisation, plan.id)
    with database.unit_of_work(read_only=True) as uow:
        return holder_of(uow, payload, NOON)


def held(holder: Holder, **facts: object) -> dict[str, object]:
    return {"organisation_id": holder.organisation_id, "contact_id": holder.person_id, **facts}


def payload(holder: Holder) -> dict[str, str]:
    return payload_of(holder.person_id, holder.organisation_id, holder.plan_id)


def test_the_holder_sees_their_own_by_due_date(database: Database, plan: Plan, holder: Holder) -> None:
    make_commitment(database, plan, **held(holder, reference="undated"))
    make_commitment(database, plan, **held(holder, reference="later", due=date(2026, 6, 1)))
    make_commitment(database, plan, **held(holder, reference="sooner", due=date(2026, 5, 1)))
    make_commitment(database, plan, reference="somebody else's")

    with database.unit_of_work(read_only=True) as uow:
        mine = commitments_of(uow, holder)

    assert [each.reference for each in mine] == ["sooner", "later", "undated"]


def test_what_has_ended_stays_in_view_for_seven_days(
    database: Database, plan: Plan, holder: Holder, clock: Clock
) -> None:
    made = make_commitment(database, plan, **held(holder))
    with database.unit_of_work() as uow:
        say(uow, holder, made.id, 1, Action.DECLINE, Details(reason="No hands"))

    views = []
    for days in (7, 8):
        clock.at = NOON + timedelta(days=days)
        with database.unit_of_work(read_only=True) as uow:
            views.append(len(commitments_of(uow, holder)))

    assert views == [1, 0]


def test_finishing_an_offered_one_accepts_it_first(database: Database, plan: Plan, holder: Holder) -> None:
    made = make_commitment(database, plan, **held(holder))

    with database.unit_of_work() as uow:
        done = say(uow, holder, made.id, 1, Action.FINISH, Details(note="Open since Monday"))

    assert (done.state, done.version) == (CommitmentState.DONE, 3)
    with database.unit_of_work(read_only=True) as uow:
        history = [said.update for said in history_of(uow, made.id)]
    assert [update.action for update in history] == ["offer", "accept", "finish"]
    assert {update.channel for update in history[1:]} == {Channel.LINK}
    assert [update.note for update in history] == [None, None, "Open since Monday"]


def test_a_step_that_fails_takes_the_acceptance_back(database: Database, plan: Plan, holder: Holder) -> None:
    made = make_commitment(database, plan, **held(holder))

    with pytest.raises(NotAllowed), database.unit_of_work() as uow:
        say(uow, holder, made.id, 1, Action.FINISH, Details())

    with database.unit_of_work(read_only=True) as uow:
        assert commitment_of(uow, holder, made.id).state is CommitmentState.OFFERED


def test_somebody_elses_commitment_is_not_there_for_the_holder(
    database: Database, plan: Plan, holder: Holder
) -> None:
    other = make_commitment(database, plan)

    with database.unit_of_work() as uow, pytest.raises(NotFound):
        commitment_of(uow, holder, other.id)
    with pytest.raises(NotFound), database.unit_of_work() as uow:
        say(uow, holder, other.id, 1, Action.ACCEPT, Details())


def test_a_page_left_open_too_long_is_told(database: Database, plan: Plan, holder: Holder) -> None:
    made = make_commitment(database, plan, **held(holder))
    with database.unit_of_work() as uow:
        say(uow, holder, made.id, 1, Action.ACCEPT, Details())

    with pytest.raises(Conflict) as conflict, database.unit_of_work() as uow:
        say(uow, holder, made.id, 1, Action.FINISH, Details(note="Done"))

    assert conflict.value.current.state is CommitmentState.AGREED


def test_all_offered_ones_are_accepted_at_once(database: Database, plan: Plan, holder: Holder) -> None:
    for _ in range(3):
        make_commitment(database, plan, **held(holder))
    make_commitment(database, plan)

    with database.unit_of_work() as uow:
        accepted = accept_all(uow, holder)

    assert [each.state for each in accepted] == [CommitmentState.AGREED] * 3


def test_looking_is_no_use_and_saying_is(database: Database, plan: Plan, holder: Holder) -> None:
    made = make_commitment(database, plan, **held(holder))
    with database.unit_of_work(read_only=True) as uow:
        commitments_of(uow, holder_of(uow, payload(holder), NOON))
        assert last_used(uow, holder) is None

    for version, action in ((1, Action.ACCEPT), (2, Action.START)):
        with database.unit_of_work() as uow:
            say(uow, holder, made.id, version, action, Details())

    with database.unit_of_work(read_only=True) as uow:
        assert last_used(uow, holder) == NOON
        assert uow.session.scalar(select(func.count()).select_from(update_links)) == 1


def test_revoking_ends_the_links_made_so_far_and_no_later_ones(database: Database, holder: Holder) -> None:
    with database.unit_of_work() as uow:
        revoke_link(uow, holder)

    with database.unit_of_work(read_only=True) as uow:
        with pytest.raises(NotFound):
            holder_of(uow, payload(holder), NOON)
        assert holder_of(uow, payload(holder), NOON + timedelta(seconds=1)) == holder


def test_who_has_left_the_organisation_speaks_for_it_no_more(database: Database, holder: Holder) -> None:
    left = MembershipChanged(
        id=UUID(int=1),
        version=2,
        community_id=COMMUNITY,
        person_id=holder.person_id,
        organisation_id=holder.organisation_id,
        role=Role.MEMBER,
        active=False,
    )

    with database.unit_of_work() as uow:
        HANDLERS[MembershipChanged](uow, left)

    with database.unit_of_work(read_only=True) as uow, pytest.raises(NotFound):
        holder_of(uow, payload(holder), NOON)
