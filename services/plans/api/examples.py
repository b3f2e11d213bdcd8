"""Examples for the API's description."""

from typing import Any

from services.plans.api.fact_schemas import FACTS
from services.plans.api.step_schemas import NEW_STEP, STEP
from services.plans.api.supporter_schemas import PART

_PLAN_ID = "6f0f2c7e-6a43-4f5e-9b57-0a5d3c1f9e11"
_COMMUNITY_ID = "b1d7a3f4-52f8-4f0c-8f0e-1f6f3b1c2a90"
_COMMITMENT_ID = "0e7f6c52-7a51-4a55-8a4a-6a1d9c6d2b34"
_ORGANISATION_ID = "3c9b8a10-1f1d-5a63-9d53-7f8f0d1f6a02"

NEW_PLAN: dict[str, Any] = {
    "name": "Green spaces for everyone",
    "vision": {
        "what": "A green space within ten minutes' walk of every home",
        "how": "Residents, charities and the council look after them together",
        "why": "People already love these places",
    },
    "horizon": "2030-12-31",
    "public": True,
    "moderated": False,
}

PLAN: dict[str, Any] = {
    "id": _PLAN_ID,
    "version": 1,
    "community_id": _COMMUNITY_ID,
    **NEW_PLAN,
    "headings": ["The range of activities", "Opportunities to collaborate"],
    "update_interval": 30,
    "closed_at": None,
    "closing": None,
    "licence": "OGL-UK-3.0",
    "created_at": "2026-11-02T10:00:00+00:00",
    "changed_at": "2026-11-02T10:00:00+00:00",
}

PLAN_CHANGE: dict[str, Any] = {"horizon": "2031-06-30", "public": False}

NEW_MILESTONE: dict[str, Any] = {"text": "Every school looks after a garden", "target": "2028-09-01"}

MILESTONE_CHANGE: dict[str, Any] = {"target": "2029-03-01"}
MILESTONE: dict[str, Any] = {
    "id": "9d5f1c52-5b7e-4a41-8f0b-0c3c8a6f7e21",
    "version": 1,
    "plan_id": _PLAN_ID,
    **NEW_MILESTONE,
}

PLAN_PAGE: dict[str, Any] = {"items": [PLAN], "next": None}

MILESTONE_LIST: dict[str, Any] = {"items": [MILESTONE]}

NEW_COMMITMENT: dict[str, Any] = {
    "text": "Lead a walk through the park each month",
    "heading": "The range of activities",
    "organisation_id": _ORGANISATION_ID,
    "due": "2027-04-30",
    "evidence": "Dates of the walks and how many came",
    "steps": [NEW_STEP["text"]],
    **FACTS,
}

COMMITMENT: dict[str, Any] = {
    "id": _COMMITMENT_ID,
    "version": 3,
    "community_id": _COMMUNITY_ID,
    "plan_id": _PLAN_ID,
    "plan_name": "Green spaces for everyone",
    "reference": "A7",
    **NEW_COMMITMENT,
    "steps": [STEP],
    "milestone_id": None,
    "milestone": None,
    "organisation": "Walking Friends",
    "contact_id": None,
    "supporting": [PART["organisation_id"]],
    "parts": [PART],
    "overdue": False,
    "state": "under_way",
    "health": "on_track",
    "reason": None,
    "last_note": "Two walks so far, eleven people came",
    "slips": 0,
    "created_at": "2026-11-02T10:00:00+00:00",
    "changed_at": "2027-02-28T16:20:00+00:00",
    "done_at": None,
    "nudged_at": None,
}

WAITS: dict[str, Any] = {
    "items": [
        {
            "commitment": {
                "id": _COMMITMENT_ID,
                "plan_id": _PLAN_ID,
                "reference": "A7",
                "text": NEW_COMMITMENT["text"],
                "organisation_id": _ORGANISATION_ID,
                "organisation": "Walking Friends",
                "due": "2027-04-30",
                "state": "under_way",
                "health": "on_track",
            },
            "on": {
                "id": "5f3c1c0e-6a3e-4a52-9d0f-4f1f6a0f5e11",
                "plan_id": _PLAN_ID,
                "reference": "A3",
                "text": "Cut back the hedges along the path",
                "organisation_id": None,
                "organisation": None,
                "due": "2027-05-31",
                "state": "agreed",
                "health": None,
            },
            "too_late": True,
            "reciprocal": {
                "when": "done",
                "agreed": "You cut the hedges, we lead the walks",
                "turn_came_at": None,
            },
        }
    ]
}

NEW_CORRECTION: dict[str, Any] = {"note": "Three walks so far, eleven people came", "undo": False}

NEW_UPDATE: dict[str, Any] = {
    "action": "report",
    "health": "on_track",
    "note": "Two walks so far, eleven people came",
    "on_behalf_of": _ORGANISATION_ID,
    "channel": "meeting",
    "said_by": "The chair of the walkers",
    "ask": {"text": "A dry room for twelve on the first Sunday of the month", "kind": "rooms"},
    "link": "https://example.org/walks/february",
}

COMMITMENT_PAGE: dict[str, Any] = {"items": [COMMITMENT], "next": None}

UPDATE: dict[str, Any] = {
    "id": "c4a1e3f2-64a5-4a0e-9a7b-0e6f0f7d2c45",
    "commitment_id": _COMMITMENT_ID,
    "commitment_version": 3,
    "at": "2027-02-28T16:20:00+00:00",
    "person_id": None,
    "organisation_id": None,
    **{name: value for name, value in NEW_UPDATE.items() if name not in {"ask", "link"}},
    "said_by_id": None,
    "state": "under_way",
    "reason": None,
    "evidence": None,
    "new_due": None,
    "corrects_id": None,
    "undoes": False,
    "corrected_by_id": None,
    "proofs": [],
}

UPDATE_LIST: dict[str, Any] = {"items": [UPDATE]}

HISTORY: dict[str, Any] = {
    "items": [{**UPDATE, "before": {"health": "at_risk"}, "after": {"health": "on_track"}}]
}
