"""A plan's board: its commitments by state, by organisation or by step, the newest of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import flask

from services.plans.db.queries.boards import newest_by, newest_by_state
from services.plans.db.queries.commitments import CommitmentRow
from services.plans.db.queries.days import moment_in
from services.plans.db.queries.names import part_names
from services.plans.db.queries.status import Figures, figures_of
from services.plans.db.queries.tallies import Extent
from services.plans.domain.plans import Plan
from services.plans.domain.status import Scope, Status
from services.plans.web.breakdown import NamedPart, parts_by_name
from services.plans.web.forms.filters import ENDED, NONE
from services.plans.web.rules import READ
from shared.contracts import HEALTH_WORDS, STATE_WORDS, CommitmentState, Health
from shared.db.unit_of_work import UnitOfWork
from shared.http.access import access
from shared.http.problems import Problem
from shared.http.site import site

board_pages = flask.Blueprint("board_pages", __name__, template_folder="templates")

IN_A_COLUMN, IN_A_PART = 20, 5
"""How many commitments each column and each part shows; a link leads to all of them."""

PARTS: Mapping[str, Scope] = {"organisation": Scope.ORGANISATION, "milestone": Scope.MILESTONE}
_FILTERS: Mapping[Scope, str] = {Scope.ORGANISATION: "organisation", Scope.MILESTONE: "step"}
_PRESSING_FIRST = (Health.STUCK, Health.AT_RISK, Health.ON_TRACK)

Rows = Mapping[str, list[CommitmentRow]]


@dataclass(frozen=True, kw_only=True)
class Group:
    """Some commitments of one kind: how many there are, the newest, and what shows all in the list."""

    name: str
    count: int
    rows: list[CommitmentRow]
    query: Mapping[str, str]
    status: Status | None = None


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of the board; what is under way stands in groups by health."""

    name: str
    count: int
    groups: list[Group]


@board_pages.get("/plans/<uuid:plan_id>/board")
@access(READ)
def shown(plan_id: UUID) -> str:
    """Show the board by state, or by what the address asks for."""
    scope = PARTS.get(flask.request.args.get("by", ""))
    with site().database.unit_of_work(read_only=True) as uow:
        plan = uow.session.get(Plan, plan_id)
        if plan is None:
            raise Problem.not_found()
        moment = moment_in(uow, plan.community_id)
        figures = figures_of(uow, Extent.plan(plan_id), moment, [scope] if scope else [])
        return flask.render_template(
            "plans/board.html",
            plan=plan,
            by=scope,
            today=moment.day,
            status=figures.whole,
            columns=[] if scope else _columns(figures.whole, newest_by_state(uow, plan_id, IN_A_COLUMN)),
            parts=_parts(uow, plan, figures, scope) if scope else [],
        )


def _columns(status: Status, rows: Rows) -> list[Column]:
    states = CommitmentState
    ended = sorted(
        [*rows.get(states.DECLINED, []), *rows.get(states.WITHDRAWN, [])],
        key=lambda row: row.changed_at,
        reverse=True,
    )
    given_up = Group(
        name="Declined or withdrawn",
        count=status.declined + status.withdrawn,
        rows=ended[:IN_A_COLUMN],
        query={"state": ENDED},
    )
    return [
        *(_column(_of_state(state, status, rows)) for state in (states.OFFERED, states.AGREED)),
        Column(name=STATE_WORDS[states.UNDER_WAY], count=status.under_way, groups=_under_way(status, rows)),
        *(_column(group) for group in (_of_state(states.DONE, status, rows), given_up)),
    ]


def _column(group: Group) -> Column:
    return Column(name=group.name, count=group.count, groups=[group])


def _of_state(state: CommitmentState, status: Status, rows: Rows) -> Group:
    return Group(
        name=STATE_WORDS[state],
        count=status.by_state[state],
        rows=rows.get(state, []),
        query={"state": state.value},
    )


def _under_way(status: Status, rows: Rows) -> list[Group]:
    return [
        Group(
            name=HEALTH_WORDS[health],
            count=status.by_health[health],
            rows=rows.get(health, []),
            query={"state": CommitmentState.UNDER_WAY.value, "health": health.value},
        )
        for health in _PRESSING_FIRST
    ]


def _parts(uow: UnitOfWork, plan: Plan, figures: Figures, scope: Scope) -> list[Group]:
    rows = newest_by(uow, plan.id, scope, IN_A_PART)
    named = parts_by_name(figures, scope, part_names(uow, plan.community_id, scope))
    return [_part(part, rows, scope) for part in named]


def _part(part: NamedPart, rows: Rows, scope: Scope) -> Group:
    return Group(
        name=part.name,
        count=part.status.total,
        rows=rows.get(part.key, []),
        query={_FILTERS[scope]: str(UUID(part.key)) if part.key else NONE},
        status=part.status,
    )
