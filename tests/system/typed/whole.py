"""The plan from its beginning to its last e-mail."""

from tests.system.stages import OneProcess
from tests.system.typed import filling, forms
from tests.system.typed.plan import Typed


def filled(stage: OneProcess, every: int) -> Typed:
    """Return the plan on this stage, with a commitment for the first of so many texts in turn."""
    world = filling.begun(stage, every)
    for happens in (*filling.ROUNDS, *forms.ROUNDS):
        happens(world)
    return world
