"""Tell people that it is their turn: what theirs waited for, by agreement, has come."""

from zoneinfo import ZoneInfo

from services.notify.db.tables import turns
from services.notify.db.turns import Owed, already_told, mark_told, untold_turns
from services.notify.domain.nudges import Item, NudgeKind
from services.notify.domain.turns import RUNG, TurnNudge, TurnStep
from services.notify.use_cases.communities import community
from services.notify.use_cases.nudges import claim
from shared.clock import local_date
from shared.contracts import TurnCame
from shared.db.copies import keep
from shared.db.unit_of_work import UnitOfWork

_keep = keep(turns)


def hear_turn(uow: UnitOfWork, event: TurnCame) -> None:
    """Keep what was heard until it is told. It is no copy: its owner never says it again, resync or not."""
    _keep(uow, event)


def any_turn_owed(uow: UnitOfWork) -> bool:
    """Return whether somebody has to hear of a turn. It only reads, so that looking holds up nobody."""
    return bool(untold_turns(uow))


def claim_turns(uow: UnitOfWork, default_zone: ZoneInfo) -> int:
    """Claim an e-mail for each turn that came, and return how many that makes.

    A person hears once of an agreement, however often the turn comes by it. Whom nobody can reach yet is
    told later, as long as it is still true.
    """
    owed = untold_turns(uow)
    nudges = [_nudge(uow, each, default_zone) for each in owed]
    told = already_told(uow, [nudge.period for nudge in nudges])
    new = [nudge for nudge in nudges if (nudge.person_id, nudge.period) not in told]
    if new:
        claim(uow, new)
    if owed:
        mark_told(uow, [each.turn.agreement_id for each in owed])
    return len(new)


def _nudge(uow: UnitOfWork, owed: Owed, default_zone: ZoneInfo) -> TurnNudge:
    about = owed.commitment
    step = TurnStep(rung=RUNG, agreement_id=owed.turn.agreement_id)
    return TurnNudge(
        person_id=about.contact_id,
        kind=NudgeKind.TURN,
        day=local_date(uow.now, community(uow, about.community_id, default_zone).zone),
        items=(Item(commitment=about, steps=(step,)),),
        turn=owed.turn,
    )
