"""Who comes to the pages and to the API: nobody, people with roles here and elsewhere, programs."""

import re
from dataclasses import dataclass
from uuid import UUID

import flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from services.partners.use_cases.tokens import create_token
from shared.contracts import Role
from tests.browsers import browser_of
from tests.partners.stage import Stage

CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class Visitor:
    """A browser or a program, which proves that its forms come from a page as a browser would."""

    client: FlaskClient
    bearer: str | None = None

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, headers={**self._authorization(), **headers})

    def submit(self, path: str, **fields: str | list[str]) -> TestResponse:
        return self.client.post(path, data={"csrf_token": self.csrf(), **fields})

    def call(self, method: str, path: str, body: object = None, **headers: str) -> TestResponse:
        proof = {} if self.bearer else {"X-CSRFToken": self.csrf()}
        return self.client.open(
            path, method=method, json=body, headers={**self._authorization(), **proof, **headers}
        )

    def csrf(self) -> str:
        found = CSRF.search(self.client.get("/partners/sign-in").text)
        assert found
        return found.group(1)

    def _authorization(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.bearer}"} if self.bearer else {}


class Cast:
    def __init__(self, stage: Stage, app: flask.Flask) -> None:
        self._stage, self._app = stage, app
        self.organisation = stage.organisation("Riverside Walkers")
        self.elsewhere = stage.begin("Elsewhere")

    def nobody(self) -> Visitor:
        return Visitor(self._app.test_client())

    def coordinator(self) -> Visitor:
        return self.signed_in(self._stage.person("Cora Example").person_id)

    def officer(self) -> Visitor:
        return self.signed_in(self._stage.person("Olu Example", Role.OFFICER).person_id)

    def member(self) -> Visitor:
        member = self._stage.person("Mai Example", Role.MEMBER, self.organisation.id)
        return self.signed_in(member.person_id)

    def stranger(self) -> Visitor:
        """A coordinator of another community."""
        return self.signed_in(self._stage.person("Stan Example", community=self.elsewhere).person_id)

    def reader(self) -> Visitor:
        return self.program("partners:read")

    def planner(self) -> Visitor:
        return self.program("plans:read", "plans:write")

    def program(self, *scopes: str) -> Visitor:
        with self._stage.database.unit_of_work() as uow:
            made = create_token(
                uow, self._stage.community.id, name="for the board", scopes=scopes, created_by=None
            )
        return Visitor(self._app.test_client(), bearer=made.secret)

    def signed_in(self, person_id: UUID) -> Visitor:
        return Visitor(browser_of(self._app, person_id, self._stage.clock()))
