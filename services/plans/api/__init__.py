"""The plans service for programs: JSON under /plans/api/v1."""

from services.plans.api import (
    agreements,
    batches,
    closings,
    commitments,
    consents,
    exports,
    imports,
    milestones,
    photos,
    plans,
    runs,
    status,
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
    batches.routes,
    waits.routes,
    agreements.routes,
    runs.routes,
    imports.routes,
    exports.routes,
    trackers.routes,
    workshops.routes,
    photos.routes,
)
