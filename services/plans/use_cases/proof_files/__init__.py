"""The files that show what an update says: what they are is found by what is in them."""

from services.plans.use_cases.proof_files.kinds import MOST_BYTES, FileRefused
from services.plans.use_cases.proof_files.uploads import MOST_BODY, Upload, read_upload

__all__ = ["MOST_BODY", "MOST_BYTES", "FileRefused", "Upload", "read_upload"]
