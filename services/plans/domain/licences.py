"""Under which licence a plan's open data may be used again."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Licence(StrEnum):
    """A licence that a plan may state, by its SPDX identifier where it has one."""

    NONE = "none"
    OGL = "OGL-UK-3.0"
    CC_BY = "CC-BY-4.0"
    CC0 = "CC0-1.0"


@dataclass(frozen=True)
class Terms:
    """What people call a licence, and where it is written out."""

    name: str
    address: str | None = None


TERMS: Mapping[Licence, Terms] = {
    Licence.NONE: Terms("None, all rights reserved"),
    Licence.OGL: Terms(
        "Open Government Licence v3.0",
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    ),
    Licence.CC_BY: Terms(
        "Creative Commons Attribution 4.0 (CC BY 4.0)", "https://creativecommons.org/licenses/by/4.0/"
    ),
    Licence.CC0: Terms(
        "Creative Commons Zero 1.0 (CC0 1.0)", "https://creativecommons.org/publicdomain/zero/1.0/"
    ),
}
"""What a plan may choose from; until it does, nobody may use it again without asking."""
