"""Examples of asks for the API's description."""

from typing import Any

from services.plans.api.examples import COMMITMENT

ASKS: dict[str, Any] = {
    "items": [
        {
            "id": "c2a7d9b4-0f5e-4d1c-9a63-2b8e7f4d6c10",
            "version": 1,
            "plan_id": COMMITMENT["plan_id"],
            "commitment_id": COMMITMENT["id"],
            "reference": COMMITMENT["reference"],
            "commitment": COMMITMENT["text"],
            "update_id": "7d3e9a52-6c1b-4f80-8e2d-5a9c0b7f1e34",
            "organisation_id": COMMITMENT["organisation_id"],
            "organisation": COMMITMENT["organisation"],
            "kind": "rooms",
            "text": "A dry room for twelve on the first Sunday of the month",
            "asked_at": "2027-02-28T16:20:00+00:00",
            "answered_at": None,
            "answered_by": None,
        }
    ]
}
