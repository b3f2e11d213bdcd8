import json
import re
from pathlib import Path

import pytest

from deploy import assets

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("uv", "run", "dev")


def pinned(lock: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()
    return dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_every_package_with_hashes_and_names_no_address(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()

    wanted = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]
    assert wanted
    assert all(re.match(r"\S+==\S+ .*\\\n +--hash=sha256:[0-9a-f]{64}", each) for each in wanted)
    assert "//" not in text


def test_what_runs_is_what_was_tested() -> None:
    run, dev = pinned("run"), pinned("dev")

    assert run.items() <= dev.items()


def test_the_front_end_is_pinned_without_an_address() -> None:
    wanted = json.loads((ROOT / "package.json").read_text())
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = {name: each for name, each in lock["packages"].items() if name}

    versions = {**wanted["dependencies"], **wanted["devDependencies"]}
    assert all(packages[f"node_modules/{name}"]["version"] == version for name, version in versions.items())
    assert all(each["integrity"].startswith("sha512-") for each in packages.values())
    assert not any("resolved" in each for each in packages.values())


def test_every_file_that_the_styles_name_is_built() -> None:
    styles = (assets.BUILT / "app.css").read_text()

    named = set(re.findall(r'url\("?([^")]+)"?\)', styles))
    ours = {name for name in named if not name.startswith("data:")}
    assert {name for name in ours if name.startswith("fonts/")} <= set(assets.COPIES.values())
    assert all((assets.BUILT / name).is_file() for name in assets.COPIES.values())


def test_building_the_front_end_again_changes_nothing() -> None:
    built = assets.BUILT / "app.css"
    before = built.stat().st_mtime_ns

    assets.build()

    assert built.stat().st_mtime_ns == before


def test_every_target_of_the_makefile_says_what_it_does() -> None:
    makefile = (ROOT / "Makefile").read_text()

    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    described = set(re.findall(r"^([a-z]+):.* ## \S", makefile, re.MULTILINE))
    assert targets == described
    assert {"run", "test", "services", "bench", "lint", "docs"} <= described
