"""The charts of a plan as its page draws them: words beside every bar, and shapes that need no colour."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.plans.domain.charts import Age, Charts, Load, Reached
from services.plans.domain.drawings import Bar, Point, bars, points, ticks

MOST_BARS = 12
"""How many organisations have a bar of their own; the table tells of all."""

LONGEST_NAME = 34
"""How many letters of a name stand above a bar; a phone shows no more in one line."""


@dataclass(frozen=True)
class Line:
    """A line of a scale: the number, and how far down it lies, in percent."""

    number: int
    down: float


@dataclass(frozen=True)
class Named:
    """A bar with what it is called and what it says."""

    name: str
    words: str
    bar: Bar


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """What the page draws, with the figures that it tells in tables beneath."""

    charts: Charts
    scale: Sequence[Line]
    promised: Sequence[Point]
    done: Sequence[Point]
    loads: Sequence[Named]
    ages: Sequence[Named]

    @property
    def last(self) -> Reached:
        """How far the plan has come."""
        return self.charts.burn_up[-1]


def drawn(charts: Charts) -> Drawn:
    """Return the charts with the shapes that tell them."""
    days = [reached.day.toordinal() for reached in charts.burn_up]
    scale = ticks(max(reached.promised for reached in charts.burn_up))
    top = scale[-1]
    heights = points(scale, scale, top)
    return Drawn(
        charts=charts,
        scale=[Line(number, point.y) for number, point in zip(scale, heights, strict=True)],
        promised=points([reached.promised for reached in charts.burn_up], days, top),
        done=points([reached.done for reached in charts.burn_up], days, top),
        loads=_loads(charts.workload),
        ages=_ages(charts.ages),
    )


def age_words(age: Age) -> str:
    """Say how late what has this age is."""
    return f"{age.least} to {age.most} days" if age.most else f"More than {age.least - 1} days"


def load_name(load: Load) -> str:
    """Say whose load it is; an organisation that partners has not told us of has no name yet."""
    return load.name or ("An organisation" if load.key else "No owner")


def _loads(loads: Sequence[Load]) -> list[Named]:
    named = [(_short(load_name(load)), load.open, load.overdue) for load in loads]
    if len(named) > MOST_BARS:
        own, others = named[: MOST_BARS - 1], named[MOST_BARS - 1 :]
        _, still, late = zip(*others, strict=True)
        named = [*own, (f"{len(others)} others together", sum(still), sum(late))]
    lengths = bars([(still, late) for _, still, late in named])
    return [
        Named(name, f"{still}, {late} overdue" if late else str(still), bar)
        for (name, still, late), bar in zip(named, lengths, strict=True)
    ]


def _ages(ages: Iterable[Age]) -> list[Named]:
    told = list(ages)
    lengths = bars([(age.count, age.count) for age in told])
    return [Named(age_words(age), str(age.count), bar) for age, bar in zip(told, lengths, strict=True)]


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
