"""The demo is there as a whole or not at all."""

from pathlib import Path

import pytest

from deploy.demo import whole
from deploy.demo.community import Demo
from deploy.demo.whole import DRAFT, load_whole
from deploy.house import House
from tests.settings import settings_in


def test_a_new_folder_gets_the_demo_ready_made_and_only_once(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "data")
    settings.data.mkdir()

    assert load_whole(settings)
    assert not load_whole(settings)

    assert {path.name for path in settings.data.glob("*.sqlite3")} == {
        f"{name}.sqlite3" for name in settings.services
    }
    assert not (settings.data / DRAFT).exists()


def test_a_load_that_was_interrupted_is_begun_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_in(tmp_path / "data")
    settings.data.mkdir()
    with monkeypatch.context() as interrupted:
        interrupted.setattr(whole, "_database", lambda _folder, _service: tmp_path / "pulled" / "out")
        with pytest.raises(FileNotFoundError):
            load_whole(settings)

    assert load_whole(settings)

    assert (settings.data / "plans.sqlite3").exists()


def test_databases_that_are_there_already_are_filled_where_they_are(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    House.open(settings).migrate()

    assert load_whole(settings)

    assert not Demo(settings).load()
