"""Examples of assessments for the API's description."""

from typing import Any

from services.plans.api.examples import COMMITMENT

NEW_ASSESSMENT: dict[str, Any] = {
    "completion": "substantial",
    "why": "Three of four walks took place, and the lists of who came are there.",
}
ASSESSMENT: dict[str, Any] = {
    "id": "6d1f0c8e-92c5-4d0b-8a39-3b7c5e2f9a10",
    "commitment_id": COMMITMENT["id"],
    "number": 1,
    **NEW_ASSESSMENT,
    "at": "2027-05-04T09:30:00+00:00",
    "person_id": None,
}
ASSESSMENT_LIST: dict[str, Any] = {"items": [ASSESSMENT]}
