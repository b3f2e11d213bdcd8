from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAYS_NOTHING = {"utils", "util", "helpers", "common", "manager", "base", "misc"}
MODULES = [path for top in ("shared", "services", "deploy") for path in (ROOT / top).rglob("*.py")]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_named_by_what_it_is_about(path: Path) -> None:
    assert path.stem not in SAYS_NOTHING


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_short_enough_to_be_read_in_one_go(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 300
