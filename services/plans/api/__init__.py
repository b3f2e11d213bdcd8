"""The plans service for programs: JSON under /plans/api/v1."""

from services.plans.api import (
    batches,
    closings,
    commitments,
    consents,
    exports,
    imports,
    milestones,
    photos,
    plans,
    status,
    steps,
    trackers,
    updates,
    waits,
    workshops,
)

API = (
    plans.routes,
    closings.routes,
    status.routes,
    consents.routes,
    milestones.routes,
    commitments.routes,
    updates.routes,
    steps.routes,
    batches.routes,
    waits.routes,
    imports.routes,
    exports.routes,
    trackers.routes,
    workshops.routes,
    photos.routes,
)
