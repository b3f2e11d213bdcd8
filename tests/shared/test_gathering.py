"""How long relay and consumer rest between batches."""

from hypothesis import given
from hypothesis import strategies as st

from shared.events.gathering import LONGEST_SECONDS, rest_after


def test_few_events_keep_nobody_waiting_and_many_let_more_gather() -> None:
    assert 0 < rest_after(1) < rest_after(5) < rest_after(200) == LONGEST_SECONDS


@given(st.integers(min_value=0, max_value=10_000), st.integers(min_value=0, max_value=10_000))
def test_a_larger_batch_never_rests_for_less(one: int, other: int) -> None:
    fewer, more = sorted((one, other))
    assert rest_after(fewer) <= rest_after(more) <= LONGEST_SECONDS
