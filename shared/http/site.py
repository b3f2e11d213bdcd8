"""What a web application knows about the service that it shows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

import flask
import flask_smorest
from sqlalchemy import Select, Table, bindparam, select

from shared.clock import Clock
from shared.db.principals import Principals
from shared.db.unit_of_work import Database, UnitOfWork
from shared.events.parked import ParkedEvents
from shared.events.transport import Transport
from shared.http.links import Links
from shared.http.remembered import Remembered
from shared.settings import Settings

EXTENSION = "backcast"


@dataclass(frozen=True, kw_only=True)
class Thing:
    """What access needs to know about a thing that a URL names: whose it is, and may anyone see it.

    `told` is whatever else its `Find` tells, for the view.
    """

    community_id: UUID
    public: bool = False
    told: Mapping[str, Any] = field(default_factory=dict)


Find = Select[Any]
"""Finds a thing by the parameter that is named as the URL's argument: its `community_id`, and where anyone
may see some of its kind, whether it is `public`."""


def finding(table: Table, argument: str) -> Find:
    """Return what finds the table's things, which only their own communities may see."""
    return select(table.c.community_id).where(table.c.id == bindparam(argument, type_=table.c.id.type))


Values = dict[tuple[str, ...], float]
"""Figures by the values of their labels."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """Something that a service counts when somebody asks for its figures; no label holds an id or a name."""

    name: str
    says: str
    labels: tuple[str, ...]
    count: Callable[[UnitOfWork], Values]


@dataclass(frozen=True, kw_only=True)
class Site:
    """One service as its web application sees it.

    Attributes:
        things: for each URL argument that names a thing (`plan_id`), how to find that thing.
        remembered: what this process answered last.
    """

    name: str
    title: str
    settings: Settings
    database: Database
    clock: Clock
    links: Links
    principals: Principals
    transport: Transport
    parked: ParkedEvents
    things: Mapping[str, Find] = field(default_factory=dict)
    api: tuple[flask_smorest.Blueprint, ...] = ()
    web: tuple[flask.Blueprint, ...] = ()
    figures: tuple[Figure, ...] = ()
    remembered: Remembered = field(default_factory=Remembered)

    @property
    def secure(self) -> bool:
        """Whether people reach the site by https, so that cookies and browsers can be told so."""
        return self.settings.base_url.startswith("https:")


def thing() -> Thing:
    """Return the thing that the request's URL names, the last one of several; the gate has found it."""
    return cast("Thing", flask.g.thing)


def address(endpoint: str, **arguments: Any) -> str:
    """Return the whole address of a page, as others may find it from anywhere."""
    return site().settings.base_url + flask.url_for(endpoint, **arguments)


def site() -> Site:
    """Return the site of the current application."""
    return cast("Site", flask.current_app.extensions[EXTENSION])
