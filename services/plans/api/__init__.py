"""The plans service for programs: JSON under /plans/api/v1."""

from services.plans.api import (
    batches,
    closings,
    commitments,
    consents,
    drafts,
    exports,
    imports,
    milestones,
    photos,
    plans,
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
    imports.routes,
    drafts.routes,
    exports.routes,
    trackers.routes,
    workshops.routes,
    photos.routes,
)
