"""The documents that are made from the contracts: JSON Schemas, the AsyncAPI document, tables of events."""

import json
from pathlib import Path

from deploy.documents.asyncapi import asyncapi
from deploy.documents.page import page
from deploy.documents.schemas import schema
from shared.contracts import CONTRACTS

DOCS = Path(__file__).parents[2] / "docs"
PAGE = Path("events.md")


def documents() -> dict[Path, str]:
    """Return the text of each document by its path below docs/."""
    made = {Path("schemas") / f"{name}.json": schema(contract) for name, contract in CONTRACTS.items()}
    texts = {path: _text(document) for path, document in (made | {Path("asyncapi.json"): asyncapi()}).items()}
    return texts | {PAGE: page((DOCS / PAGE).read_text("utf-8"))}


def write(folder: Path = DOCS) -> None:
    """Write every document into the folder."""
    for path, text in documents().items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def _text(document: object) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
