import os
import stat
from pathlib import Path

import pytest

from deploy.secret import VARIABLE, ensure_secret


@pytest.fixture(autouse=True)
def no_secret_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    # Set first, so that the test's end takes away whatever ensure_secret puts there.
    monkeypatch.setenv(VARIABLE, "")
    monkeypatch.delenv(VARIABLE)


def test_the_first_start_makes_a_secret_that_only_its_owner_reads(tmp_path: Path) -> None:
    ensure_secret(tmp_path / "data")

    path = tmp_path / "data" / "secret-key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert os.environ[VARIABLE] == path.read_text()


def test_later_starts_keep_it_so_that_links_already_sent_go_on_working(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure_secret(tmp_path)
    first = os.environ[VARIABLE]
    monkeypatch.delenv(VARIABLE)

    ensure_secret(tmp_path)

    assert os.environ[VARIABLE] == first


def test_a_secret_from_the_environment_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "given")

    ensure_secret(tmp_path)

    assert os.environ[VARIABLE] == "given"
    assert not (tmp_path / "secret-key").exists()
