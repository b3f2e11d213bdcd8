"""What a person wants to hear of."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import delete, insert, select

from services.notify.db.tables import people, preferences
from services.notify.domain.preferences import Topic
from shared.db.unit_of_work import UnitOfWork


def wanted(uow: UnitOfWork, person_id: UUID) -> dict[Topic, bool]:
    """Return each topic with whether the person wants it; who never said anything wants everything."""
    query = select(preferences.c.topic, preferences.c.wanted).where(preferences.c.person_id == person_id)
    said = {row.topic: row.wanted for row in uow.session.execute(query)}
    return {topic: said.get(topic, True) for topic in Topic}


def prefer(uow: UnitOfWork, person_id: UUID, choices: Mapping[Topic, bool]) -> None:
    """Keep what the person chose; saying the same twice changes nothing."""
    before = wanted(uow, person_id)
    for topic, choice in choices.items():
        if before[topic] != choice:
            _save(uow, person_id, topic, choice=choice)


def unsubscribe(uow: UnitOfWork, person_id: UUID, topic: Topic) -> bool:
    """Turn a topic off, once or again, and return whether we know the person at all."""
    known = uow.session.scalar(select(people.c.id).where(people.c.id == person_id)) is not None
    if known:
        prefer(uow, person_id, {topic: False})
    return known


def _save(uow: UnitOfWork, person_id: UUID, topic: Topic, *, choice: bool) -> None:
    key = (preferences.c.person_id == person_id, preferences.c.topic == topic)
    uow.session.execute(delete(preferences).where(*key))
    uow.session.execute(
        insert(preferences).values(person_id=person_id, topic=topic, wanted=choice, changed_at=uow.now)
    )
