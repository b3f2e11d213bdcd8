"""What sheets name becomes organisations and people, once, whatever comes twice or in another order."""

import random
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest

from services.partners.db import queries
from services.partners.db.promises import Promises, promises_of
from services.partners.domain.memberships import Membership
from services.partners.domain.organisations import Organisation
from services.partners.use_cases.memberships import end_membership
from services.partners.use_cases.organisations import rename_organisation
from shared.contracts import (
    CommitmentState,
    ContactNamed,
    MembershipChanged,
    OrganisationChanged,
    OrganisationNamed,
    PersonChanged,
    Role,
    identity,
)
from tests.partners.sheets import commitment
from tests.partners.stage import Stage


def organisation_named(stage: Stage, name: str = "Friends of the Green") -> OrganisationNamed:
    community = stage.community.id
    return OrganisationNamed(
        id=identity.organisation_id(community, name), version=1, community_id=community, name=name
    )


def contact_named(
    stage: Stage, organisation_id: UUID, name: str = "Amina Example", email: str = "amina@example.org"
) -> ContactNamed:
    return ContactNamed(
        id=identity.person_id(stage.community.id, email),
        version=1,
        community_id=stage.community.id,
        organisation_id=organisation_id,
        name=name,
        email=email,
    )


def test_a_sheet_makes_the_organisation_and_the_contact_with_the_ids_that_plans_gave(stage: Stage) -> None:
    named = organisation_named(stage)
    contact = contact_named(stage, named.id)

    stage.hear(named, contact)

    assert stage.said(OrganisationChanged)[-1].id == named.id
    person, membership = stage.said(PersonChanged)[-1], stage.said(MembershipChanged)[-1]
    assert isinstance(person, PersonChanged)
    assert (person.id, person.name, person.email) == (contact.id, "Amina Example", "amina@example.org")
    assert isinstance(membership, MembershipChanged)
    assert (membership.person_id, membership.organisation_id) == (contact.id, named.id)
    assert (membership.role, membership.active) == (Role.MEMBER, True)


@pytest.mark.parametrize("seed", range(5))
def test_duplicates_and_any_order_leave_the_same(stage: Stage, seed: int) -> None:
    named = organisation_named(stage)
    other = organisation_named(stage, "Riverside Walkers")
    contacts = [contact_named(stage, named.id), contact_named(stage, other.id)]
    events = [named, other, *contacts] * 3
    random.Random(seed).shuffle(events)  # noqa: S311  # An order, not a secret.

    stage.hear(*events)

    assert len(stage.rows("organisations")) == 2
    assert len(stage.rows("people")) == 1
    assert {row["organisation_id"] for row in stage.rows("memberships")} == {named.id, other.id}
    assert {
        row["version"] for name in ("organisations", "people", "memberships") for row in stage.rows(name)
    } == {1}


def test_a_name_that_partners_knows_is_not_overwritten_by_a_sheets(stage: Stage) -> None:
    named = organisation_named(stage)
    stage.person("Amina Known", Role.OFFICER, email="amina@example.org")
    stage.hear(named)
    with stage.database.unit_of_work() as uow:
        organisation = queries.to_change(uow.session, Organisation, named.id)
        assert organisation
        rename_organisation(uow, organisation, "Friends of the Green CIO")

    stage.hear(named, contact_named(stage, named.id, "A. Example", "Amina@Example.org"))

    assert [row["name"] for row in stage.rows("organisations")] == ["Friends of the Green CIO"]
    assert [row["name"] for row in stage.rows("people")] == ["Amina Known"]
    assert {row["role"] for row in stage.rows("memberships")} == {Role.OFFICER, Role.MEMBER}


def test_plans_is_answered_even_when_nothing_is_new(stage: Stage) -> None:
    named = organisation_named(stage)
    stage.hear(named)

    stage.hear(replace(named, name="Friends"))

    first, second = stage.said(OrganisationChanged)
    assert first == second


def test_somebody_who_left_is_not_brought_back_by_a_sheet_that_is_read_again(stage: Stage) -> None:
    named = organisation_named(stage)
    contact = contact_named(stage, named.id)
    stage.hear(named, contact)
    with stage.database.unit_of_work() as uow:
        membership = queries.to_change(uow.session, Membership, stage.rows("memberships")[0]["id"])
        assert membership
        end_membership(uow, membership)

    stage.hear(contact)

    assert [row["active"] for row in stage.rows("memberships")] == [False]


def test_an_organisation_whose_name_another_one_took_in_the_meantime_is_made_all_the_same(
    stage: Stage,
) -> None:
    renamed = stage.organisation("Green Friends")
    with stage.database.unit_of_work() as uow:
        organisation = queries.to_change(uow.session, Organisation, renamed.id)
        assert organisation
        rename_organisation(uow, organisation, "Friends of the Green")

    stage.hear(organisation_named(stage))

    assert len({row["id"] for row in stage.rows("organisations")}) == 2


def test_an_event_about_a_community_that_is_not_here_is_refused_for_another_try(stage: Stage) -> None:
    stray = replace(organisation_named(stage), community_id=uuid4())

    with pytest.raises(Exception, match=r"(?i)foreign key"):
        stage.hear(stray)

    assert stage.rows("organisations") == []


def test_promises_are_counted_from_the_newest_copy_of_each_commitment(stage: Stage) -> None:
    owner = stage.organisation("Riverside Walkers")
    first = commitment(stage, owner.id, state=CommitmentState.AGREED, due=date(2026, 11, 1))
    stage.hear(
        replace(first, version=2, state=CommitmentState.DONE),
        first,
        commitment(stage, owner.id, state=CommitmentState.UNDER_WAY, due=date(2026, 11, 1)),
        commitment(stage, owner.id, state=CommitmentState.OFFERED, due=date(2026, 11, 2)),
        commitment(stage, owner.id, state=CommitmentState.WITHDRAWN, due=None),
        commitment(stage, None, state=CommitmentState.OFFERED, due=None),
    )

    with stage.database.unit_of_work(read_only=True) as uow:
        found = promises_of(uow.session, stage.community.id, date(2026, 11, 2))

    assert found == {owner.id: Promises(open=2, overdue=1, done=1)}
