"""Figures about events, for the metrics page."""

from prometheus_client import Counter, Histogram

_SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300)

SENT = Counter("backcast_events_sent", "Events that the transport accepted.", ["service", "type"])
REFUSED = Counter(
    "backcast_events_refused", "Events that the transport refused for now.", ["service", "type"]
)
RECEIVED = Counter("backcast_events_received", "Events received, by outcome.", ["service", "outcome"])
RETRIES = Counter("backcast_events_retried", "Further attempts to apply an event.", ["service"])
PARKED = Counter("backcast_events_parked", "Events set aside for a person.", ["service", "type", "where"])

PUBLISH_SECONDS = Histogram(
    "backcast_publish_seconds",
    "From the sending of a batch to its last answer.",
    ["service"],
    buckets=_SECONDS,
)
APPLY_SECONDS = Histogram(
    "backcast_apply_seconds", "The transaction that applies a batch.", ["service"], buckets=_SECONDS
)
EVENT_SECONDS = Histogram(
    "backcast_event_seconds",
    "From the change to its being applied here.",
    ["service", "type"],
    buckets=_SECONDS,
)

SENDING, APPLYING = "sending", "applying"
"""Where an event was parked."""
