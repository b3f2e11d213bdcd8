"""What the pages that correct an update have in common, for coordinators and holders of links alike."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from services.plans.db.queries.history import Said, history_of
from services.plans.domain.corrections import rule_of
from services.plans.domain.refusals import Refused
from services.plans.domain.updates import Update
from services.plans.use_cases.outcomes import Conflict
from services.plans.web.forms.correction import CorrectionForm
from shared.db.unit_of_work import UnitOfWork
from shared.http.problems import Problem
from shared.http.site import site

MEANWHILE = "Something was said about it while you were writing. Look at the history, then send this again."


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """An update that is to be corrected, among all that was said about its commitment."""

    said: Said
    history: list[Update]

    @property
    def version(self) -> int:
        """The version at which the commitment is."""
        return self.history[-1].commitment_version


def wrong_one(uow: UnitOfWork, commitment_id: UUID, update_id: UUID) -> Wrong:
    """Return the update that is to be corrected; for what nobody said there is no such page."""
    history = history_of(uow, commitment_id)
    said = next((each for each in history if each.update.id == update_id), None)
    if said is None or rule_of(said.update) is None:
        raise Problem.not_found()
    return Wrong(said=said, history=[each.update for each in history])


def corrected(form: CorrectionForm, record: Callable[[UnitOfWork], object]) -> HTTPStatus:
    """Record the correction and return SEE_OTHER; else the status of the page that says what is wrong."""
    if not form.validate():
        return HTTPStatus.BAD_REQUEST
    try:
        with site().database.unit_of_work() as uow:
            record(uow)
    except Conflict as conflict:
        form.note.errors = [*form.note.errors, MEANWHILE]
        form.version.data = str(conflict.current.version)
        return HTTPStatus.CONFLICT
    except Refused as refusal:
        form.refuse(refusal)
        return HTTPStatus.BAD_REQUEST
    return HTTPStatus.SEE_OTHER
