"""A plan's own rules."""

from datetime import date
from uuid import UUID

import pytest

from services.plans.domain.milestones import Milestone, from_the_horizon_back
from services.plans.domain.plans import DEFAULT_HEADINGS, checked_headings
from services.plans.domain.refusals import Refused
from tests.plans.factories import NOON, a_plan


def test_a_change_raises_the_version_and_names_what_changed() -> None:
    plan = a_plan()

    changed = plan.change(NOON, name="Green spaces for all", public=True, horizon=plan.horizon)

    assert (changed, plan.version) == (("name", "public"), 2)


def test_saying_the_same_again_changes_nothing() -> None:
    plan = a_plan()

    changed = plan.change(NOON, name="Green spaces", headings=DEFAULT_HEADINGS)

    assert (changed, plan.version) == ((), 1)


@pytest.mark.parametrize("headings", [[], ["A", " "], ["Paths", "paths "]])
def test_headings_that_cannot_be_told_apart_are_refused(headings: list[str]) -> None:
    plan = a_plan()

    with pytest.raises(Refused):
        plan.change(NOON, headings=headings)

    assert plan.headings == DEFAULT_HEADINGS


def test_headings_lose_their_stray_spaces() -> None:
    assert checked_headings([" Paths  and gates "]) == ("Paths and gates",)


def test_steps_read_from_the_horizon_back_with_the_undated_last() -> None:
    texts = {"near": date(2027, 1, 1), "far": date(2029, 1, 1), "undated": None}
    steps = [
        Milestone(id=UUID(int=1), community_id=UUID(int=2), plan_id=UUID(int=3), text=text, target=target)
        for text, target in texts.items()
    ]

    assert [step.text for step in from_the_horizon_back(steps)] == ["far", "near", "undated"]
