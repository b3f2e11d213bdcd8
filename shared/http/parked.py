"""The page of events that could not be passed on, for coordinators: those of their own communities.

Events hold names and addresses, so what is in one is never shown here. One that belongs to no community, or
cannot be read, is for the command line alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import flask
from flask.typing import ResponseReturnValue

from shared.contracts import Role
from shared.events.applying import Outcome
from shared.events.metrics import SENDING
from shared.events.parked import Parked
from shared.http.access import access, allow
from shared.http.caller import caller
from shared.http.problems import Problem
from shared.http.site import Site, site

SHOWN = 100
COORDINATE = allow(Role.COORDINATOR)
OTHERS = {"plans": "plans", "partners": "organisations and people", "notify": "nudges and digests"}
"""What each service is to those who use its pages."""


@dataclass(frozen=True, kw_only=True)
class Act:
    """Something to do with a parked event: what the page asks and says, and what is done."""

    question: str
    text: str
    button: str
    run: Callable[[UUID], str]
    warns: bool = False


def blueprint(at: Site) -> flask.Blueprint:
    """Return the routes `/<service>/parked` and, below it, `/<id>/replay` and `/<id>/drop`."""
    routes = flask.Blueprint("parked", __name__, url_prefix=f"/{at.name}/parked")
    routes.get("")(_every)
    for name, act in ACTS.items():
        _add(routes, name, act)
    return routes


def _add(routes: flask.Blueprint, name: str, act: Act) -> None:
    @routes.get(f"/<uuid:event_id>/{name}", endpoint=f"ask_{name}")
    @access(COORDINATE)
    def ask(event_id: UUID) -> str:
        return flask.render_template("parked_act.html", event=_theirs(event_id), act=act)

    @routes.post(f"/<uuid:event_id>/{name}", endpoint=name)
    @access(COORDINATE)
    def do(event_id: UUID) -> ResponseReturnValue:
        flask.flash(act.run(_theirs(event_id).event_id))
        return flask.redirect(f"/{site().name}/parked", 303)


@access(COORDINATE)
def _every() -> str:
    theirs = caller().communities(Role.COORDINATOR)
    return flask.render_template(
        "parked.html",
        events=site().parked.list(theirs, most=SHOWN),
        count=site().parked.count(theirs),
        others={name: words for name, words in OTHERS.items() if name != site().name},
        here=OTHERS.get(site().name, site().title),
    )


def _theirs(event_id: UUID) -> Parked:
    """Return the parked event, unless there is none that the caller may know of."""
    with site().database.unit_of_work(read_only=True) as uow:
        event = site().parked.find(uow, event_id)
    if event is None or event.community not in caller().communities(Role.COORDINATOR):
        raise Problem.not_found()
    return event


def _replay(event_id: UUID) -> str:
    return _SAID.get(site().parked.replay(event_id), _FAILED_AGAIN)


def _drop(event_id: UUID) -> str:
    site().parked.drop(event_id)
    return "The change was given up."


_FAILED_AGAIN = (
    "It did not work this time. It will be tried again, and comes back here if that does not help."
)
_SAID = {
    SENDING: "The change is on its way again.",
    Outcome.APPLIED: "The change was passed on.",
    Outcome.DUPLICATE: "The change had been passed on already.",
}

ACTS = {
    "replay": Act(
        question="Try to pass this change on again?",
        text="This helps once what was in its way has been mended, for instance by an update of Backcast.",
        button="Try again",
        run=_replay,
    ),
    "drop": Act(
        question="Give this change up?",
        text="It will not be passed on any more. What was changed stays changed where it was, and is passed "
        "on whole with its next change.",
        button="Give it up",
        run=_drop,
        warns=True,
    ),
}
