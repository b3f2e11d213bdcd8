"""Examples of batches for the API's description."""

from typing import Any

from services.plans.api.examples import COMMITMENT, NEW_UPDATE

NEW_BATCH: dict[str, Any] = {
    "all_or_nothing": False,
    "updates": [
        {"reference": "A7", "version": 2, **NEW_UPDATE},
        {"commitment_id": "5f3c1c0e-6a3e-4a52-9d0f-4f1f6a0f5e11", "version": 1, "action": "accept"},
    ],
}

BATCH_REPORT: dict[str, Any] = {
    "done": 1,
    "refused": 1,
    "items": [
        {"status": 200, "commitment": COMMITMENT, "problem": None},
        {
            "status": 404,
            "commitment": None,
            "problem": {
                "type": "about:blank",
                "title": "There is no such commitment",
                "status": 404,
                "detail": "The plan has none of this id or reference.",
            },
        },
    ],
}
