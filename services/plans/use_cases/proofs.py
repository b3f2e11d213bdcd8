"""Keeping what shows that an update is true: links, photos and files."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID, uuid4

from services.plans.db.queries.proofs import count_proofs, proofs_of_update
from services.plans.domain.plans import Plan
from services.plans.domain.proofs import NewProof, Proof, ProofKind, checked_address
from services.plans.domain.refusals import Refused
from services.plans.domain.updates import Update
from services.plans.use_cases.outcomes import NotFound
from services.plans.use_cases.photo_files import PhotoStore
from services.plans.use_cases.proof_files import Upload
from shared.db.unit_of_work import UnitOfWork

MOST_PROOFS, MOST_OF_COMMITMENT = 10, 100
"""How many proofs one update keeps, and all updates of a commitment; anyone with a link can add some."""


@dataclass
class Filed:
    """Proofs whose files are kept; `taken` once a transaction made rows for them."""

    proofs: tuple[NewProof, ...]
    taken: bool = False


@contextmanager
def filed(store: PhotoStore, upload: Upload | None) -> Iterator[Filed]:
    """Write the upload's files before the transaction inside begins, so that no row is ever without.

    As with the photos of workshops, files that nothing took are removed at once, and those of a transaction
    that failed after it took them are swept later.
    """
    kept = Filed((_written(store, upload),) if upload else ())
    try:
        yield kept
    finally:
        if not kept.taken:
            store.remove(*(proof.id for proof in kept.proofs))


def link_to(address: str | None) -> tuple[NewProof, ...]:
    """Return the link as a proof, if there is one; raise Refused for what leads nowhere on the web."""
    if not address:
        return ()
    return (NewProof(id=uuid4(), kind=ProofKind.LINK, address=checked_address(address)),)


def keep_proofs(uow: UnitOfWork, update: Update, new: Sequence[NewProof], added_by: UUID | None) -> None:
    """Keep the proofs with the update that they are of; refuse them where the commitment has too many."""
    if new and count_proofs(uow, update.commitment_id) + len(new) > MOST_OF_COMMITMENT:
        raise Refused(f"A commitment keeps {MOST_OF_COMMITMENT} links, photos and files at most.")
    for each in new:
        proof = Proof(
            id=each.id,
            community_id=update.community_id,
            plan_id=update.plan_id,
            commitment_id=update.commitment_id,
            update_id=update.id,
            kind=each.kind,
            address=each.address,
            name=each.name,
            media_type=each.media_type,
            size=each.size,
            sha256=each.sha256,
            added_at=uow.now,
            added_by=added_by,
        )
        uow.session.add(proof)


def add_proofs(
    uow: UnitOfWork, commitment_id: UUID, update_id: UUID, new: Sequence[NewProof], added_by: UUID | None
) -> list[Proof]:
    """Add proofs to what was said before, and return all that it has.

    Raises:
        NotFound: the commitment has no such update.
        PlanClosed: its plan is closed.
        Refused: it would have more than an update keeps.
    """
    update = uow.session.get(Update, update_id, with_for_update=True, populate_existing=True)
    if update is None or update.commitment_id != commitment_id:
        raise NotFound
    uow.session.get_one(Plan, update.plan_id).check_open()
    if len(proofs_of_update(uow, update_id)) + len(new) > MOST_PROOFS:
        raise Refused(f"An update keeps {MOST_PROOFS} links, photos and files at most.")
    keep_proofs(uow, update, new, added_by)
    uow.session.flush()
    return proofs_of_update(uow, update_id)


def remove_proof(uow: UnitOfWork, commitment_id: UUID, proof_id: UUID, person_id: UUID | None) -> None:
    """Remove what a proof shows; its files go once this has committed. Again it changes nothing.

    It can be done in a closed plan too, for a photo may show somebody who never said yes to that.

    Raises:
        NotFound: the commitment has no such proof.
    """
    proof = uow.session.get(Proof, proof_id, with_for_update=True, populate_existing=True)
    if proof is None or proof.commitment_id != commitment_id:
        raise NotFound
    if proof.removed_at is None:
        proof.remove(uow.now, person_id)
    uow.session.flush()


def _written(store: PhotoStore, upload: Upload) -> NewProof:
    proof = NewProof(
        id=uuid4(),
        kind=upload.kind,
        name=upload.name,
        media_type=upload.media_type,
        size=upload.size,
        sha256=upload.sha256,
    )
    if upload.picture:
        store.put(proof.id, upload.picture)
    else:
        store.put_document(proof.id, upload.content)
    return proof
