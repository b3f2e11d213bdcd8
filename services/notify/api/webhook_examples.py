"""Examples of webhooks, as the API's description shows them."""

from typing import Any

WEBHOOK: dict[str, Any] = {
    "id": "5d7a1b1e-6e0a-4f3c-9d5a-0f6a4c1f2b11",
    "version": 1,
    "community_id": "0b6f2f5e-8f3d-4f57-8f0e-6f1f8f6f7a10",
    "url": "https://dashboard.example.org/backcast",
    "description": "The council's dashboard",
    "event_types": ["plans.commitment_changed.v1", "plans.update_recorded.v1"],
    "state": "active",
    "reason": None,
    "made_at": "2027-03-05T09:30:00+00:00",
    "previous_until": None,
}
WEBHOOK_WITH_SECRET = {**WEBHOOK, "secret": "whsec_ZXhhbXBsZSBleGFtcGxlIGV4YW1wbGUgZXhhbXBsZSE="}
WEBHOOK_LIST = {"items": [WEBHOOK]}
NEW_WEBHOOK = {name: WEBHOOK[name] for name in ("url", "description", "event_types")}

DELIVERY: dict[str, Any] = {
    "id": "c2f9a0f4-2f53-5a55-8a5c-1f0f4d3a9e77",
    "version": 5,
    "event_id": "019cbd6e-2a00-7c31-9a52-5f0a4c1f2b11",
    "event_type": "plans.commitment_changed.v1",
    "state": "waiting",
    "attempts": 2,
    "made_at": "2027-03-05T09:31:00+00:00",
    "due_at": "2027-03-05T09:31:40+00:00",
    "ended_at": None,
    "status": 503,
    "reason": "it answered 503",
}
DELIVERY_PAGE = {"items": [DELIVERY], "next": None}
