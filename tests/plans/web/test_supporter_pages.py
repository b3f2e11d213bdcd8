"""The page on which it is noted who helps, and what a commitment's page shows of it."""

from uuid import UUID

import pytest

from services.plans.domain.commitments import Commitment
from services.plans.domain.plans import Plan
from shared.contracts import Role
from shared.db.unit_of_work import Database
from tests.pages import Visitor
from tests.plans.factories import make_commitment
from tests.plans.web.conftest import SignIn


@pytest.fixture
def coordinator(signed_in: SignIn) -> Visitor:
    return signed_in(Role.COORDINATOR)


@pytest.fixture
def commitment(database: Database, plan: Plan, owner: dict[str, UUID]) -> Commitment:
    return make_commitment(database, plan, reference="A1", **owner)


def test_a_coordinator_notes_who_helps_and_who_no_longer_does(
    coordinator: Visitor, commitment: Commitment
) -> None:
    path = f"/plans/commitments/{commitment.id}"
    form = coordinator.look(f"{path}/supporters").form_with("organisation")

    noted = coordinator.send(form, organisation="Tree Friends", part="Lends gloves")
    shown = coordinator.look(path)
    removal = next(each for each in noted.forms if each.action.endswith("/end"))
    coordinator.send(removal)

    assert "Tree Friends Lends gloves" in noted.text
    assert "Tree Friends: Lends gloves" in shown.text
    assert "noted who helps" in shown.text
    assert "Nobody is noted so far." in coordinator.look(f"{path}/supporters").text
    assert "noted that somebody helps no more" in coordinator.look(path).text


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    coordinator: Visitor, commitment: Commitment
) -> None:
    form = coordinator.look(f"/plans/commitments/{commitment.id}/supporters").form_with("organisation")

    nobody = coordinator.send(form, organisation="", part="Lends gloves")
    long = coordinator.send(form, organisation="Tree Friends", part="x" * 301)

    assert "Write which organisation helps" in nobody.text
    assert nobody.form_with("organisation").fields["part"] == "Lends gloves"
    assert "Use 300 characters or fewer" in long.text
