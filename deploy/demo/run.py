"""The first hundred days of the demo's plan: a few small promises that its partners look at together."""

from datetime import date, timedelta
from uuid import UUID

from services.plans.use_cases.runs import begin_run, check_in, put_in_called
from shared.db.unit_of_work import Database

BEGAN_DAYS_AGO = 40
TITLE = "The first hundred days"
PURPOSE = "Something that everyone near the brook can see by summer, so that people believe in the rest."
IN_IT = ("A1", "A4", "A5", "A9", "A12")
CHECK_INS = {
    38: (0, "Five small things, each with a name. We look at them where we are anyway: at the walk."),
    13: (25, "Gloves and surgeries are done already. The boards need a third one."),
}
"""By how many days ago it was: the day of the run, and what people noted."""


def begin(database: Database, plan_id: UUID, today: date) -> UUID:
    """Begin the run, and return its id."""
    first_day = today - timedelta(days=BEGAN_DAYS_AGO)
    with database.unit_of_work() as uow:
        run = begin_run(uow, plan_id, None, title=TITLE, purpose=PURPOSE, first_day=first_day)
        for reference in IN_IT:
            put_in_called(uow, run.id, reference, None)
        return run.id


def look(database: Database, run_id: UUID, days_ago: int) -> None:
    """Keep what people noted that many days ago, if they looked at the run then."""
    if days_ago in CHECK_INS:
        day, note = CHECK_INS[days_ago]
        with database.unit_of_work() as uow:
            check_in(uow, run_id, None, day=day, note=note)
