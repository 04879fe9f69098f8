"""The three files of a risk model: tables of its trees, the trees as LightGBM wrote them, and a manifest of the rest.

The manifest names the SHA-256 of the other two and of itself, so that a damaged or mixed-up artifact is refused. (Who
changes files on purpose can write hashes too: what was signed is in ``registry.logged_model``.) This module also
travels with each version that is logged to MLflow (``registry.model_code``) and needs nothing but NumPy.
"""

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from features.errors import Refused
from features.i18n.text import Bilingual

TABLES_FILE = "tables.npz"
TREES_FILE = "trees.txt"
MANIFEST_FILE = "manifest.json"
FILES = (TABLES_FILE, TREES_FILE, MANIFEST_FILE)
FORMAT = 6
_OWN_HASH = "sha256"  # of all other entries of the manifest


@dataclass(frozen=True)
class ModelFiles:
    """What the files hold: arrays by name, LightGBM's text, and the manifest's entries as JSON has them."""

    tables: Mapping[str, npt.NDArray[Any]]
    trees: str
    manifest: Mapping[str, Any]


def write_files(files: ModelFiles, folder: Path) -> None:
    """Write the files into an existing folder; nothing is pickled, and the same model is the same bytes."""
    written = io.BytesIO()
    np.savez_compressed(written, **files.tables)  # type: ignore[arg-type]  # it takes keywords of other kinds too
    tables, trees = written.getvalue(), files.trees.encode()
    (folder / TABLES_FILE).write_bytes(tables)
    (folder / TREES_FILE).write_bytes(trees)
    manifest = {"format": FORMAT, "tables_sha256": _sha256(tables), "trees_sha256": _sha256(trees), **files.manifest}
    manifest[_OWN_HASH] = _hash_of(manifest)
    (folder / MANIFEST_FILE).write_text(json.dumps(manifest, indent=1), encoding="utf-8")


def read_files(folder: Path) -> ModelFiles:
    """Read the files; Refused if one is missing, damaged, or of another model or format."""
    try:
        manifest = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
        if manifest["format"] != FORMAT:
            raise Refused(
                Bilingual(
                    f"The model in {folder} was made by another version of Prezent (format {manifest['format']}, here "
                    f"{FORMAT}); train it again.",
                    f"Modelul din {folder} a fost făcut de altă versiune de Prezent (formatul {manifest['format']}, "
                    f"aici {FORMAT}); antrenați-l din nou.",
                )
            )
        own_hash = manifest.pop(_OWN_HASH)
        tables, trees = (folder / TABLES_FILE).read_bytes(), (folder / TREES_FILE).read_bytes()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise cannot_be_read(folder, error) from error
    written = (manifest.get("tables_sha256"), manifest.get("trees_sha256"), own_hash)
    if (_sha256(tables), _sha256(trees), _hash_of(manifest)) != written:
        raise Refused(
            Bilingual(
                f"The files of the model in {folder} do not belong together; train and register it again.",
                f"Fișierele modelului din {folder} nu sunt ale aceluiași model; antrenați-l și înregistrați-l din nou.",
            )
        )
    with np.load(io.BytesIO(tables), allow_pickle=False) as arrays:
        return ModelFiles(dict(arrays), trees.decode(), manifest)


def cannot_be_read(folder: Path, error: Exception) -> Refused:
    """Return the refusal of files that are missing or hold something else."""
    reason = str(error).partition("\n")[0] or type(error).__name__
    return Refused(
        Bilingual(
            f"The model in {folder} cannot be read ({reason}); register it again.",
            f"Modelul din {folder} nu poate fi citit ({reason}); înregistrați-l din nou.",
        )
    )


def _hash_of(manifest: Mapping[str, Any]) -> str:
    return _sha256(json.dumps(dict(manifest), sort_keys=True).encode())


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
