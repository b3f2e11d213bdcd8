from collections.abc import Callable, Iterator

import pytest

from tests.benchmarks.__main__ import possible
from tests.benchmarks.choice import chosen
from tests.benchmarks.measure import Goal, Measurement, interleaved, percentile

PARTS = ("sheets", "events.publish", "events.latency", "events.rival.celery", "events.rival.nameko")


def measurement(value: float, limit_value: float, goal: Goal | None = None) -> Measurement:
    return Measurement(
        name="events.publish",
        value=value,
        unit="events/s",
        limit="bare pika",
        limit_value=limit_value,
        runs=5,
        goal=goal,
    )


@pytest.mark.parametrize(("value", "met"), [(900.0, True), (800.0, True), (799.0, False)])
def test_a_speed_meets_its_goal_when_it_is_at_least_so_great_a_part_of_the_limit(
    value: float, met: bool
) -> None:
    assert measurement(value, 1000.0, Goal(at_least=0.8)).met is met


@pytest.mark.parametrize(("value", "met"), [(20.0, True), (25.0, True), (26.0, False)])
def test_a_time_meets_its_goal_when_it_is_at_most_so_many_times_the_limit(value: float, met: bool) -> None:
    assert measurement(value, 25.0, Goal(at_most=1)).met is met


def test_without_a_goal_nothing_is_met_or_missed() -> None:
    assert measurement(1.0, 2.0).met is None


def test_beside_nothing_there_is_no_ratio() -> None:
    assert measurement(0.0, 0.0, Goal(at_most=0)).ratio is None
    assert measurement(0.0, 0.0, Goal(at_most=0)).met is None


def test_the_file_keeps_the_fields_that_others_read() -> None:
    shown = measurement(790.12345, 1000.0, Goal(at_least=0.8)).as_json()

    assert shown == {
        "name": "events.publish",
        "value": 790.123,
        "unit": "events/s",
        "limit": "bare pika",
        "limit_value": 1000.0,
        "ratio": 0.79,
        "runs": 5,
        "goal": "at least 0.8",
        "met": False,
    }


def test_runs_take_turns_and_each_gives_its_own_median() -> None:
    order: list[str] = []

    def scripted(name: str, *figures: float) -> Callable[[], float]:
        left: Iterator[float] = iter(figures)

        def measure() -> float:
            order.append(name)
            return next(left)

        return measure

    medians = interleaved(3, scripted("ours", 5.0, 100.0, 7.0), scripted("bare", 1.0, 3.0, 2.0))

    assert medians == [7.0, 2.0]
    assert order == ["ours", "bare"] * 3


@pytest.mark.parametrize(("part", "expected"), [(0.5, 50.0), (0.99, 99.0), (1.0, 100.0), (0.001, 1.0)])
def test_a_percentile_is_the_smallest_figure_that_so_many_do_not_exceed(part: float, expected: float) -> None:
    figures = [float(number) for number in range(100, 0, -1)]

    assert percentile(figures, part) == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], PARTS),
        (["events"], PARTS[1:]),
        (["events.rival"], PARTS[3:]),
        (["events.latency_p99"], ("events.latency",)),
        (["sheets", "events.publish"], PARTS[:2]),
        (["nothing"], ()),
    ],
)
def test_a_name_chooses_the_parts_that_it_begins_or_lies_in(
    names: list[str], expected: tuple[str, ...]
) -> None:
    assert chosen(PARTS, names) == list(expected)


def test_without_servers_the_rest_is_measured_and_what_is_left_out_is_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    names = [name for name, _ in possible(["sheets", "events.publish"], None)]

    assert names == ["sheets"]
    assert "events.publish is left out" in capsys.readouterr().err
