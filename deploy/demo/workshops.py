"""The workshops that led to the demo's plan, in their order: from what is good here to what each can give."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from deploy.demo.story import WORKSHOP_DAYS_AGO
from deploy.demo.wall import brook, notes
from services.plans.domain.attendance import read_attendance
from services.plans.domain.workshops import Contribution
from services.plans.use_cases.photo_files import PhotoStore, read_picture
from services.plans.use_cases.photos import add_photos, describe_photo, stored
from services.plans.use_cases.workshops import NewWorkshop, record_workshop
from shared.db.unit_of_work import Database


@dataclass(frozen=True, kw_only=True)
class _Met:
    days_ago: int
    method: str
    place: str
    came: str
    outcome: str
    notes: str = ""
    photo: bytes | None = None
    alt: str = ""


def _met() -> Iterator[_Met]:
    yield _Met(
        days_ago=WORKSHOP_DAYS_AGO + 210,
        method="shared_learning_event",
        place="Hall of Well Together",
        came="2 Ridgeway University\n6 Well Together\n3 A network on social prescribing",
        outcome="We look for what is strong in one neighbourhood, with one walking group, and go into depth.",
        notes="We told each other how we work, planned the first workshop together, and agreed what we mean "
        "when we say asset.",
    )
    yield _Met(
        days_ago=WORKSHOP_DAYS_AGO + 170,
        method="appreciative_walk",
        place="Along Brindle Brook, on three Wednesdays",
        came="5 Brook Walkers\n2 Well Together\n1 Ridgeway University",
        outcome="Green places matter most to the group: that is what we work on.",
    )
    yield _Met(
        days_ago=WORKSHOP_DAYS_AGO + 120,
        method="rich_pictures",
        place="Walk from the health centre, then lunch at Mill Lane Eco Park",
        came="3 Brook Walkers\n3 Well Together\n1 Ridgeway University\n1 Mill Lane Eco Park",
        outcome="What is good: the brook, the birds, the allotments, people who know each other.\n"
        "What is in the way: litter, a dark underpass, nobody knows whom to ask.",
        photo=brook(),
        alt="A drawing of the brook with trees on its banks, a bridge, and an underpass painted black.",
    )
    yield _Met(
        days_ago=WORKSHOP_DAYS_AGO + 60,
        method="systems_mapping",
        place="Mill Lane Eco Park",
        came="5 Brook Walkers\n4 Well Together\n2 Ridgeway University\n1 Mill Lane Eco Park\n"
        "5 Ardley Council Public Health\n1 Little Woods Trust\n1 A researcher from the neighbourhood",
        outcome="Three answers that everyone can sign: what we want, how we get there, and why it makes what "
        "is good stronger.",
    )
    yield _Met(
        days_ago=WORKSHOP_DAYS_AGO,
        method="backcasting",
        place="The gate by the brook path",
        came="Brook Walkers and their friends\n5 Well Together\n2 Ridgeway University\n1 Little Woods Trust\n"
        "2 Ardley Council Parks\n1 A researcher from the neighbourhood",
        outcome="The promises of this plan, under four headings.",
        notes="We picked litter on the way. The council's own plan is there already: what it needs is people "
        "who join the dots.",
        photo=notes(),
        alt="Four columns of paper notes, from the vision on the left back to today on the right.",
    )
    yield _Met(
        days_ago=14,
        method="world_cafe",
        place="Mill Lane community hub",
        came="3 Brook Walkers\n2 Well Together\n2 Ridgeway University\n2 Ardley Council Public Health\n"
        "2 Groups from around the corner",
        outcome="From working within each one's own funding to pooling what we have: one list of rooms, "
        "tools and hours, and one joint bid.",
    )


def record_workshops(database: Database, store: PhotoStore, plan: tuple[UUID, UUID], today: date) -> None:
    """Record them all; `plan` is the plan's id and its community's."""
    plan_id, community_id = plan
    for met in _met():
        new = NewWorkshop(
            held_on=today - timedelta(days=met.days_ago),
            place=met.place,
            method=met.method,
            attendance=read_attendance(met.came),
            contributions=[Contribution(plan_id=plan_id, part="")],
            notes=met.notes or None,
            outcome=met.outcome,
        )
        pictures = [read_picture(met.photo)] if met.photo else []
        with stored(store, pictures) as kept, database.unit_of_work() as uow:
            workshop = record_workshop(uow, community_id, new)
            for photo in add_photos(uow, workshop.id, kept, None):
                describe_photo(uow, workshop.id, photo.id, photo.version, met.alt)
