"""The plans service for programs: JSON under /plans/api/v1."""

from services.plans.api import (
    asks,
    batches,
    closings,
    commitments,
    consents,
    exports,
    imports,
    milestones,
    photos,
    plans,
    proofs,
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
    asks.routes,
    proofs.routes,
    waits.routes,
    imports.routes,
    exports.routes,
    trackers.routes,
    workshops.routes,
    photos.routes,
)
