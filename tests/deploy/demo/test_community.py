"""The demo community lives through its weeks by the same ways as a real one."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from deploy.demo.community import Demo
from deploy.house import House
from services.plans.db.tables import agreements, run_check_ins, update_links, updates
from services.plans.domain.updates import Channel
from shared.settings import Settings
from tests.settings import settings_in


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = settings_in(tmp_path)
    House.open(made).migrate()
    return made


def test_the_demo_is_loaded_once_and_its_people_have_been_busy(settings: Settings) -> None:
    assert Demo(settings).load()
    assert not Demo(settings).load()
    runtimes = House.open(settings).runtimes
    with runtimes["plans"].database.unit_of_work(read_only=True) as uow:
        days = list(uow.session.scalars(select(run_check_ins.c.day).order_by(run_check_ins.c.day)))
        turns = list(uow.session.scalars(select(agreements.c.turns).order_by(agreements.c.turns)))
    assert (days, turns) == ([0, 25], [0, 1])

    with runtimes["plans"].database.unit_of_work(read_only=True) as uow:
        said = select(updates.c.person_id, func.max(updates.c.at)).where(updates.c.channel == Channel.LINK)
        last_said = {row[0]: row[1] for row in uow.session.execute(said.group_by(updates.c.person_id))}
        used = select(update_links.c.person_id, update_links.c.last_used_at)
        assert {row[0]: row[1] for row in uow.session.execute(used)} == last_said
        assert last_said
