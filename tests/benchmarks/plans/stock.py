"""Plans of three sizes in one database, made by the database itself and told to nobody."""

import hashlib
from uuid import UUID, uuid5

from tests.benchmarks.events.house import Connection

SIZES = (200, 5_000, 100_000)
TOKEN = "a-token-of-a-benchmark"
ORGANISATIONS, STEPS = 40, 10
_SPACE = UUID(int=4)

_KEEP_TOKEN = """
INSERT INTO tokens (id, version, community_id, name, sha256, scopes, revoked)
VALUES (%s, 1, %s, 'bench', %s, '["plans:read", "plans:write"]', false)
"""
_PLAN = """
INSERT INTO plans (id, version, community_id, name, vision_what, vision_how, vision_why, horizon, headings,
                   public, update_interval, written_down, created_at, changed_at)
VALUES (%(plan)s, 1, %(community)s, 'Green spaces', 'Shade', 'Together', 'Home', current_date + 1500,
        '["One", "Two", "Three", "Four"]', false, 30, %(count)s, now() - interval '60 days', now())
"""
_STEP_ROWS = """
INSERT INTO milestones (id, version, community_id, plan_id, text, target)
SELECT md5(%(plan)s::text || 'step' || number)::uuid, 1, %(community)s, %(plan)s, 'Step ' || number,
       current_date + number * 100
FROM generate_series(1, %(steps)s) number
"""
_ORGANISATION_ROWS = """
INSERT INTO organisations (id, version, community_id, name)
SELECT md5(%(community)s::text || 'organisation' || number)::uuid, 1, %(community)s, 'Organisation ' || number
FROM generate_series(1, %(organisations)s) number
"""
_COMMITMENT_ROWS = """
INSERT INTO commitments (id, version, community_id, plan_id, reference, text, heading, milestone_id,
                         organisation_id, supporting, due, evidence, state, health, last_note, slips,
                         created_at, changed_at, done_at)
SELECT md5(%(plan)s::text || number)::uuid, 1, %(community)s, %(plan)s, 'C' || number,
       'Open gate ' || number || ' of the park to everybody who walks to school or to work',
       (ARRAY['One', 'Two', 'Three', 'Four'])[1 + number %% 4],
       CASE WHEN number %% 5 > 0 THEN md5(%(plan)s::text || 'step' || 1 + number %% %(steps)s)::uuid END,
       CASE WHEN number %% 9 > 0
            THEN md5(%(community)s::text || 'organisation' || 1 + number %% %(organisations)s)::uuid END,
       '[]', CASE WHEN number %% 11 > 0 THEN current_date - 200 + (number * 7919) %% 1200 END,
       CASE WHEN number %% 3 > 0 THEN 'A photograph of the open gate' END,
       state, CASE WHEN state = 'under_way' THEN (ARRAY['on_track', 'at_risk', 'stuck'])[1 + number %% 3] END,
       'The gate is open again from eight to eight, and two of us walk the path each week.', number %% 3,
       now() - interval '60 days', now() - (number %% 60) * interval '1 day',
       CASE WHEN state = 'done' THEN now() END
FROM (SELECT number, (ARRAY['offered', 'agreed', 'under_way', 'under_way', 'under_way', 'done', 'done',
                            'declined'])[1 + number %% 8] AS state
      FROM generate_series(1, %(count)s) number) numbered
"""
_STANDING_ROWS = """
INSERT INTO standings (commitment_id, version, community_id, plan_id, since, heading, milestone_id,
                       organisation_id, state, health, due, slips, weight, evidenced, pending)
SELECT id, version, community_id, plan_id, changed_at, heading, milestone_id, organisation_id, state, health,
       due, slips, 1, evidence IS NOT NULL, 1
FROM commitments WHERE plan_id = %(plan)s
"""


def plan_of(size: int) -> UUID:
    """Return the id of the plan of this size."""
    return uuid5(_SPACE, f"plan of {size}")


def community_of(size: int) -> UUID:
    """Return the id of the community that the plan of this size belongs to, and the token."""
    return uuid5(_SPACE, f"community of {size}")


def token_of(size: int) -> str:
    """Return the token of a program of that community."""
    return f"{TOKEN}-{size}"


def stock(connection: Connection) -> None:
    """Put a plan of each size into the database of plans, each in a community of its own."""
    for size in SIZES:
        told = {
            "plan": plan_of(size),
            "community": community_of(size),
            "count": size,
            "steps": STEPS,
            "organisations": ORGANISATIONS,
        }
        for statement in (_PLAN, _STEP_ROWS, _ORGANISATION_ROWS, _COMMITMENT_ROWS, _STANDING_ROWS):
            connection.execute(statement.encode(), told)
        digest = hashlib.sha256(token_of(size).encode()).hexdigest()
        connection.execute(
            _KEEP_TOKEN.encode(), (uuid5(_SPACE, f"token of {size}"), community_of(size), digest)
        )
    connection.execute(b"VACUUM ANALYZE")


def commitment_of(size: int, number: int) -> UUID:
    """Return the id of one commitment of the plan of this size, as the database makes it."""
    return UUID(hashlib.md5(f"{plan_of(size)}{number}".encode(), usedforsecurity=False).hexdigest())
