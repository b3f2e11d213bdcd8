"""What the partners service does by itself."""

from datetime import timedelta

from services.partners.db import queries
from services.partners.domain.sign_ins import KEPT_FOR
from shared.service import Job, Runtime


def forget_sign_ins(runtime: Runtime) -> None:
    """Delete old requests to sign in: after a day nobody needs to know who asked."""
    with runtime.database.unit_of_work() as uow:
        queries.forget_sign_ins(uow.session, uow.now - KEPT_FOR)


JOBS = (Job(name="forget_sign_ins", every=timedelta(hours=1), run=forget_sign_ins, on_events=False),)
