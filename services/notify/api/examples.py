"""Examples of e-mails and of what people chose, as the API's description shows them."""

from typing import Any

from services.notify.domain.digests import SECTIONS

_COMMUNITY_ID = "0b6f2f5e-8f3d-4f57-8f0e-6f1f8f6f7a10"
_PLAN_ID = "6f0f2c7e-6a43-4f5e-9b57-0a5d3c1f9e11"
_COMMITMENT_ID = "0e7f6c52-7a51-4a55-8a4a-6a1d9c6d2b34"
_PERSON_ID = "8f1c2a90-6f3b-5c1d-9e7f-0b1d7a3f452f"

NUDGE: dict[str, Any] = {
    "id": "c2f9a0f4-2f53-5a55-8a5c-1f0f4d3a9e77",
    "person_id": _PERSON_ID,
    "kind": "due",
    "period": "2027-03-05",
    "made_at": "2027-03-05T08:00:00+00:00",
    "state": "sent",
    "reason": None,
    "ended_at": "2027-03-05T08:00:02+00:00",
    "commitment_ids": [_COMMITMENT_ID],
}
NUDGE_PAGE = {"items": [NUDGE], "next": None}

COMING = {
    "items": [
        {
            "day": "2027-03-08",
            "person_id": _PERSON_ID,
            "kind": "due",
            "items": [{"commitment_id": _COMMITMENT_ID, "rung": "due_today"}],
        }
    ]
}

DELIVERY: dict[str, Any] = {
    "id": "c2f9a0f4-2f53-5a55-8a5c-1f0f4d3a9e77",
    "version": 3,
    "person_id": _PERSON_ID,
    "kind": "due",
    "state": "sent",
    "attempts": 1,
    "made_at": "2027-03-05T08:00:00+00:00",
    "ended_at": "2027-03-05T08:00:02+00:00",
    "reason": None,
}
DELIVERY_PAGE = {"items": [DELIVERY], "next": None}

_NUMBERS = {"total": 36, "done": 12, "overdue": 1, "stuck": 2, "due_soon": 4}
_LINE: dict[str, Any] = {
    "commitment_id": _COMMITMENT_ID,
    "plan_id": _PLAN_ID,
    "plan": "Green spaces for everyone",
    "organisation": "Friends of the Green",
    "reference": "A1",
    "text": "Lead a walk through the park each month",
    "state": "under_way",
    "health": "at_risk",
    "due": "2027-03-01",
    "note": "We lack a walk leader",
    "is_new_word": True,
    "stuck_since": None,
}
DIGEST_PREVIEW: dict[str, Any] = {
    "community_id": _COMMUNITY_ID,
    "today": "2027-03-05",
    "window": {"since": "2027-03-01T08:00:00+00:00", "until": "2027-03-08T08:00:00+00:00"},
    "numbers": _NUMBERS,
    "changed_count": 0,
    "is_empty": False,
    "plans": [{"plan_id": _PLAN_ID, "name": "Green spaces for everyone", "numbers": _NUMBERS}],
    **{name: [] for name, _ in SECTIONS},
    "overdue": [_LINE],
}

PREFERENCES = {"nudges": True, "digest": False}
