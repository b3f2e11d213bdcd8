"""The notify service for programs: JSON under /notify/api/v1."""

from services.notify.api import deliveries, digests, nudges, preferences, webhook_deliveries, webhooks

API = (
    nudges.routes,
    deliveries.routes,
    digests.routes,
    preferences.routes,
    webhooks.routes,
    webhook_deliveries.routes,
)
