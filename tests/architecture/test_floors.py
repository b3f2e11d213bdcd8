"""Known holes stay out: neither what is installed nor what is locked is older than the floors."""

import re
from pathlib import Path

import pytest

from shared.floors import FLOORS, is_older, too_old

ROOT = Path(__file__).parents[2]
LOCKED = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>[0-9.]+)", re.MULTILINE)


def test_no_library_in_use_is_older_than_its_floor() -> None:
    assert too_old() == []


@pytest.mark.parametrize("name", FLOORS)
def test_no_lock_holds_a_library_older_than_its_floor(name: str) -> None:
    locked = dict(LOCKED.findall((ROOT / "requirements" / "run.txt").read_text()))

    assert not is_older(locked[name], name), FLOORS[name]["reason"]


def test_every_package_of_every_lock_is_checked_by_its_hash() -> None:
    for lock in (ROOT / "requirements").rglob("*.txt"):
        packages = re.split(r"(?m)^(?=[a-zA-Z0-9])", lock.read_text())[1:]
        assert packages
        assert [each.split()[0] for each in packages if "--hash=sha256:" not in each] == [], lock.name
