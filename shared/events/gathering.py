"""How long relay and consumer rest after a batch, so that the next events gather to one."""

EACH_SECONDS = 0.0005
LONGEST_SECONDS = 0.005


def rest_after(count: int) -> float:
    """Return for how many seconds to rest after a batch of so many events.

    A transaction costs much the same for one event or ten. So where many come, it pays to let them gather;
    where few come there is time for a transaction each, and none should wait for company.
    """
    return min(count * EACH_SECONDS, LONGEST_SECONDS)
