"""Examples of a status for the API's description."""

from typing import Any

from services.plans.api.examples import MILESTONE, NEW_MILESTONE, PLAN

_FIGURES: dict[str, Any] = {
    "today": "2027-03-05",
    "total": 36,
    "open": 25,
    "done": 9,
    "percent_done": 26,
    "percent_done_weighted": 31,
    "overdue": 3,
    "due_soon": 4,
    "due_in_14": 6,
    "due_in_30": 9,
    "without_owner": 1,
    "without_date": 2,
    "stale": 5,
    "slips": 6,
    "by_state": {"offered": 5, "agreed": 8, "under_way": 12, "done": 9, "declined": 1, "withdrawn": 1},
    "by_health": {"on_track": 8, "at_risk": 3, "stuck": 1},
    "quality": 89,
    "to_mend": {"without_owner": 1, "without_date": 2, "without_step": 4, "without_evidence": 4},
}

STATUS: dict[str, Any] = {
    "plan_id": PLAN["id"],
    **_FIGURES,
    "next_milestones": [
        {
            "id": MILESTONE["id"],
            **NEW_MILESTONE,
            "in_reach": False,
            "total": 7,
            "done": 2,
            "percent_done": 28,
            "in_the_way": {"overdue": 1, "stuck": 0, "without_owner": 1, "without_date": 0},
        }
    ],
    "by": None,
    "parts": [],
}

COMMUNITY_STATUS: dict[str, Any] = {
    "community_id": PLAN["community_id"],
    **_FIGURES,
    "by": "plan",
    "parts": [{"id": PLAN["id"], "name": PLAN["name"], **_FIGURES}],
}
