"""The notify service's pages."""

from services.notify.web import digests, mailbox, nudges, unsubscribe, webhooks

WEB = (mailbox.pages, digests.pages, nudges.pages, unsubscribe.pages, webhooks.pages)
