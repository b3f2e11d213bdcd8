"""From one organisation's word to the other's e-mail in one process: once, and never by a resync."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.plans.domain.commitments import NOTHING, Details
from services.plans.domain.transitions import Action, path
from services.plans.domain.turns import Terms
from services.plans.domain.updates import Actor, Channel
from services.plans.use_cases.agreements import agree
from services.plans.use_cases.updates import record_update
from shared.contracts import CommitmentState, When
from shared.settings import SERVICES
from tests.deploy.resync.conftest import Installation
from tests.deploy.resync.test_resync import noon_of_tomorrow

ACTOR = Actor(channel=Channel.PAGE)


def two_of_different_owners(installation: Installation) -> tuple[Any, Any]:
    """Return two open commitments with contacts, of two organisations."""
    plans = installation.runtime("plans")
    commitments = plans.service.metadata.tables["commitments"]
    with plans.database.unit_of_work(read_only=True) as uow:
        agreed = select(commitments).where(
            commitments.c.state == CommitmentState.AGREED, commitments.c.contact_id.is_not(None)
        )
        first, *others = uow.session.execute(agreed.order_by(commitments.c.reference))
    return first, next(each for each in others if each.organisation_id != first.organisation_id)


def finish(installation: Installation, commitment_id: UUID, version: int) -> None:
    with installation.runtime("plans").database.unit_of_work() as uow:
        *steps, last = path(CommitmentState.AGREED, Action.FINISH)
        for step in steps:
            version = record_update(uow, commitment_id, version, step, NOTHING, ACTOR).version
        record_update(uow, commitment_id, version, last, Details(note="It is open"), ACTOR)


def turn_mails(installation: Installation) -> list[tuple[UUID, str]]:
    notify = installation.runtime("notify")
    deliveries = notify.service.metadata.tables["deliveries"]
    with notify.database.unit_of_work(read_only=True) as uow:
        found = uow.session.execute(select(deliveries).where(deliveries.c.kind == "turn"))
        return [(row.person_id, row.data["turn"]["agreed"]) for row in found]


def test_one_word_of_theirs_sends_one_e_mail_and_a_resync_sends_none(installation: Installation) -> None:
    installation.clock.at = noon_of_tomorrow()
    installation.run_jobs()
    waiting, on = two_of_different_owners(installation)
    with installation.runtime("plans").database.unit_of_work() as uow:
        agree(uow, waiting.id, on.id, Terms(when=When.DONE, agreed="You first, then we"), ACTOR)

    finish(installation, on.id, on.version)
    installation.settle()
    installation.run_jobs()
    mails = turn_mails(installation)
    ledger = installation.runtime("notify").service.metadata.tables["turns"]
    installation.lose("notify", ledger)
    for service in SERVICES:
        installation.lose(service, *installation.copies(service))
        installation.runtime(service).ask_for_resync("its queue was missing")
    installation.settle()
    installation.run_jobs()

    assert mails == [(waiting.contact_id, "You first, then we")]
    assert turn_mails(installation) == mails
