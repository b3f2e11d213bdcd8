"""What is kept, counted anew or read from the past is what somebody with a pencil would count."""

from collections.abc import Callable
from copy import copy
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from services.plans.db.queries.days import moment_in
from services.plans.db.queries.status import Figures, figures_of
from services.plans.db.queries.tallies import Extent
from services.plans.db.tables import commitments
from services.plans.domain.commitments import Commitment, Details
from services.plans.domain.corrections import Correction, may_undo
from services.plans.domain.moments import Moment
from services.plans.domain.plans import DEFAULT_HEADINGS
from services.plans.domain.status import Scope, Status
from services.plans.domain.transitions import Action
from services.plans.use_cases.commitments import NewCommitment, add_commitment
from services.plans.use_cases.corrections import correct_update, updates_of
from services.plans.use_cases.milestones import add_milestone
from services.plans.use_cases.naming import name_organisation
from services.plans.use_cases.plans import PlanDetails, change_plan
from services.plans.use_cases.tallies import keep_tallies
from services.plans.use_cases.updates import record_update
from shared.contracts import Health
from shared.db.unit_of_work import Database
from tests.clock import Clock
from tests.plans.factories import COMMUNITY, COORDINATOR, NOON, TODAY, make_plan
from tests.plans.status.counting import by_pencil

KEYS: dict[Scope, Callable[[Commitment], str]] = {
    Scope.PLAN: lambda each: each.plan_id.hex,
    Scope.HEADING: lambda each: each.heading,
    Scope.MILESTONE: lambda each: each.milestone_id.hex if each.milestone_id else "",
    Scope.ORGANISATION: lambda each: each.organisation_id.hex if each.organisation_id else "",
}
DAYS = st.sampled_from([None, *(TODAY + timedelta(days) for days in (-8, -1, 0, 1, 7, 8, 14, 30, 31, 60))])


