from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.contracts import Contract
from tests.clock import Clock
from tests.notify.stage import MONDAY_NOON, Cast, Stage, told


def sheet(cast: Cast) -> tuple[list[Contract], dict[str, list[str]]]:
    """Return every event of an import, and what each person should hear."""
    import_id = uuid4()
    amina, bilal = cast.person("Amina"), cast.person("Bilal")
    hers = [cast.commitment(amina.id, import_id=import_id, reference=f"A{number}") for number in range(3)]
    his = [cast.commitment(bilal.id, import_id=import_id)]
    events: list[Contract] = [*cast.scenery(), amina, bilal, *hers, *his, cast.import_applied(import_id, 4)]
    expected = {"Amina": sorted(str(each.id) for each in hers), "Bilal": [str(his[0].id)]}
    return events, expected


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_after_an_import_everybody_gets_exactly_one_e_mail_whatever_order_events_come_in(
    data: st.DataObject,
) -> None:
    events, expected = sheet(Cast(Clock(MONDAY_NOON)))
    order = data.draw(st.permutations(range(len(events))))
    again = data.draw(st.lists(st.sampled_from(range(len(events))), max_size=8))
    with TemporaryDirectory() as folder:
        stage = Stage(f"sqlite:///{Path(folder)}/test.sqlite3")
        for number in [*order, *again]:
            stage.hear(events[number])
            stage.nudge()
        delivered = stage.deliver()
        stage.database.engine.dispose()

    assert sorted(told(delivered)) == sorted(expected.values())


def test_before_the_whole_import_is_here_nobody_hears_of_it(stage: Stage) -> None:
    events, _ = sheet(stage.cast)
    stage.hear(*events[:-1])
    assert stage.nudge() == 0

    stage.hear(events[-1])

    assert stage.nudge() == 2


def test_an_import_that_was_whole_once_stays_whole_when_a_later_one_takes_over_a_row(stage: Stage) -> None:
    amina = stage.cast.person()
    first, second = uuid4(), uuid4()
    row = stage.cast.commitment(amina.id, import_id=first)
    other = stage.cast.commitment(amina.id, import_id=first)
    stage.hear(row, other, stage.cast.import_applied(first, 2))
    stage.nudge()
    stage.hear(stage.cast.commitment(amina.id, id=row.id, version=2, import_id=second), amina)

    assert stage.nudge() == 1

    assert told(stage.deliver()) == [[str(other.id)]]


def test_saying_everything_again_sends_nothing(stage: Stage) -> None:
    events, _ = sheet(stage.cast)
    stage.hear(*events)
    stage.nudge()
    stage.deliver()

    stage.hear(*events)
    stage.clock.forward(days=1)
    stage.hear(*events)

    assert stage.nudge() == 0
