"""The frozen examples: what a release has once said, every later release must be able to read.

`<type>.json` is the data of an event as the first release with it says it; `<type>+<what>.json` says the
same with a field that a later one added.
"""

import hashlib
import json
from typing import Any

from deploy.documents.examples import FOLDER

DIGESTS = FOLDER / "SHA256SUMS"


def stems() -> list[str]:
    """Return the name of each example: its event type, and what was added."""
    return sorted(path.stem for path in FOLDER.glob("*.json"))


def type_of(stem: str) -> str:
    """Return the event type that the example is of."""
    return stem.partition("+")[0]


def example(stem: str) -> dict[str, Any]:
    """Return the example of an event type."""
    found: dict[str, Any] = json.loads((FOLDER / f"{stem}.json").read_text("utf-8"))
    return found


def digests() -> dict[str, str]:
    """Return what the examples are now: the SHA-256 of each file by its name."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FOLDER.glob("*.json")}


def frozen_digests() -> dict[str, str]:
    """Return what the examples were when they were frozen."""
    lines = DIGESTS.read_text("utf-8").splitlines()
    return {name: digest for digest, name in (line.split() for line in lines)}
