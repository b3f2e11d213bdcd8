"""Examples of workshops and photos for the API's description."""

from typing import Any

from services.plans.api.examples import COMMITMENT, PLAN

_WORKSHOP_ID = "8d0c3c1a-2f6e-4a6b-8d55-6b1f3a7f0c21"
_PHOTO_ID = "f2b7c7b4-95c5-4f0e-9a38-2f1f4a4f8d10"
_FILE = f"/plans/api/v1/workshops/{_WORKSHOP_ID}/photos/{_PHOTO_ID}/file"
_MET: dict[str, Any] = {"held_on": "2026-10-14", "place": "The eco park", "method": "systems_mapping"}
_SAID: dict[str, Any] = {
    "notes": "We walked along the river first.",
    "outcome": "An accessible green space that is safe, clean and interesting",
}

NEW_WORKSHOP: dict[str, Any] = {
    **_MET,
    "attendance": [
        {"organisation_id": COMMITMENT["organisation_id"], "count": 5},
        {"name": "Friends who came along", "count": None},
    ],
    "contributions": [{"plan_id": PLAN["id"], "part": "shared statement"}],
    **_SAID,
}

WORKSHOP: dict[str, Any] = {
    "id": _WORKSHOP_ID,
    "version": 1,
    "community_id": PLAN["community_id"],
    **_MET,
    "attendance": [
        {
            "organisation_id": COMMITMENT["organisation_id"],
            "name": COMMITMENT["organisation"],
            "count": 5,
        },
        {"organisation_id": None, "name": "Friends who came along", "count": None},
    ],
    "people": 5,
    "contributions": [{"plan_id": PLAN["id"], "plan": PLAN["name"], "part": "shared statement"}],
    **_SAID,
    "created_at": "2026-10-15T09:00:00+00:00",
    "changed_at": "2026-10-15T09:00:00+00:00",
}

WORKSHOP_PAGE: dict[str, Any] = {"items": [WORKSHOP], "next": None}
WORKSHOP_CHANGE: dict[str, Any] = {"outcome": "A shared statement, and who will take it where"}

PHOTO: dict[str, Any] = {
    "id": _PHOTO_ID,
    "version": 2,
    "workshop_id": _WORKSHOP_ID,
    "alt": "Eleven yellow notes under the word “clean”",
    "width": 2560,
    "height": 1920,
    "added_at": "2026-10-15T09:05:00+00:00",
    "file": _FILE,
    "thumbnail": f"{_FILE}?size=small",
}

PHOTO_LIST: dict[str, Any] = {"items": [PHOTO]}
PHOTO_CHANGE: dict[str, Any] = {"alt": PHOTO["alt"]}
