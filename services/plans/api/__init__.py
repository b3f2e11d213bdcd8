"""The plans service for programs: JSON under /plans/api/v1."""

from services.plans.api import (
    closings,
    commitments,
    exports,
    imports,
    milestones,
    photos,
    plans,
    status,
    updates,
    waits,
    workshops,
)

API = (
    plans.routes,
    closings.routes,
    status.routes,
    milestones.routes,
    commitments.routes,
    updates.routes,
    waits.routes,
    imports.routes,
    exports.routes,
    workshops.routes,
    photos.routes,
)
