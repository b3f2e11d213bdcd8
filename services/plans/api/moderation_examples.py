"""Examples of moderation for the API's description."""

from typing import Any

from services.plans.api.examples import COMMITMENT, HISTORY

NEW_VERDICT: dict[str, Any] = {"verdict": "private", "reason": "It names a child."}
MODERATED: dict[str, Any] = {
    "update": HISTORY["items"][0],
    "commitment": COMMITMENT["text"],
    **NEW_VERDICT,
    "decided_at": "2027-05-04T09:30:00+00:00",
    "decided_by": None,
    "wording": None,
}
MODERATION_LIST: dict[str, Any] = {
    "items": [MODERATED | {"verdict": "waiting", "reason": None, "decided_at": None}]
}
