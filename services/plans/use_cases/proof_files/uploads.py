"""Reads an uploaded file, photo or document, before any transaction: a big photo takes a while."""

import hashlib
from dataclasses import dataclass
from pathlib import PurePath

from services.plans.domain.proofs import ProofKind
from services.plans.use_cases.photo_files import MOST_BYTES as MOST_PHOTO
from services.plans.use_cases.photo_files import Picture, PictureRefused, read_picture
from services.plans.use_cases.proof_files.kinds import MEDIA_TYPES, MEGABYTE, FileRefused, ending_of

MOST_BODY = MOST_PHOTO + MEGABYTE
"""How many bytes a form with one file may have: the largest photo, and what else it says."""

LONGEST_NAME = 120
_PHOTO_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"RIFF")
_PHOTO_TYPE = "image/jpeg"


@dataclass(frozen=True, kw_only=True)
class Upload:
    """What was sent and can be kept: a photo as a picture of our own making, a document as it came."""

    kind: ProofKind
    name: str
    media_type: str
    size: int
    sha256: str
    content: bytes
    picture: Picture | None = None


def read_upload(name: str, content: bytes) -> Upload:
    """Return what the file is; raise FileRefused for what is neither a photo nor a document that is kept."""
    if content.startswith(_PHOTO_STARTS):
        try:
            return _upload(name, content, "jpg", read_picture(content))
        except PictureRefused as refusal:
            raise FileRefused(str(refusal)) from refusal
    return _upload(name, content, ending_of(name, content))


def _upload(name: str, content: bytes, ending: str, picture: Picture | None = None) -> Upload:
    return Upload(
        kind=ProofKind.PHOTO if picture else ProofKind.FILE,
        name=f"{_stem(name)}.{ending}",
        media_type=_PHOTO_TYPE if picture else MEDIA_TYPES[ending],
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        picture=picture,
    )


def _stem(name: str) -> str:
    """Return what it was called, without folders and what cannot be seen."""
    last = PurePath(name.replace("\\", "/")).name
    shown = "".join(letter for letter in last if letter.isprintable() and letter not in '/:"<>|?*')
    return PurePath(shown).stem.strip(". ")[:LONGEST_NAME] or "file"
