"""The frozen examples, in an envelope that is the same whenever the documents are made."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "tests" / "contracts" / "examples"


def enveloped(name: str) -> dict[str, Any]:
    """Return the example of an event as it travels."""
    data = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    kind = name.partition("+")[0]
    return {
        "specversion": "1.0",
        "id": "019abcde-0000-7000-8000-000000000001",
        "source": f"/{kind.partition('.')[0]}",
        "type": kind,
        "subject": data["id"],
        "time": "2026-11-23T12:00:00Z",
        "datacontenttype": "application/json",
        "dataschema": f"urn:backcast:schema:{kind}",
        "community": data["community_id"],
        "data": data,
        "causation": "019abcde-0000-7000-8000-000000000000",
        "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    }
