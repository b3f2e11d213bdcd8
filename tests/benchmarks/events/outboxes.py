"""What waits in the outbox of plans, and when it has gone."""

from shared.service import Runtime
from tests.benchmarks.events.house import House
from tests.benchmarks.events.promises import commitment
from tests.waiting import eventually

LONGEST_SECONDS = 200.0
_LAST_SENT = "SELECT published_at IS NOT NULL FROM outbox ORDER BY seq DESC LIMIT 1"
_UNSENT = "SELECT EXISTS (SELECT FROM outbox WHERE published_at IS NULL)"


def say_states(plans: Runtime, count: int, version: int) -> None:
    """Put the states of so many commitments into the outbox, in one transaction."""
    with plans.database.unit_of_work() as uow:
        for number in range(count):
            uow.publish(commitment(number, version))


def wait_until_sent(home: House) -> None:
    """Return once the broker has confirmed all of it.

    It looks at the last row first: to look for any other goes through all that have just been sent, and
    that again and again would slow down what is measured.
    """
    with home.connect("plans") as connection:
        for question, answer in ((_LAST_SENT, True), (_UNSENT, False)):
            eventually(
                lambda: connection.execute(question).fetchone() == (answer,),  # noqa: B023  # It is asked here.
                within=LONGEST_SECONDS,
                saying="an empty outbox",
            )
