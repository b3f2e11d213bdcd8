"""Roles and tokens are read from a service's copies, and end when their owner says so."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import RowMapping, Select

from shared.contracts import MembershipChanged, PersonChanged, Role, TokenChanged
from shared.db.copies import keep
from shared.db.principals import Rows
from shared.db.unit_of_work import Database
from tests.shared import migrated
from tests.shared.migrated import PRINCIPALS
from tests.shared.samples import COMMUNITY, NOON

PERSON = UUID(int=1)
ELSEWHERE = UUID(int=2)


def person(**changes: object) -> PersonChanged:
    fields = {"id": PERSON, "version": 1, "community_id": COMMUNITY, "name": "Sam Example"}
    rest = {"email": "sam@example.org", "sessions_from": None}
    return PersonChanged(**(fields | rest | changes))  # type: ignore[arg-type]


def membership(role: Role, community: UUID = COMMUNITY, *, active: bool = True) -> MembershipChanged:
    return MembershipChanged(
        id=uuid4(),
        version=1,
        community_id=community,
        person_id=PERSON,
        organisation_id=None,
        role=role,
        active=active,
    )


def token(*, revoked: bool = False, version: int = 1) -> TokenChanged:
    return TokenChanged(
        id=PERSON,
        version=version,
        community_id=COMMUNITY,
        name="Data team",
        sha256="ab" * 32,
        scopes=("status:read", "plans:read"),
        revoked=revoked,
    )


TABLES = {
    PersonChanged: PRINCIPALS.people,
    MembershipChanged: PRINCIPALS.memberships,
    TokenChanged: PRINCIPALS.tokens,
}


@pytest.fixture
def database(database_url: str) -> Database:
    return migrated.new_database(database_url)


def hear(database: Database, *events: PersonChanged | MembershipChanged | TokenChanged) -> None:
    with database.unit_of_work() as uow:
        for event in events:
            keep(TABLES[type(event)])(uow, event)


def rows_in(database: Database) -> Rows:
    def rows(asked: Select[Any], told: Mapping[str, Any]) -> Sequence[RowMapping]:
        with database.glance() as connection:
            return connection.execute(asked, told).mappings().all()

    return rows


def test_roles_are_those_held_now_by_community(database: Database) -> None:
    held = [membership(Role.OFFICER), membership(Role.MEMBER), membership(Role.COORDINATOR, ELSEWHERE)]
    hear(database, person(), *held, membership(Role.COORDINATOR, active=False))

    roles = PRINCIPALS.roles_of(rows_in(database), PERSON, NOON)

    assert roles == {COMMUNITY: {Role.OFFICER, Role.MEMBER}, ELSEWHERE: {Role.COORDINATOR}}


@pytest.mark.parametrize(("signed_in_after", "has_roles"), [(-1, False), (0, True), (1, True)])
def test_sessions_that_began_before_the_persons_own_limit_have_ended(
    database: Database, signed_in_after: int, *, has_roles: bool
) -> None:
    hear(database, person(sessions_from=NOON), membership(Role.OFFICER))

    roles = PRINCIPALS.roles_of(rows_in(database), PERSON, NOON + timedelta(seconds=signed_in_after))

    assert bool(roles) is has_roles


def test_a_person_unknown_here_has_no_role(database: Database) -> None:
    hear(database, membership(Role.OFFICER))

    assert PRINCIPALS.roles_of(rows_in(database), PERSON, NOON) == {}


def test_a_token_is_found_by_its_hash_until_it_is_revoked(database: Database) -> None:
    hear(database, token())
    found = PRINCIPALS.token_of(rows_in(database), "ab" * 32)
    hear(database, token(revoked=True, version=2))

    assert found is not None
    assert found.community_id == COMMUNITY
    assert found.scopes == {"status:read", "plans:read"}
    assert PRINCIPALS.token_of(rows_in(database), "ab" * 32) is None
    assert PRINCIPALS.token_of(rows_in(database), "cd" * 32) is None
