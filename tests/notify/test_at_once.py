"""Several workers of notify at the same time, as when one is started before the other has ended."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from services.notify.jobs import claim_digests, claim_nudges, send_deliveries
from shared.contracts import Role
from shared.service import Runtime
from tests.notify.house import House
from tests.notify.mail_server import Script, mail_server
from tests.notify.stage import Stage

WORKERS = 3


def all_at_once(houses: list[House], job: Callable[[Runtime], None]) -> None:
    start = Barrier(len(houses))

    def run(house: House) -> None:
        start.wait()
        job(house.runtime)

    with ThreadPoolExecutor(len(houses)) as pool:
        list(pool.map(run, houses))


def test_workers_at_once_claim_and_send_everything_exactly_once(stage: Stage, tmp_path: Path) -> None:
    olga = stage.cast.person("Olga")
    people = [stage.cast.person(f"Person{number}") for number in range(30)]
    today = stage.clock.at.date()
    stage.hear(olga, stage.cast.membership(olga.id, Role.OFFICER), *people)
    stage.hear(*(stage.cast.commitment(person.id, due=today) for person in people))
    script = Script()

    with mail_server(script) as url:
        houses = [House(stage, tmp_path, mail_url=url) for _ in range(WORKERS)]
        for job in (claim_nudges, claim_digests, send_deliveries):
            all_at_once(houses, job)
        for house in houses:
            house.run()
            house.close()

    recipients = [message["To"] for message in script.taken]
    assert len(recipients) == len(set(recipients)) == len(people) + 1
    assert {row["state"].value for row in stage.rows("deliveries")} == {"sent"}
