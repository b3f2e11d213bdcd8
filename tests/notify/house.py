"""Notify as a whole: its runtime with a real database, its web application and its mail."""

from pathlib import Path
from typing import Any
from uuid import UUID

import flask
from flask.testing import FlaskClient

from services.notify.app import SERVICE
from services.notify.jobs import JOBS
from shared.contracts import Role
from shared.events.inprocess import InProcessTransport
from shared.service import Runtime
from tests.browsers import browser_of
from tests.notify.stage import Stage
from tests.settings import settings_in


class House:
    """A stage with a web application in front and a mailer behind."""

    def __init__(self, stage: Stage, folder: Path, **settings: Any) -> None:
        self.stage = stage
        url = stage.database.engine.url.render_as_string(hide_password=False)
        self.runtime = Runtime.start(
            SERVICE, settings_in(folder, database_url=url, **settings), InProcessTransport(), stage.clock
        )
        self.app: flask.Flask = self.runtime.app()

    def run(self) -> None:
        for job in JOBS:
            job.run(self.runtime)

    def nobody(self, address: str = "127.0.0.1") -> FlaskClient:
        client = self.app.test_client()
        client.environ_base["REMOTE_ADDR"] = address
        return client

    def person(self, *roles: Role) -> tuple[UUID, FlaskClient]:
        """Return somebody with these roles, signed in, whose requests prove that they come from our pages."""
        person = self.stage.cast.person("Olga")
        self.stage.hear(person, *(self.stage.cast.membership(person.id, role) for role in roles))
        return person.id, browser_of(self.app, person.id, self.stage.clock(), proves_its_page=True)

    def close(self) -> None:
        self.runtime.database.engine.dispose()
