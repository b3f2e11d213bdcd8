"""How much of everything a run does: the full form, or the shorter one that CI runs."""

import os
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Cut:
    """Counts of one form."""

    updates: int
    clients: int
    faults: int
    kills: int
    duplicates: int
    cuts: int
    good: int
    poison: int
    killers: int
    waiting: int
    histories: int
    seeded_rows: int
    outage_seconds: float
    pairs: int
    keys: int
    examples: int


FULL = Cut(
    updates=20_000,
    clients=8,
    faults=60,
    kills=60,
    duplicates=20,
    cuts=200,
    good=5_000,
    poison=50,
    killers=5,
    waiting=200_000,
    histories=2_000,
    seeded_rows=18_000,
    outage_seconds=600.0,
    pairs=10_000,
    keys=2_000,
    examples=60,
)
SHORT = Cut(
    updates=800,
    clients=8,
    faults=8,
    kills=6,
    duplicates=0,
    cuts=20,
    good=500,
    poison=10,
    killers=2,
    waiting=20_000,
    histories=200,
    seeded_rows=2_000,
    outage_seconds=10.0,
    pairs=500,
    keys=200,
    examples=5,
)

CUT = SHORT if os.environ.get("BACKCAST_CUT", "short") == "short" else FULL
SEED = int(os.environ.get("BACKCAST_SEED", "20261125"))
"""Of everything that is drawn by chance; a failing run prints it, and setting it draws the same again."""
