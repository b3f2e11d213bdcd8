"""What people do with partners, on both engines, and what is said of it."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from uuid import UUID, uuid4

import pytest

from services.partners.db import queries
from services.partners.domain.memberships import Membership
from services.partners.domain.organisations import Organisation
from services.partners.domain.refusals import Refused
from services.partners.domain.tokens import PREFIX, Token, hash_of
from services.partners.use_cases.communities import create_community
from services.partners.use_cases.memberships import end_membership
from services.partners.use_cases.organisations import rename_organisation
from services.partners.use_cases.say_again import KINDS
from services.partners.use_cases.tokens import NewToken, create_token, revoke_token
from shared.contracts import (
    CommunityChanged,
    MembershipChanged,
    OrganisationChanged,
    PersonChanged,
    Role,
    SignInRequested,
    TokenChanged,
    identity,
)
from tests.partners.stage import Stage
from tests.saying import say_again


def end(stage: Stage, membership_id: UUID) -> None:
    with stage.database.unit_of_work() as uow:
        membership = queries.to_change(uow.session, Membership, membership_id)
        assert membership
        end_membership(uow, membership)


def rename(stage: Stage, organisation_id: UUID, name: str) -> None:
    with stage.database.unit_of_work() as uow:
        organisation = queries.to_change(uow.session, Organisation, organisation_id)
        assert organisation
        rename_organisation(uow, organisation, name)


def token(stage: Stage) -> NewToken:
    with stage.database.unit_of_work() as uow:
        return create_token(
            uow, stage.community.id, name="Dashboard", scopes=["plans:read"], created_by=uuid4()
        )


def test_a_community_begun_twice_under_one_id_is_begun_once(stage: Stage) -> None:
    with stage.database.unit_of_work() as uow:
        again = create_community(uow, name="Other", timezone="Europe/Paris", community_id=stage.community.id)

    assert again.name == "Leafy"
    (said,) = stage.said(CommunityChanged)
    assert isinstance(said, CommunityChanged)
    assert (said.id, said.community_id, said.timezone) == (again.id, again.id, "Europe/London")


def test_partners_and_plans_reach_the_same_ids_for_the_same_names(stage: Stage) -> None:
    organisation = stage.organisation("Friends of the Green")
    membership = stage.person("Amina Example", Role.MEMBER, organisation.id)

    community = stage.community.id
    assert organisation.id == identity.organisation_id(community, "friends  OF the green")
    assert membership.person_id == identity.person_id(community, " AMINA@example.org")


def test_two_organisations_of_one_name_are_refused_whatever_case_and_spacing(stage: Stage) -> None:
    stage.organisation("Friends of the Green")
    other = stage.organisation("Riverside Walkers")

    with pytest.raises(Refused):
        stage.organisation("friends of  the GREEN")
    with pytest.raises(Refused):
        rename(stage, other.id, "Friends of the green")

    assert len(stage.said(OrganisationChanged)) == 2


def test_the_old_name_of_a_renamed_organisation_is_free_for_another(stage: Stage) -> None:
    first = stage.organisation("Friends of the Green")
    rename(stage, first.id, "Green Friends")

    second = stage.organisation("Friends of the Green")

    assert second.id != first.id
    assert [event.version for event in stage.said(OrganisationChanged)] == [1, 2, 1]


def test_a_name_in_another_spelling_is_a_new_name_and_the_same_name_is_none(stage: Stage) -> None:
    organisation = stage.organisation("friends of the green")

    rename(stage, organisation.id, "Friends of the Green")
    rename(stage, organisation.id, "Friends of the  Green ")

    assert [event.version for event in stage.said(OrganisationChanged)] == [1, 2]


def test_one_organisation_comes_of_many_who_add_it_at_once(stage: Stage) -> None:
    def add(_: int) -> bool:
        try:
            stage.organisation("Friends of the Green")
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(add, range(8))) == 1

    assert len(stage.rows("organisations")) == 1


def test_a_person_is_made_once_and_keeps_the_name_they_are_known_by(stage: Stage) -> None:
    stage.person("Amina Example", Role.OFFICER)
    stage.person("A. Other", Role.COORDINATOR, email="AMINA@example.org")

    (person,) = stage.said(PersonChanged)
    assert isinstance(person, PersonChanged)
    assert (person.name, person.email) == ("Amina Example", "amina@example.org")
    assert len(stage.said(MembershipChanged)) == 2


def test_a_role_given_twice_is_held_once_and_given_after_its_end_it_goes_on(stage: Stage) -> None:
    stage.person("Cora Example")
    officer = stage.person("Olu Example", Role.OFFICER)
    stage.person("Olu Example", Role.OFFICER)
    end(stage, officer.id)

    stage.person("Olu Example", Role.OFFICER)

    said = [event for event in stage.said(MembershipChanged) if event.id == officer.id]
    assert [(event.version, event.active) for event in said if isinstance(event, MembershipChanged)] == [
        (1, True),
        (2, False),
        (3, True),
    ]


def test_nothing_of_a_refused_person_stays(stage: Stage) -> None:
    before = stage.state()

    for organisation_id in (None, uuid4()):
        with pytest.raises(Refused):
            stage.person("Amina Example", Role.MEMBER, organisation_id)

    assert stage.state() == before


def test_a_community_keeps_its_last_coordinator(stage: Stage) -> None:
    first, second = stage.person("Cora Example"), stage.person("Cleo Example")
    end(stage, first.id)

    with pytest.raises(Refused):
        end(stage, second.id)


def test_two_coordinators_who_end_each_other_at_once_do_not_both_succeed(stage: Stage) -> None:
    memberships = [stage.person("Cora Example"), stage.person("Cleo Example")]
    # SQLite lets one writer in at a time, so there the other one comes to the barrier too late.
    both_are_in = Barrier(2, timeout=1)

    def attempt(membership: Membership) -> bool:
        with suppress(Refused), stage.database.unit_of_work() as uow:
            held = queries.to_change(uow.session, Membership, membership.id)
            with suppress(BrokenBarrierError):
                both_are_in.wait()
            assert held
            end_membership(uow, held)
            return True
        return False

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(attempt, memberships)) == 1


def test_of_a_token_only_the_hash_is_kept_and_said(stage: Stage) -> None:
    made = token(stage)

    assert made.secret.startswith(PREFIX)
    assert len(made.secret) >= len(PREFIX) + 43
    (said,) = stage.said(TokenChanged)
    assert isinstance(said, TokenChanged)
    assert (said.sha256, said.scopes, said.revoked) == (hash_of(made.secret), ("plans:read",), False)
    assert made.secret not in repr(stage.state())


def test_a_token_is_revoked_once(stage: Stage) -> None:
    made = token(stage)

    for _ in range(2):
        with stage.database.unit_of_work() as uow:
            found = queries.to_change(uow.session, Token, made.token.id)
            assert found
            revoke_token(uow, found)

    assert [event.version for event in stage.said(TokenChanged)] == [1, 2]


def test_everything_can_be_said_again_just_as_it_was_said(stage: Stage) -> None:
    organisation = stage.organisation("Friends of the Green")
    rename(stage, organisation.id, "Green Friends")
    stage.person("Cora Example")
    end(stage, stage.person("Mai Example", Role.MEMBER, organisation.id).id)
    token(stage)
    newest = {event.id: event for event in stage.said()}

    with stage.database.unit_of_work() as uow:
        again = list(say_again(uow, KINDS))

    assert {event.id: event for event in again} == newest
    assert not any(isinstance(event, SignInRequested) for event in again)