class Living(RuleBasedStateMachine):
    """A plan that people work on while days pass, and that somebody watches."""

    database: Database
    clock: Clock

    @initialize()
    def begin(self) -> None:
        self.clock.at = NOON
        self.plan = make_plan(self.database)
        self.past: dict[date, tuple[Figures, int]] = {}
        with self.database.unit_of_work() as uow:
            names = ("Oak Trust", "Brook Walkers")
            self.organisations = [None, *(name_organisation(uow, COMMUNITY, name) for name in names)]
            self.milestone = add_milestone(uow, self.plan.id, "Gates open", TODAY + timedelta(days=40)).id

    @rule(data=st.data(), due=DAYS)
    def write_down(self, data: st.DataObject, due: date | None) -> None:
        owner, other = (data.draw(st.sampled_from(self.organisations)) for _ in range(2))
        new = NewCommitment(
            text="Open the north gate",
            heading=data.draw(st.sampled_from(DEFAULT_HEADINGS[:2])),
            milestone_id=data.draw(st.sampled_from([None, self.milestone])),
            organisation_id=owner,
            supporting=(other,) if other else (),
            due=due,
            evidence=data.draw(st.sampled_from([None, "A photograph"])),
        )
        with self.database.unit_of_work() as uow:
            add_commitment(uow, self.plan.id, new, COORDINATOR)

    @precondition(lambda self: bool(self.found()))
    @rule(data=st.data(), due=DAYS.filter(bool))
    def say(self, data: st.DataObject, due: date) -> None:
        commitment = data.draw(st.sampled_from(self.found()))
        action = data.draw(st.sampled_from(commitment.possible()))
        details = self._details(data, action, due, commitment)
        with self.database.unit_of_work() as uow:
            record_update(uow, commitment.id, commitment.version, action, details, COORDINATOR)

    @precondition(lambda self: bool(self.found()))
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        commitment = data.draw(st.sampled_from(self.found()))
        undo = Correction(note="Said by mistake", undo=True)
        with self.database.unit_of_work() as uow:
            history = updates_of(uow, commitment.id)
            for wrong in [each for each in history if may_undo(each, history)]:
                correct_update(uow, commitment.id, commitment.version, wrong.id, undo, COORDINATOR)

    @rule(days=st.sampled_from([0, 1, 6, 31]), hours=st.sampled_from([1, 12, 23]))
    def wait(self, days: int, hours: int) -> None:
        before = self.now()
        figures = self.figures(before)
        self.clock.at += timedelta(days=days, hours=hours)
        if self.now().day > before.day:
            self.past[before.day] = (figures, self.plan.update_interval)

    @rule(interval=st.sampled_from([1, 7, 30]))
    def change_the_interval(self, interval: int) -> None:
        with self.database.unit_of_work() as uow:
            details = PlanDetails(update_interval=interval)
            self.plan = change_plan(uow, self.plan.id, self.plan.version, details)

    @rule(extent=st.sampled_from(["plan", "community"]))
    def keep(self, extent: str) -> None:
        extents = {"plan": Extent.plan(self.plan.id), "community": Extent.community(COMMUNITY)}
        moment = self.now()
        with self.database.unit_of_work() as uow:
            keep_tallies(uow, extents[extent], moment)
        assert not self.figures(moment).worth_keeping

    @invariant()
    def the_figures_are_what_a_pencil_counts(self) -> None:
        found, moment = self.found(), self.now()
        figures = self.figures(moment)

        assert figures.whole == by_pencil(found, moment, self.plan.update_interval)
        for scope, parts in figures.parts.items():
            assert parts == self._parts(found, scope, moment)

    @invariant()
    def a_past_day_is_told_as_it_was(self) -> None:
        for day, (figures, interval) in self.past.items():
            if interval == self.plan.update_interval:
                then = self.figures(Moment(day=day, zone=self.now().zone, past=True))
                assert (then.whole, then.parts) == (figures.whole, figures.parts)

    def found(self) -> list[Commitment]:
        mine = select(Commitment).where(commitments.c.plan_id == self.plan.id)
        with self.database.unit_of_work(read_only=True) as uow:
            return [copy(each) for each in uow.session.scalars(mine.order_by(commitments.c.reference))]

    def now(self) -> Moment:
        with self.database.unit_of_work(read_only=True) as uow:
            return moment_in(uow, COMMUNITY)

    def figures(self, moment: Moment) -> Figures:
        with self.database.unit_of_work(read_only=True) as uow:
            return figures_of(uow, Extent.plan(self.plan.id), moment, list(Scope))

    def _details(self, data: st.DataObject, action: Action, due: date, commitment: Commitment) -> Details:
        owners = [each for each in self.organisations if each and each != commitment.organisation_id]
        given: dict[Action, dict[str, Any]] = {
            Action.REWORD: {"due": due},
            Action.DECLINE: {"reason": "No time"},
            Action.REPORT: {"health": data.draw(st.sampled_from(Health))},
            Action.FINISH: {"note": "It is open"},
            Action.MOVE: {"due": due + timedelta(days=due == commitment.due), "reason": "Rain"},
            Action.WITHDRAW: {"reason": "No money"},
            Action.HAND_OVER: {"organisation_id": data.draw(st.sampled_from(owners))},
        }
        return Details(**given.get(action, {}))

    def _parts(self, found: list[Commitment], scope: Scope, moment: Moment) -> dict[str, Status]:
        keys = {KEYS[scope](each) for each in found}
        parts = {key: [each for each in found if KEYS[scope](each) == key] for key in keys}
        return {key: by_pencil(part, moment, self.plan.update_interval) for key, part in parts.items()}


def test_kept_figures_equal_a_count_one_by_one_today_and_as_at_each_past_day(
    database: Database, clock: Clock
) -> None:
    class Here(Living):
        pass

    Here.database, Here.clock = database, clock
    run_state_machine_as_test(Here, settings=THOROUGH)


THOROUGH = settings(
    max_examples=12,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
