"""Signed links: what an e-mail carries so that a person needs no account."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

import msgspec
from itsdangerous import BadData, TimestampSigner, URLSafeTimedSerializer

from shared.clock import Clock, utc_now

_ID_BYTES = 16
LONGEST_TOKEN = 2048
"""Longer texts are refused unread; a real token has some 160 characters."""


class BadLink(Exception):
    """The token is not ours, is of another purpose, was tampered with or is too old."""


@dataclass(frozen=True, kw_only=True)
class Link:
    """What a good token says, and when it was made."""

    payload: Mapping[str, Any]
    made_at: datetime


class _Packed:
    """Payloads as MessagePack with ids as their 16 bytes: an e-mail's link has half the length of JSON's."""

    @staticmethod
    def dumps(payload: Mapping[str, Any]) -> bytes:
        return msgspec.msgpack.encode({name: _packed(value) for name, value in payload.items()})

    @staticmethod
    def loads(packed: bytes) -> Any:
        payload = msgspec.msgpack.decode(packed)
        if not isinstance(payload, dict):
            return None
        return {name: _unpacked(value) for name, value in payload.items()}


def _packed(value: Any) -> Any:
    try:
        return UUID(value).bytes if isinstance(value, str) and str(UUID(value)) == value else value
    except ValueError:
        return value


def _unpacked(value: Any) -> Any:
    return str(UUID(bytes=value)) if isinstance(value, bytes) and len(value) == _ID_BYTES else value


class Links:
    """Makes and reads signed tokens, each good for one purpose only.

    Args:
        secret_keys: the first one signs, all of them are accepted, so that keys can be rotated.
        clock: tells when a token is made and how old it is.
    """

    def __init__(self, secret_keys: Sequence[str], clock: Clock = utc_now) -> None:
        self._keys = tuple(reversed(secret_keys))
        self._clock = clock

    def make(self, purpose: str, payload: Mapping[str, Any]) -> str:
        """Return a token for a URL's path; it holds no full stop, at which mail programs cut links."""
        token = cast("bytes", self._serializer(purpose).dumps(dict(payload)))
        return token.decode().replace(".", "~")

    def read(self, purpose: str, token: str, max_age: timedelta) -> Link:
        """Return what the token says.

        Raises:
            BadLink: with no word on why, since whoever shows the token is told the same in every case.
        """
        if len(token) > LONGEST_TOKEN or "." in token:
            raise BadLink
        try:
            payload, made_at = self._serializer(purpose).loads(
                token.replace("~", "."), max_age=int(max_age.total_seconds()), return_timestamp=True
            )
        except BadData as fault:
            raise BadLink from fault
        if not isinstance(payload, dict):
            raise BadLink
        return Link(payload=payload, made_at=made_at)

    def _serializer(self, purpose: str) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(
            list(self._keys),
            salt=f"backcast.{purpose}",
            serializer=_Packed,
            signer=_signer(self._clock),
            signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
        )


def _signer(clock: Clock) -> type[TimestampSigner]:
    """Return a signer that reads our clock instead of the machine's."""

    class ClockedSigner(TimestampSigner):
        def get_timestamp(self) -> int:
            return int(clock().timestamp())

    return ClockedSigner
