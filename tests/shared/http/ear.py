"""A handler that fails until it is mended."""

from dataclasses import dataclass


@dataclass
class Ear:
    mended: bool = False

    def __call__(self, _uow: object, _event: object) -> None:
        if not self.mended:
            raise RuntimeError("the handler\nof Jo Bloggs")
