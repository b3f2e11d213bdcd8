"""Where a plan is moderated, the public reads what people say once a coordinator has let it pass."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import flask
import pytest
from flask.testing import FlaskClient

from services.plans.db.queries.commitments import find_commitment
from services.plans.db.queries.history import history_of, said_in
from services.plans.db.queries.moderation import (
    count_waiting,
    decided_in,
    reader_of_commitment,
    reader_of_plan,
    waiting_in,
    waiting_wording,
)
from services.plans.domain.amendments import amend
from services.plans.domain.asks import Need
from services.plans.domain.commitments import Commitment, Details
from services.plans.domain.corrections import Correction
from services.plans.domain.moderation import Verdict
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.domain.transitions import Action
from services.plans.use_cases.corrections import correct_own
from services.plans.use_cases.holders import say
from services.plans.use_cases.links import Holder
from services.plans.use_cases.outcomes import NotFound
from services.plans.use_cases.photo_files import PhotoStore
from services.plans.use_cases.plans import PlanDetails, change_plan
from services.plans.use_cases.proof_files import read_upload
from services.plans.use_cases.proofs import filed, link_to
from services.plans.use_cases.updates import locked_commitment, record_update
from services.plans.use_cases.verdicts import decide
from shared.contracts import CommitmentState, Health, Role
from shared.db.unit_of_work import Database
from shared.http.links import Links
from tests.clock import Clock
from tests.pages import Visitor
from tests.plans.factories import COMMUNITY, COORDINATOR, make_commitment, make_contact, make_plan
from tests.plans.test_access import MAY, filled, things_of
from tests.shared.http.cast import NOW, Cast

CANARY = "Tweety"
PAGE = f"https://example.org/{CANARY}"


@pytest.fixture
def plan(database: Database) -> Plan:
    return make_plan(database, public=True, moderated=True)


@pytest.fixture
def holder(database: Database, plan: Plan) -> Holder:
    organisation_id, person_id = make_contact(database, "Oak Trust", "sam@example.org")
    return Holder(
        person_id=person_id, organisation_id=organisation_id, plan_id=plan.id, community_id=COMMUNITY
    )


@pytest.fixture
def commitment(database: Database, plan: Plan, holder: Holder) -> Commitment:
    owner = {"organisation_id": holder.organisation_id, "contact_id": holder.person_id}
    return make_commitment(database, plan, **owner)


@dataclass
class Spoken:
    """What the contact said by their link, with all that can go with it."""

    update_id: UUID
    file: str


@pytest.fixture
def spoken(database: Database, commitment: Commitment, holder: Holder, store: PhotoStore) -> Spoken:
    upload = read_upload(f"{CANARY}.txt", CANARY.encode())
    with filed(store, upload) as new, database.unit_of_work() as uow:
        details = Details(note=f"{CANARY} helps us", health=Health.AT_RISK)
        proofs = (*link_to(PAGE), *new.proofs)
        say(uow, holder, commitment.id, 1, Action.START, details, Need(text=f"A cage for {CANARY}"), proofs)
        new.taken = True
        update_id = history_of(uow, commitment.id)[-1].update.id
    file = f"/plans/api/v1/commitments/{commitment.id}/proofs/{new.proofs[0].id}/file"
    return Spoken(update_id=update_id, file=file)


@pytest.fixture
def worded(database: Database, plan: Plan, holder: Holder, spoken: Spoken) -> Commitment:
    """Another commitment that the contact reworded; of the first they also said why it comes later."""
    owner = {"organisation_id": holder.organisation_id, "contact_id": holder.person_id}
    worded = make_commitment(database, plan, **owner)
    with database.unit_of_work() as uow:
        say(uow, holder, worded.id, 1, Action.REWORD, Details(text=f"Feed {CANARY}"))
        commitment_id = said_in(uow, [spoken.update_id])[spoken.update_id].update.commitment_id
        later = Details(due=date(2031, 5, 1), reason=f"{CANARY} is ill")
        say(uow, holder, commitment_id, 3, Action.MOVE, later)
    return worded


def let_pass(database: Database, plan: Plan, update_id: UUID, verdict: Verdict = Verdict.SHOWN) -> None:
    with database.unit_of_work() as uow:
        decide(uow, plan.id, update_id, verdict, "It names somebody", COORDINATOR)


def read_by_anyone(database: Database, plan: Plan, commitment: Commitment) -> frozenset[UUID]:
    with database.unit_of_work(read_only=True) as uow:
        of_plan = reader_of_plan(uow, plan.id, within=False)
        of_one = reader_of_commitment(uow, commitment.id, within=False)
    assert of_plan == of_one
    return of_one.passed


def test_what_a_contact_says_waits_while_the_state_counts_at_once(
    database: Database, plan: Plan, commitment: Commitment, spoken: Spoken
) -> None:
    with database.unit_of_work(read_only=True) as uow:
        (judged,) = waiting_in(uow, plan.id)
        row = find_commitment(uow, commitment.id)
    assert (judged.said.update.id, judged.moderated.verdict) == (spoken.update_id, Verdict.WAITING)
    assert [each.text for each in judged.asks] == [f"A cage for {CANARY}"]
    assert row
    assert (row.state, row.health) == (CommitmentState.UNDER_WAY, Health.AT_RISK)
    assert read_by_anyone(database, plan, commitment) == frozenset()


def test_what_passed_is_read_until_it_is_kept_private_again(
    database: Database, plan: Plan, commitment: Commitment, spoken: Spoken
) -> None:
    let_pass(database, plan, spoken.update_id)
    shown = read_by_anyone(database, plan, commitment)
    let_pass(database, plan, spoken.update_id, Verdict.PRIVATE)

    assert shown == {spoken.update_id}
    assert read_by_anyone(database, plan, commitment) == frozenset()
    with database.unit_of_work(read_only=True) as uow:
        (judged,) = decided_in(uow, plan.id)
        assert count_waiting(uow, plan.id) == 0
    assert judged.moderated.reason == "It names somebody"


def test_a_coordinator_says_what_anyone_may_read(
    database: Database, plan: Plan, commitment: Commitment
) -> None:
    with database.unit_of_work() as uow:
        record_update(uow, commitment.id, 1, Action.ACCEPT, Details(note="Gladly"), COORDINATOR)
        last = history_of(uow, commitment.id)[-1].update.id

    assert read_by_anyone(database, plan, commitment) == {last}


def test_what_says_nothing_waits_for_nobody(
    database: Database, plan: Plan, commitment: Commitment, holder: Holder
) -> None:
    with database.unit_of_work() as uow:
        say(uow, holder, commitment.id, 1, Action.ACCEPT, Details())

    with database.unit_of_work(read_only=True) as uow:
        assert count_waiting(uow, plan.id) == 0


def test_what_was_said_before_the_switch_and_after_it_stays_within(
    database: Database, holder: Holder, plan: Plan, commitment: Commitment, spoken: Spoken
) -> None:
    let_pass(database, plan, spoken.update_id)

    def switch(version: int, *, on: bool) -> None:
        with database.unit_of_work() as uow:
            change_plan(uow, plan.id, version, PlanDetails(moderated=on))

    switch(1, on=False)
    off = read_by_anyone(database, plan, commitment)
    with database.unit_of_work() as uow:
        details = Details(note=f"{CANARY} again", health=Health.ON_TRACK)
        say(uow, holder, commitment.id, 3, Action.REPORT, details)
    switch(2, on=True)

    assert off == frozenset()
    assert read_by_anyone(database, plan, commitment) == {spoken.update_id}
    with database.unit_of_work(read_only=True) as uow:
        assert waiting_in(uow, plan.id) == []


def test_what_was_corrected_is_read_no_more_and_the_correction_waits(
    database: Database, holder: Holder, plan: Plan, commitment: Commitment, spoken: Spoken
) -> None:
    let_pass(database, plan, spoken.update_id)

    with database.unit_of_work() as uow:
        correct_own(uow, holder, commitment.id, 3, spoken.update_id, Correction(note="They help us"))

    assert read_by_anyone(database, plan, commitment) == frozenset()
    with database.unit_of_work(read_only=True) as uow:
        (waiting,) = waiting_in(uow, plan.id)
    let_pass(database, plan, waiting.said.update.id)
    assert read_by_anyone(database, plan, commitment) == {waiting.said.update.id}


def test_a_new_wording_counts_once_it_is_let_pass_and_no_more_once_it_is_taken_back(
    database: Database, holder: Holder, plan: Plan, commitment: Commitment
) -> None:
    old = commitment.text

    def wording() -> str:
        with database.unit_of_work(read_only=True) as uow:
            row = find_commitment(uow, commitment.id)
            assert row is not None
            return row.text

    with database.unit_of_work() as uow:
        reworded = say(uow, holder, commitment.id, 1, Action.REWORD, Details(text=f"Ask {CANARY}"))
        update_id = history_of(uow, commitment.id)[-1].update.id
        assert (reworded.state, waiting_wording(uow, commitment.id)) == (
            CommitmentState.AGREED,
            f"Ask {CANARY}",
        )
    waiting = wording()
    let_pass(database, plan, update_id)
    passed = wording()
    let_pass(database, plan, update_id)
    let_pass(database, plan, update_id, Verdict.PRIVATE)

    assert (waiting, passed, wording()) == (old, f"Ask {CANARY}", old)
    with database.unit_of_work(read_only=True) as uow:
        told = [
            (said.update.action, said.update.after.get("text")) for said in history_of(uow, commitment.id)
        ]
    assert told[1:] == [("reword", None), ("word", f"Ask {CANARY}"), ("word", old)]


def test_a_wording_that_somebody_else_changed_since_is_not_taken_back(
    database: Database, holder: Holder, plan: Plan, commitment: Commitment
) -> None:
    with database.unit_of_work() as uow:
        say(uow, holder, commitment.id, 1, Action.REWORD, Details(text="Ask at the gate"))
        update_id = history_of(uow, commitment.id)[-1].update.id
    let_pass(database, plan, update_id)
    with database.unit_of_work() as uow:
        amended = amend(locked_commitment(uow, commitment.id), {"text": "Ask at both gates"}, uow.now)

    let_pass(database, plan, update_id, Verdict.PRIVATE)

    assert amended.after == {"text": "Ask at both gates"}
    with database.unit_of_work(read_only=True) as uow:
        row = find_commitment(uow, commitment.id)
        assert row is not None
        assert row.text == "Ask at both gates"


def test_a_wording_that_waits_is_forgotten_once_its_update_is_undone(
    database: Database, holder: Holder, plan: Plan, commitment: Commitment
) -> None:
    with database.unit_of_work() as uow:
        say(uow, holder, commitment.id, 1, Action.REWORD, Details(text="Ask at the gate"))
        update_id = history_of(uow, commitment.id)[-1].update.id
    with database.unit_of_work() as uow:
        correct_own(uow, holder, commitment.id, 2, update_id, Correction(undo=True))

    let_pass(database, plan, update_id)

    with database.unit_of_work(read_only=True) as uow:
        row = find_commitment(uow, commitment.id)
        assert row is not None
        assert (row.text, row.state) == (commitment.text, CommitmentState.OFFERED)
        assert waiting_wording(uow, commitment.id) is None


def test_a_coordinators_own_wording_counts_at_once(database: Database, commitment: Commitment) -> None:
    with database.unit_of_work() as uow:
        record_update(uow, commitment.id, 1, Action.REWORD, Details(text="Ask at the gate"), COORDINATOR)
        row = find_commitment(uow, commitment.id)
        assert row is not None
        assert (row.text, waiting_wording(uow, commitment.id)) == ("Ask at the gate", None)


def test_a_decision_needs_something_to_decide_and_a_reason(
    database: Database, plan: Plan, spoken: Spoken
) -> None:
    for verdict, reason in ((Verdict.PRIVATE, " "), (Verdict.WAITING, "Later")):
        with pytest.raises(Refused), database.unit_of_work() as uow:
            decide(uow, plan.id, spoken.update_id, verdict, reason, COORDINATOR)
    other = make_plan(database)
    for plan_id, update_id in ((other.id, spoken.update_id), (plan.id, plan.id)):
        with pytest.raises(NotFound), database.unit_of_work() as uow:
            decide(uow, plan_id, update_id, Verdict.SHOWN, None, COORDINATOR)


def test_a_coordinator_decides_on_a_page_with_two_buttons(
    people: Cast, plan: Plan, commitment: Commitment, spoken: Spoken
) -> None:
    coordinator, stranger = Visitor(people.person(Role.COORDINATOR, COMMUNITY)), Visitor(people.nobody())
    path = f"/plans/{plan.id}/moderation"
    assert "What waits to be shown to anyone (1)" in coordinator.look(f"/plans/{plan.id}").text
    form = coordinator.look(path).form_with("reason")

    reasonless = coordinator.send(form)
    private = coordinator.send(form, reason="It names somebody")
    before = stranger.look(f"/plans/commitments/{commitment.id}").text
    shown = coordinator.send(coordinator.look(path).form_with("verdict"))
    after = stranger.look(f"/plans/commitments/{commitment.id}").text

    assert (reasonless.status, private.status, shown.status) == (400, 200, 200)
    assert "Say why it stays private" in reasonless.text
    assert "Why: It names somebody" in private.text
    assert CANARY not in before
    assert after.count(CANARY) >= 4
    assert stranger.client.get(spoken.file).data == CANARY.encode()
    assert CANARY in stranger.look(f"/plans/{plan.id}").text


def test_a_program_decides_as_a_coordinator_does_on_the_page(
    people: Cast, plan: Plan, commitment: Commitment, spoken: Spoken
) -> None:
    client: Any = people.nobody()
    token = people.token("plans:read", "plans:write", community=COMMUNITY)
    path = f"/plans/api/v1/plans/{plan.id}/moderation"

    def decide_by_program(**verdict: str) -> Any:
        return client.put(f"{path}/{spoken.update_id}", json=verdict, headers=token)

    (waiting,) = client.get(path, headers=token).json["items"]
    reasonless, undecided = decide_by_program(verdict="private"), decide_by_program(verdict="waiting")
    before = Visitor(people.nobody()).look(f"/plans/commitments/{commitment.id}").text
    shown = decide_by_program(verdict="shown")
    after = Visitor(people.nobody()).look(f"/plans/commitments/{commitment.id}").text

    assert (waiting["update"]["id"], waiting["verdict"]) == (str(spoken.update_id), "waiting")
    assert CANARY in waiting["update"]["note"]
    assert (reasonless.status_code, undecided.status_code) == (422, 400)
    assert "why" in reasonless.json["detail"]
    assert undecided.json["errors"][0]["field"] == "/verdict"
    assert (shown.status_code, shown.json["verdict"]) == (200, "shown")
    assert CANARY not in before
    assert CANARY in after
    assert client.get(path, headers=token).json["items"] == []
    (decided,) = client.get(f"{path}?decided=true", headers=token).json["items"]
    assert decided == shown.json


def test_the_link_says_that_what_is_written_may_be_read_by_anyone(
    app: flask.Flask, database: Database, plan: Plan, commitment: Commitment, holder: Holder
) -> None:
    ids = {
        "person": str(holder.person_id),
        "organisation": str(holder.organisation_id),
        "plan": str(plan.id),
    }
    token = app.extensions["backcast"].links.make("update", ids)
    visitor = Visitor(app.test_client())

    moderated = visitor.look(f"/plans/u/{token}/{commitment.id}").text
    with database.unit_of_work() as uow:
        change_plan(uow, plan.id, 1, PlanDetails(moderated=False))

    assert "once your coordinator has let it pass" in moderated
    assert "let it pass" not in visitor.look(f"/plans/u/{token}/{commitment.id}").text


def test_the_forms_of_a_plan_have_the_switch(people: Cast, database: Database, plan: Plan) -> None:
    coordinator = Visitor(people.person(Role.COORDINATOR, COMMUNITY))
    form = coordinator.look(f"/plans/{plan.id}/edit").form_with("moderated")
    assert form.fields.pop("moderated")

    coordinator.send(form, licence="none", horizon=["1", "1", "2030"])

    with database.unit_of_work(read_only=True) as uow:
        assert uow.session.get_one(Plan, plan.id).moderated is False


@pytest.fixture
def public_paths(
    app: flask.Flask, database: Database, plan: Plan, store: PhotoStore, clock: Clock
) -> Callable[[Commitment], list[str]]:
    """All that anyone at all can get of the plan, with the commitment where one is named."""
    clock.at = NOW
    links: Links = app.extensions["backcast"].links
    of_plan = things_of(database, plan, links, store)

    def paths(commitment: Commitment) -> list[str]:
        things = {**of_plan, "<uuid:commitment_id>": str(commitment.id)}
        routes = [path for (method, path), may in MAY.items() if method == "GET" and may.public]
        lists = ["/", "/plans/", "/plans/commitments/", "/plans/api/v1/plans", "/plans/api/v1/commitments"]
        return [*(filled(path, things) for path in routes), *lists]

    return paths


@pytest.mark.parametrize("verdict", [None, Verdict.PRIVATE])
def test_no_route_tells_anyone_what_has_not_passed(  # noqa: PLR0913, PLR0917  # All that a plan is made of.
    people: Cast,
    database: Database,
    plan: Plan,
    commitment: Commitment,
    spoken: Spoken,
    worded: Commitment,
    public_paths: Callable[[Commitment], list[str]],
    verdict: Verdict | None,
) -> None:
    if verdict:
        let_pass(database, plan, spoken.update_id, verdict)
    client: FlaskClient = people.nobody()
    paths = [*public_paths(commitment), *public_paths(worded), spoken.file]

    answers: list[Any] = [client.get(path) for path in paths]

    assert len(paths) > 25
    assert [path for path, answer in zip(paths, answers, strict=True) if CANARY.encode() in answer.data] == []


def test_members_and_the_contact_read_everything_at_once(
    people: Cast, commitment: Commitment, spoken: Spoken
) -> None:
    member = people.person(Role.MEMBER, COMMUNITY)

    assert CANARY in Visitor(member).look(f"/plans/commitments/{commitment.id}").text
    assert member.get(spoken.file).data == CANARY.encode()
