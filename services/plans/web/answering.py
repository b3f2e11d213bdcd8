"""Taking an answer from a form: recorded, or shown again with what is wrong and all that was typed."""

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from services.plans.db.queries.history import Said
from services.plans.domain.commitments import Commitment
from services.plans.domain.refusals import Refused
from services.plans.domain.transitions import Action
from services.plans.use_cases.outcomes import Conflict
from services.plans.use_cases.photo_files import StorageUnavailable
from services.plans.web.forms.update import UpdateForm
from shared.http.failures import note


def take(form: UpdateForm, commitment: Commitment, record: Callable[[], object]) -> HTTPStatus:
    """Record the answer and return SEE_OTHER; else the status of the page that says what is wrong."""
    if form.expected_version != commitment.version:
        return HTTPStatus.CONFLICT
    if not form.validate():
        return HTTPStatus.BAD_REQUEST
    try:
        record()
    except Conflict:
        return HTTPStatus.CONFLICT
    except StorageUnavailable as fault:
        note(fault)
        form.refuse(Refused("Files cannot be kept for a moment. Wait a minute, or send it without the file."))
        return HTTPStatus.SERVICE_UNAVAILABLE
    except Refused as refusal:
        form.refuse(refusal, getattr(refusal, "missing", ()))
        return HTTPStatus.BAD_REQUEST
    return HTTPStatus.SEE_OTHER


def news_since(history: list[Said], form: UpdateForm) -> list[Said]:
    """Return what was said after the form was opened."""
    return [said for said in history if said.update.commitment_version > form.expected_version]


def said_already(news: list[Said], form: UpdateForm, person_id: UUID) -> bool:
    """Return whether the news is this very answer, sent twice by an impatient thumb."""
    if not news or form.say.data not in set(Action):
        return False
    update, details = news[-1].update, form.details()
    return (update.person_id, update.action, update.note, update.reason, update.new_due) == (
        person_id,
        form.action,
        details.note,
        details.reason,
        details.due,
    )
