"""The ledger of nudges as a page, and who will hear what in the week to come."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import flask

from services.notify.db.listings import Cut, ledger, names
from services.notify.domain.nudges import Nudge
from services.notify.use_cases.coming import coming_nudges
from shared.contracts import LEADING
from shared.db.unit_of_work import UnitOfWork
from shared.http.access import access, allow
from shared.http.caller import caller
from shared.http.site import site

pages = flask.Blueprint("nudge_pages", __name__, template_folder="templates")

SHOWN = 100
DAYS = 7

STATES = {
    "waiting": "On its way",
    "claimed": "On its way",
    "sent": "Sent",
    "failed": "Not sent",
    "uncertain": "Not known",
    "skipped": "Left out",
}
"""What the page calls each state."""

KINDS = {"given": "What is theirs", "due": "What is due", "turn": "Whose turn it is"}


@pages.get("/notify/nudges")
@access(allow(*LEADING))
def every() -> str:
    """Show the ledger and what is coming, of the caller's communities."""
    communities = caller().communities(*LEADING)
    with site().database.unit_of_work(read_only=True) as uow:
        told = ledger(uow, Cut(communities=communities, limit=SHOWN))
        coming = [nudge for community_id in communities for nudge in _coming(uow, community_id)]
        who = names(uow, communities)
    return flask.render_template(
        "notify/nudges.html",
        told=told,
        coming=_days(coming),
        names=who,
        states=STATES,
        kinds=KINDS,
        days=DAYS,
    )


def _coming(uow: UnitOfWork, community_id: UUID) -> list[Nudge]:
    return list(coming_nudges(uow, community_id, site().settings.timezone, DAYS))


def _days(nudges: Collection[Nudge]) -> list[dict[str, Any]]:
    days = sorted({nudge.day for nudge in nudges})
    return [{"day": day, "nudges": [nudge for nudge in nudges if nudge.day == day]} for day in days]
