"""What the demo's plan wants to be true one day, and by when."""

from services.plans.domain.plans import Vision

PLAN = "Brindle Brook Park"
VISION = Vision(
    what="A green place by the brook that everyone can get to, and that is safe, clean and worth a visit.",
    how="Together: we find out what different people need and use, and solve things with what we have.",
    why="A purpose that we share makes us feel better, and better able to use and look after what is here.",
)
MILESTONES = {
    "People of every age walk beside the brook and feel safe": 240,
    "The brook and its banks stay clean all year": 180,
    "Everyone nearby knows what is on in the park": 100,
    "Whoever asks about the park gets one answer, quickly": 60,
    "Partners plan and pay for the park together": 320,
}
"""What must be true, and by how many days from today."""

HORIZON_DAYS = 3 * 365
