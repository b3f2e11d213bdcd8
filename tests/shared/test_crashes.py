"""Events live through the death of the processes that handle them."""

from shared.events.rabbitmq import RabbitMQTransport
from tests.shared import migrated
from tests.shared.hands import names_of, parked_in, rows_of
from tests.shared.samples import organisation
from tests.shared.test_transport import message
from tests.shared.workers import work_until


def test_an_event_that_kills_its_workers_is_parked_and_the_innocent_around_it_pass(
    postgresql_url: str, rabbitmq_url: str
) -> None:
    database, transport = (
        migrated.new_database(postgresql_url, service="plans"),
        RabbitMQTransport(rabbitmq_url),
    )
    innocent = [f"innocent {number:02}" for number in range(40)]
    names = [*innocent[:20], "kills", *innocent[20:]]
    transport.declare()
    answers = transport.publish([message(organisation(name)) for name in names])

    def settled() -> bool:
        return len(rows_of(database, "inbox")) + len(parked_in(database)) == len(names)

    deaths = work_until(settled, postgresql_url, rabbitmq_url)
    transport.close()

    assert answers == [None] * len(names)
    assert (names_of(database), deaths) == (innocent, 3)
    assert [event.crashes for event in parked_in(database)] == [3]
