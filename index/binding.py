"""What a store is bound to: the embedding model that its vectors were made with. Proved by tests/test_index_build.py."""

from __future__ import annotations

from index.catalogue import Catalogue
from index.embed import ModelIdentity
from index.errors import StoreMismatch

__all__ = ["claim_model", "read_model", "require_weights"]


def read_model(catalogue: Catalogue) -> ModelIdentity | None:
    """The model a store was made with, or None before its first indexing."""
    name, dimension, digest = (catalogue.meta(key) for key in ("model", "dimension", "digest"))
    if name is None or dimension is None or digest is None:
        return None
    return ModelIdentity(name, int(dimension), digest)


def claim_model(catalogue: Catalogue, identity: ModelIdentity) -> None:
    """Bind the store to the model, or refuse a model whose weights differ from those it is bound to."""
    known = read_model(catalogue)
    if known is None:
        with catalogue.transaction():
            for key, value in (
                ("model", identity.name),
                ("dimension", str(identity.dimension)),
                ("digest", identity.digest),
            ):
                catalogue.set_meta(key, value)
    else:
        require_weights(known, identity)


def require_weights(known: ModelIdentity, identity: ModelIdentity) -> None:
    """Refuse a model that is not the one a store was made with.

    Raises:
        StoreMismatch: its weights are others.
    """
    if known != identity:
        message = (
            f"got {identity.name!r} with weights {identity.digest[:12]}...; expected {known.digest[:12]}..., "
            "which this store was made with: index the decisions into a new folder"
        )
        raise StoreMismatch(message)
