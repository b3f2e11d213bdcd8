"""The notify service's pages."""

from services.notify.web import digests, mailbox, nudges, unsubscribe

WEB = (mailbox.pages, digests.pages, nudges.pages, unsubscribe.pages)
