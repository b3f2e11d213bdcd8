"""Which files no row knows of."""

from collections.abc import Iterable, Iterator
from itertools import islice

from services.plans.use_cases.photo_files.names import id_in
from services.plans.use_cases.photo_files.store import Known

BATCH = 500


def orphans(names: Iterable[str], known: Known) -> Iterator[list[str]]:
    """Yield the names of files that have no row, some at a time; names that are not ours are never told."""
    rest = iter(names)
    while some := list(islice(rest, BATCH)):
        ids = {name: owner for name in some if (owner := id_in(name))}
        kept = set(known(set(ids.values())))
        yield [name for name, owner in ids.items() if owner not in kept]
