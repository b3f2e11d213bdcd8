"""Loads the demo whole or not at all, so that a start that was interrupted leaves no half of it behind."""

import shutil
from dataclasses import replace
from pathlib import Path

from deploy.demo.community import Demo
from deploy.house import House
from shared.settings import Settings

DRAFT = "demo-draft"
LAST = "plans"
"""The service whose database is put in place last: where it is, the others are."""


def load_whole(settings: Settings) -> bool:
    """Load the demo unless there is a plan already, and return whether it was loaded.

    A folder without databases gets them ready-made: they are written in a folder beside and moved in once
    they are whole. Databases that are there already, or that are no files, are filled where they are.
    """
    if "{data}" not in settings.database_url or _database(settings.data, LAST).exists():
        House.open(settings).migrate()
        return Demo(settings).load()
    draft = settings.data / DRAFT
    shutil.rmtree(draft, ignore_errors=True)
    # Photos go where they stay: files without a row, from a start that was interrupted, are swept later.
    _load_into(replace(settings, data=draft, photos=settings.photos_place))
    for name in sorted(settings.services, key=lambda service: service == LAST):
        _database(draft, name).replace(_database(settings.data, name))
    shutil.rmtree(draft)
    return True


def _database(folder: Path, service: str) -> Path:
    return folder / f"{service}.sqlite3"


def _load_into(settings: Settings) -> None:
    house = House.open(settings)
    house.migrate()
    house.close()
    demo = Demo(settings)
    demo.load()
    demo.close()
