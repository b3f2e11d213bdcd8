"""The files of photos: what a stranger sent becomes a picture of our own making, and is kept."""

from services.plans.use_cases.photo_files.choosing import photo_store
from services.plans.use_cases.photo_files.names import Size
from services.plans.use_cases.photo_files.pictures import (
    MOST_BODY,
    MOST_BYTES,
    Picture,
    PictureRefused,
    read_picture,
)
from services.plans.use_cases.photo_files.store import Kept, PhotoStore, StorageUnavailable

__all__ = [
    "MOST_BODY",
    "MOST_BYTES",
    "Kept",
    "PhotoStore",
    "Picture",
    "PictureRefused",
    "Size",
    "StorageUnavailable",
    "photo_store",
    "read_picture",
]
