"""Examples of what shows that updates are true, for the API's description."""

from typing import Any

_COMMITMENT_ID = "5b0f1a2d-7a3f-4f0e-8a55-0d6a4f9b1c33"
_ID = "0c8f6a8e-3f0b-4c9a-9f6f-5d0a8d2b7e41"

LINK: dict[str, Any] = {
    "id": "f4f1c9ab-52a7-4b54-8a6e-7c3f0f9d1e22",
    "commitment_id": _COMMITMENT_ID,
    "update_id": "c4a1e3f2-64a5-4a0e-9a7b-0e6f0f7d2c45",
    "kind": "link",
    "address": "https://example.org/walks/february",
    "name": None,
    "media_type": None,
    "size": None,
    "sha256": None,
    "file": None,
    "added_at": "2027-02-28T16:20:00+00:00",
    "added_by": None,
    "removed_at": None,
    "removed_by": None,
}
DOCUMENT: dict[str, Any] = {
    **LINK,
    "id": _ID,
    "kind": "file",
    "address": None,
    "name": "who came.csv",
    "media_type": "text/csv",
    "size": 2048,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "file": f"/plans/api/v1/commitments/{_COMMITMENT_ID}/proofs/{_ID}/file",
}
PROOF_LIST: dict[str, Any] = {"items": [LINK, DOCUMENT]}
