"""The path of a change: outbox, relay, transport, consumer, inbox."""
