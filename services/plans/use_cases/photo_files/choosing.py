"""Where photos lie is for whoever runs it to say."""

from functools import cache
from pathlib import Path

from services.plans.use_cases.photo_files.folder import FolderStore
from services.plans.use_cases.photo_files.store import PhotoStore
from shared.buckets import bucket_at, is_in_the_clear
from shared.settings import Settings


def photo_store(settings: Settings) -> PhotoStore:
    """Return the store that the settings name; all of a process share it, and with it its connections."""
    return _store_at(settings.photos_place)


@cache
def _store_at(place: str) -> PhotoStore:
    bucket = bucket_at(place)
    if bucket is None:
        return FolderStore(Path(place))
    from services.plans.use_cases.photo_files.bucket import BucketStore  # noqa: PLC0415  # An extra.

    return BucketStore(bucket, allow_http=is_in_the_clear())
