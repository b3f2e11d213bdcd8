"""How a receiver knows that a call is ours: signatures after the Standard Webhooks specification.

A secret is worked out from a key of the site, so no table and no backup of one holds what signs.
"""

import base64
import hmac
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from services.notify.domain.webhooks import Signer, Webhook

PREFIX = "whsec_"
"""Begins every secret, so that people and scanners of leaked secrets know one when they see it."""

_MARK_LENGTH = 16


class KeyGone(Exception):
    """The site's key from which the secret was made is no longer among its keys."""


class Keyring:
    """The site's secret keys, the newest first, as webhooks' secrets are made from them."""

    def __init__(self, secret_keys: Sequence[str]) -> None:
        self._keys: Mapping[str, bytes] = {mark_of(key): key.encode() for key in reversed(secret_keys)}
        self.mark = mark_of(secret_keys[0])

    def secret_of(self, webhook: Webhook) -> str:
        """Return the newest secret, in the form in which its owner is shown it."""
        (newest, *_) = webhook.signers(webhook.made_at)
        return PREFIX + base64.b64encode(self._secret(webhook.id, newest)).decode()

    def headers(self, webhook: Webhook, message_id: UUID, body: bytes, now: datetime) -> dict[str, str]:
        """Return the headers that prove a call; while a secret is changed over, it is signed with both.

        Raises:
            KeyGone: none of the webhook's secrets can be made any more.
        """
        stamp = str(int(now.timestamp()))
        secrets = [
            self._secret(webhook.id, signer)
            for signer in webhook.signers(now)
            if signer.key_mark in self._keys
        ]
        if not secrets:
            raise KeyGone
        signed = signatures(secrets, str(message_id), stamp, body)
        return {"webhook-id": str(message_id), "webhook-timestamp": stamp, "webhook-signature": signed}

    def _secret(self, webhook_id: UUID, signer: Signer) -> bytes:
        key = self._keys.get(signer.key_mark)
        if key is None:
            raise KeyGone
        return hmac.digest(key, f"backcast.webhook/{webhook_id}/{signer.generation}".encode(), "sha256")


def mark_of(key: str) -> str:
    """Return by what a key is known again; it says nothing of the key."""
    return sha256(f"backcast.webhook-key/{key}".encode()).hexdigest()[:_MARK_LENGTH]


def signatures(secrets: Iterable[bytes], message_id: str, stamp: str, body: bytes) -> str:
    """Return the value of webhook-signature: one signature for each secret, with a space between."""
    signed = b".".join((message_id.encode(), stamp.encode(), body))
    digests = (hmac.digest(secret, signed, "sha256") for secret in secrets)
    return " ".join(f"v1,{base64.b64encode(digest).decode()}" for digest in digests)
