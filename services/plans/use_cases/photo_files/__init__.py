"""The files of photos: what a stranger sent becomes a picture of our own making, kept on disk."""

from services.plans.use_cases.photo_files.pictures import (
    MOST_BODY,
    MOST_BYTES,
    Picture,
    PictureRefused,
    read_picture,
)
from services.plans.use_cases.photo_files.store import PhotoStore, Size

__all__ = ["MOST_BODY", "MOST_BYTES", "PhotoStore", "Picture", "PictureRefused", "Size", "read_picture"]
