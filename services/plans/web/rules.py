"""Who may use the pages of plans."""

from shared.contracts import LEADING, Role
from shared.http.access import allow

READ = allow(*Role, public=True)
"""Everyone in the community, and anyone at all where the plan is public."""

FOLLOW = allow(*LEADING)
"""Those who answer for how the plan goes."""

COORDINATE = allow(Role.COORDINATOR)
"""Those who keep the plan."""

READ_WITHIN = allow(*Role)
"""Everyone in the community, and nobody else even where the plan is public."""
