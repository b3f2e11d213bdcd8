"""Photos and documents in a bucket of S3-compatible storage; imported only where the extra `s3` is there."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from obstore.exceptions import BaseError
from obstore.store import S3Store

from services.plans.use_cases.photo_files.names import Size, document_name, name_of, names_of
from services.plans.use_cases.photo_files.orphans import BATCH, orphans
from services.plans.use_cases.photo_files.pictures import Picture
from services.plans.use_cases.photo_files.store import GRACE, Kept, Known, StorageUnavailable
from shared.buckets import Bucket

CONNECT_SECONDS, TRY_SECONDS, RETRY_SECONDS = 2, 10, 8
"""How long one try may take until it is connected and in all, and after how long no other try begins."""

TRIES_MORE = 2
_GONE = "NoSuchBucket"
_REASONS = tuple(
    re.compile(pattern)
    for pattern in (r"<Code>(\w{1,64})</Code>", r"status code: (\d{3})\b", r"\bkind: (\w{1,32})\b")
)
"""What of a fault's text may be told, the most telling first: its rest may hold keys and what was signed."""

_log = structlog.get_logger(__name__)


class BucketStore:
    """Keeps photos and documents as objects of one bucket, below the prefix."""

    def __init__(self, bucket: Bucket, *, allow_http: bool) -> None:
        self._objects = S3Store(
            bucket.name,
            prefix=bucket.prefix or None,
            client_options={
                "allow_http": allow_http,
                "connect_timeout": timedelta(seconds=CONNECT_SECONDS),
                "timeout": timedelta(seconds=TRY_SECONDS),
            },
            retry_config={"max_retries": TRIES_MORE, "retry_timeout": timedelta(seconds=RETRY_SECONDS)},
        )

    def put(self, photo_id: UUID, picture: Picture) -> None:
        """Keep both files; when this returns the storage has them."""
        self._put(name_of(photo_id, Size.LARGE), picture.large)
        self._put(name_of(photo_id, Size.SMALL), picture.small)

    def put_document(self, document_id: UUID, content: bytes) -> None:
        """Keep the document's one file as it came, likewise."""
        self._put(document_name(document_id), content)

    def photo(self, photo_id: UUID, size: Size) -> Kept | None:
        """Fetch the photo in this size, if it is there."""
        return self._get(name_of(photo_id, size))

    def document(self, document_id: UUID) -> Kept | None:
        """Fetch the document, if it is there."""
        return self._get(document_name(document_id))

    def remove(self, *ids: UUID) -> None:
        """Remove the files of these photos or documents, all by one request, or leave them to `sweep`."""
        try:
            self._delete([name for each in ids for name in names_of(each)])
        except StorageUnavailable as fault:
            _log.warning("files are left to be swept", reason=fault.reason)

    def sweep(self, now: datetime, known: Known) -> int:
        """Remove old files of which no row knows, and return how many. Files of other names stay."""
        swept = 0
        for some in orphans(self._old(now), known):
            self._delete(some)
            swept += len(some)
        return swept

    def _old(self, now: datetime) -> Iterator[str]:
        """Yield the names of old files, which the storage lists page by page."""
        with _told():
            for page in self._objects.list(chunk_size=BATCH):
                yield from (each["path"] for each in page if now - each["last_modified"] > GRACE)

    def _put(self, name: str, content: bytes) -> None:
        with _told():
            # In one piece: what is cut off on its way leaves nothing behind, not even parts that nobody sees.
            self._objects.put(name, content, use_multipart=False)

    def _get(self, name: str) -> Kept | None:
        with _told():
            try:
                found = self._objects.get(name)
            except FileNotFoundError as fault:
                if _reason(fault) == _GONE:
                    raise
                return None
            return Kept(content=bytes(found.bytes()), since=found.meta["last_modified"])

    def _delete(self, names: list[str]) -> None:
        with _told():
            self._objects.delete(names)


@contextmanager
def _told() -> Iterator[None]:
    """Say StorageUnavailable, and of the library's own words only what may stand in a log."""
    try:
        yield
    except (BaseError, OSError) as fault:
        raise StorageUnavailable(_reason(fault)) from None


def _reason(fault: Exception) -> str:
    found = (pattern.search(str(fault)) for pattern in _REASONS)
    return next((each[1] for each in found if each), type(fault).__name__)
