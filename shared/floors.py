"""The oldest release of each library without a hole that would hurt us: known holes stay out."""

import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from packaging.version import Version

FLOORS: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))
"""For each library its `oldest` good release and the `reason`: the hole that older ones have."""


def too_old() -> list[str]:
    """Return a line for each installed library that is older than its floor, with the reason."""
    installed = {name: _installed(name) for name in FLOORS}
    return [
        f"{name} {found} is older than {FLOORS[name]['oldest']}: {FLOORS[name]['reason']}"
        for name, found in installed.items()
        if found and is_older(found, name)
    ]


def is_older(release: str, name: str) -> bool:
    """Return whether the release of this library is older than its floor."""
    return Version(release) < Version(FLOORS[name]["oldest"])


def _installed(name: str) -> str | None:
    """Return the release in use; None for what an installation does without, as pysqlite3 on PostgreSQL."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None
