"""The notify service for programs: JSON under /notify/api/v1."""

from services.notify.api import deliveries, digests, nudges, preferences

API = (nudges.routes, deliveries.routes, digests.routes, preferences.routes)
