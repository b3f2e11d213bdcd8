"""Examples for the API's description."""

from typing import Any

_COMMUNITY_ID = "b1d7a3f4-52f8-4f0c-8f0e-1f6f3b1c2a90"
_ORGANISATION_ID = "3c9b8a10-1f1d-5a63-9d53-7f8f0d1f6a02"
_PERSON_ID = "8f1c2a90-6f3b-5c1d-9e7f-0b1d7a3f452f"

COMMUNITY: dict[str, Any] = {
    "id": _COMMUNITY_ID,
    "version": 1,
    "name": "Leafy Green Spaces",
    "timezone": "Europe/London",
}
COMMUNITIES = {"items": [COMMUNITY]}

NEW_ORGANISATION = {"name": "Friends of the Green"}
ORGANISATION: dict[str, Any] = {
    "id": _ORGANISATION_ID,
    "version": 1,
    "community_id": _COMMUNITY_ID,
    **NEW_ORGANISATION,
}
ORGANISATION_CHANGE = {"name": "Friends of Hill Lane Green"}
ORGANISATION_PAGE = {"items": [ORGANISATION], "next": None}

_NAMED = {"name": "Amina Example", "email": "amina@example.org"}
PERSON: dict[str, Any] = {"id": _PERSON_ID, "version": 1, "community_id": _COMMUNITY_ID, **_NAMED}
PERSON_PAGE = {"items": [PERSON], "next": None}

_ROLE = {"role": "member", "organisation_id": _ORGANISATION_ID}
NEW_MEMBERSHIP: dict[str, Any] = {**_NAMED, **_ROLE}
MEMBERSHIP: dict[str, Any] = {
    "id": "47b038e9-c7da-5d19-bdb6-44c47794dab4",
    "version": 1,
    "community_id": _COMMUNITY_ID,
    "person_id": _PERSON_ID,
    **_ROLE,
    "active": True,
}
MEMBERSHIP_PAGE = {"items": [MEMBERSHIP], "next": None}

NEW_TOKEN: dict[str, Any] = {"name": "The council's dashboard", "scopes": ["plans:read"]}
TOKEN: dict[str, Any] = {
    "id": "5d7a1b1e-6e0a-4f3c-9d5a-0f6a4c1f2b11",
    "version": 1,
    "community_id": _COMMUNITY_ID,
    **NEW_TOKEN,
    "revoked": False,
    "created_at": "2027-03-05T09:30:00+00:00",
}
TOKEN_WITH_SECRET = {**TOKEN, "secret": "(told once, in this answer)"}
TOKEN_PAGE = {"items": [TOKEN], "next": None}
