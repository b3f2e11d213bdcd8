"""Who tries the doors: people with roles, programs with tokens, and the things that they want."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import flask
from flask.testing import FlaskClient
from sqlalchemy import ColumnElement, String, Uuid, bindparam, insert, literal, select, update

from shared.contracts import Role
from shared.db.principals import Principals
from shared.db.unit_of_work import Database
from shared.http.site import Find
from tests.browsers import browser_of

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
HERE, ELSEWHERE = UUID(int=1), UUID(int=2)
PRIVATE, PUBLIC, MISSING = UUID(int=11), UUID(int=12), UUID(int=13)

_wanted = bindparam("thing_id", type_=Uuid())
_told: tuple[ColumnElement[Any], ...] = (
    literal(HERE, Uuid()).label("community_id"),
    (_wanted == PUBLIC).label("public"),
)
THING: Find = select(*_told).where(_wanted.in_([PRIVATE, PUBLIC]))
"""Finds one of two things that are in no table."""

THING_AND_KIND: Find = THING.add_columns(literal("a bench", String()).label("kind"))


class Cast:
    def __init__(self, app: flask.Flask, database: Database, principals: Principals) -> None:
        self._app, self._database, self._principals = app, database, principals

    def nobody(self) -> FlaskClient:
        return self._app.test_client()

    def person(self, role: Role, community: UUID = HERE) -> FlaskClient:
        person_id = uuid4()
        common = {"version": 1, "community_id": community}
        member = {"person_id": person_id, "role": role, "active": True, **common}
        with self._database.unit_of_work() as uow:
            uow.session.execute(
                insert(self._principals.people).values(
                    id=person_id, name="Ada", email=f"{person_id}@example.org", **common
                )
            )
            uow.session.execute(insert(self._principals.memberships).values(id=uuid4(), **member))
        return self.signed_in(person_id)

    def signed_in(self, person_id: UUID, at: datetime = NOW - timedelta(hours=1)) -> FlaskClient:
        return browser_of(self._app, person_id, at)

    def end_sessions(self, at: datetime = NOW) -> None:
        with self._database.unit_of_work() as uow:
            uow.session.execute(update(self._principals.people).values(sessions_from=at))

    def end_memberships(self) -> None:
        with self._database.unit_of_work() as uow:
            uow.session.execute(update(self._principals.memberships).values(active=False))

    def token(self, *scopes: str, community: UUID = HERE, revoked: bool = False) -> dict[str, str]:
        raw = uuid4().hex
        with self._database.unit_of_work() as uow:
            uow.session.execute(
                insert(self._principals.tokens).values(
                    id=uuid4(),
                    version=1,
                    community_id=community,
                    name="dashboard",
                    sha256=hashlib.sha256(raw.encode()).hexdigest(),
                    scopes=scopes,
                    revoked=revoked,
                )
            )
        return {"Authorization": f"Bearer {raw}"}
