"""A migration that fails after its first table."""
