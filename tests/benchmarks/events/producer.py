"""Our side of a contest's producer: the change and its event in one transaction, and nothing to send."""

from services.plans.app import SERVICE
from shared.contracts import CommitmentChanged
from shared.events.envelope import decode, unseal
from shared.events.rabbitmq import RabbitMQTransport
from shared.service import Runtime
from shared.settings import Settings
from tests.benchmarks.events.promises import change
from tests.benchmarks.rivals.producing import lines, wait_for_go


def main() -> None:
    """Do as the rivals' producers do."""
    settings = Settings.from_env()
    plans = Runtime.start(SERVICE, settings, RabbitMQTransport(settings.broker_url))
    states = [state for line in lines() if isinstance(state := unseal(decode(line)), CommitmentChanged)]
    wait_for_go()
    for state in states:
        with plans.database.unit_of_work() as uow:
            change(uow, state)


if __name__ == "__main__":
    main()
