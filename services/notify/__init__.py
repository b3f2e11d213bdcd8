"""Notify tells people what is theirs: nudges to contacts, digests to officers, sign-in links.

It owns nudges, digests, preferences, deliveries and webhooks. It says `nudge_sent` and hears everything
that it must tell people about (`shared.contracts.routing.HEARS["notify"]`).
"""
