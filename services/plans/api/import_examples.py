"""Examples of imports and exports for the API's description."""

from typing import Any

from services.plans.api.consent_schemas import CONSENT
from services.plans.api.examples import COMMITMENT, MILESTONE, PLAN
from services.plans.api.proof_examples import LINK

SHEET = (
    "Reference,Heading,Commitment,Owner organisation,Due date\r\n"
    "A7,The range of activities,Lead a walk through the park each month,Walking Friends,30/04/2027\r\n"
)

SUMMARY: dict[str, Any] = {
    "id": "2b1f6f0e-7d8e-4d53-9c5a-0d9b5c7a4e31",
    "version": 1,
    "community_id": PLAN["community_id"],
    "plan_id": PLAN["id"],
    "file_name": "plan.csv",
    "sha256": "9f2feb0f1ef425b292f2f94bc8482494df430413aa4b3d3a3f9f7d9b4d2c0a11",
    "worksheet": "",
    "unread": [],
    "state": "previewed",
    "uploaded_at": "2026-11-02T10:00:00+00:00",
    "applied_at": None,
    "commitment_count": 0,
}

IMPORT: dict[str, Any] = {
    **SUMMARY,
    "ready": 0,
    "bad": 1,
    "doubts": {"Walking Friend": "Walking Friends"},
    "rows": [
        {
            "number": 2,
            "fate": "bad",
            "cells": {"reference": "A7", "commitment": COMMITMENT["text"], "due": "31/02/2027"},
            "others": {},
            "typed": None,
            "commitment_id": None,
            "faults": [
                {
                    "column": "due",
                    "typed": "31/02/2027",
                    "reason": "There is no such day.",
                    "remedy": "Write a day such as 28/02/2027.",
                }
            ],
            "warnings": [],
        }
    ],
}

IMPORT_LIST: dict[str, Any] = {"items": [SUMMARY]}

CALLED: dict[str, Any] = {"name": "Walking Friend", "means": "Walking Friends"}

MENDED_ROW: dict[str, Any] = {"cells": {"due": "28/02/2027"}}

PLAN_EXPORT: dict[str, Any] = {
    "plan": PLAN,
    "consents": [CONSENT],
    "milestones": [MILESTONE],
    "commitments": [COMMITMENT],
    "proofs": [LINK],
}
