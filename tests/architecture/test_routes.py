"""Over the whole estate: every route says who may use it, and looking at a page changes nothing."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from uuid import UUID

import flask
import pytest
from sqlalchemy import Uuid, insert, literal, select
from werkzeug.routing import AnyConverter, Rule, UUIDConverter

from shared.clock import utc_now
from shared.contracts import Role
from shared.db.unit_of_work import Database, UnitOfWork
from shared.events.inbox import Consumer
from shared.events.inprocess import InProcessTransport
from shared.events.parked import ParkedEvents
from shared.http import gate
from shared.http.access import declared
from shared.http.app import create_app
from shared.http.caller import Caller
from shared.http.links import Links
from shared.http.site import Site
from shared.service import Service
from tests.settings import settings_in

NAMES = [name for name in ("plans", "partners", "notify") if find_spec(f"services.{name}.app")]
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
HERE = UUID(int=1)
SOMEWHERE = select(literal(HERE, Uuid()).label("community_id"))


@pytest.fixture(params=NAMES)
def service(request: pytest.FixtureRequest) -> Service:
    found: Service = import_module(f"services.{request.param}.app").SERVICE
    return found


@pytest.fixture
def app(service: Service, tmp_path: Path) -> Iterator[flask.Flask]:
    settings = settings_in(tmp_path)
    url = settings.database_url_of(service.name)
    database = Database(service.name, url, service.metadata, service.event_tables, utc_now)
    service.metadata.create_all(database.engine)
    make_community(database, service)
    yield create_app(
        Site(
            name=service.name,
            title=service.title,
            settings=settings,
            database=database,
            clock=utc_now,
            links=Links(settings.secret_keys),
            principals=service.principals,
            transport=InProcessTransport(),
            parked=ParkedEvents(database, Consumer(database, service.handlers)),
            things=dict.fromkeys(service.things, SOMEWHERE),
            api=service.api,
            web=service.web,
        )
    )
    database.engine.dispose()


def make_community(database: Database, service: Service) -> None:
    table = service.metadata.tables["communities"]
    facts = {"id": HERE, "community_id": HERE, "version": 1, "name": "Riverside", "timezone": "Europe/London"}
    with database.unit_of_work() as uow:
        uow.session.execute(insert(table).values({name: facts[name] for name in facts if name in table.c}))


def methods(rule: Rule) -> set[str]:
    return (rule.methods or set()) - {"OPTIONS"}


def test_every_route_declares_who_may_use_it(app: flask.Flask) -> None:
    forgotten = [
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in methods(rule)
        if declared(app.view_functions[rule.endpoint], method) is None
    ]

    assert forgotten == []


def test_every_route_stands_under_its_service_or_is_the_home_page(app: flask.Flask, service: Service) -> None:
    home = {"/"} if service.name == "plans" else set()

    strays = {rule.rule for rule in app.url_map.iter_rules() if not rule.rule.startswith(f"/{service.name}/")}

    assert strays == home


FREE_OF_PROOF = {
    "/notify/unsubscribe/<token>": "mail programs post here by themselves (RFC 8058)",
    "/plans/u/<token>": "the token is the proof, and mail apps' browsers may refuse cookies",
    "/plans/u/<token>/<uuid:commitment_id>": "the same",
    "/plans/u/<token>/<uuid:commitment_id>/steps": "the same",
    "/plans/u/<token>/<uuid:commitment_id>/updates/<uuid:update_id>/correction": "the same",
    "/plans/u/<token>/<uuid:commitment_id>/asks/<uuid:ask_id>/answered": "the same",
}
"""Where forms need no proof that a page of ours sent them, and why; each has a secret in its path."""


def test_only_what_a_secret_in_its_path_proves_is_free_of_the_proof_that_forms_carry(
    app: flask.Flask, service: Service
) -> None:
    free = {
        rule.rule
        for rule in app.url_map.iter_rules()
        for method in methods(rule) & UNSAFE
        if not getattr(declared(app.view_functions[rule.endpoint], method), "csrf", True)
    }

    assert free == {rule for rule in FREE_OF_PROOF if rule.startswith(f"/{service.name}/")}
    assert all("<token>" in rule for rule in free)


def test_looking_at_any_page_opens_no_transaction_that_could_write(
    app: flask.Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    database: Database = app.extensions["backcast"].database
    monkeypatch.setattr(database, "unit_of_work", reading_only(database.unit_of_work))
    everyone = Caller(kind="person", person_id=UUID(int=7), roles={HERE: frozenset(Role)})
    monkeypatch.setattr(gate, "identify", lambda _lookup: everyone)
    monkeypatch.setattr(gate, "has_credentials", lambda: True)

    answers = {path: app.test_client().get(path).status_code for path in looks(app)}

    assert {path: status for path, status in answers.items() if status >= 500} == {}


def looks(app: flask.Flask) -> list[str]:
    """Return a path for each route that can be looked at, its arguments made up."""
    urls = app.url_map.bind("localhost")
    return [
        urls.build(rule.endpoint, {name: made_up(rule, name) for name in rule.arguments}, "GET")
        for rule in app.url_map.iter_rules()
        if "GET" in methods(rule)
    ]


def made_up(rule: Rule, name: str) -> object:
    converter = rule._converters[name]  # noqa: SLF001  # Only the rule knows what its arguments are.
    if isinstance(converter, UUIDConverter):
        return UUID(int=9)
    return min(converter.items) if isinstance(converter, AnyConverter) else "made-up"


def reading_only(
    opening: Callable[..., AbstractContextManager[UnitOfWork]],
) -> Callable[..., AbstractContextManager[UnitOfWork]]:
    def open_to_read(*, read_only: bool = False) -> AbstractContextManager[UnitOfWork]:
        assert read_only, "a page that is looked at opened a transaction that could write"
        return opening(read_only=True)

    return open_to_read
