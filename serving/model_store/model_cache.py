"""Versions fetched from the registry into folders to serve from, and which one an alias had last.

A pointer for each alias of each registry names the version's folder, so that a service starts without asking the
registry, which takes longer than all the rest of a start.
"""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from features.files.whole_files import write_text_whole

if TYPE_CHECKING:
    from models.registry.registry import Registry


def pin_version(registry: "Registry", model: str, var: Path) -> Path:
    """Return the folder with the files of a version, fetched from MLflow unless they are there and whole."""
    from serving.model_store.model_folder import holds, write_pinned

    found = registry.find(model)
    folder = var / "serving" / found.run_id[:8] / found.version  # another registry may have a version 1 too
    if not holds(folder, run_id=found.run_id):
        from models.ranking.scorer import Scorer
        from models.registry.registry import logged_card

        scorer, card = Scorer(*registry.load(found.version)), logged_card(registry, found.run_id)
        write_pinned(scorer, folder, run_id=found.run_id, card=card)
    return folder


def pin_alias(registry: "Registry", alias: str, var: Path) -> Path:
    """Pin the version that an alias has now, and point to it; return the pointer."""
    pointer = pointer_of(alias, var, tracking_uri=registry.tracking_uri)
    point_to(pin_version(registry, alias, var), pointer)
    return pointer


def keep_up(registry: "Registry", alias: str, var: Path) -> None:
    """Point to the version that an alias has now, if a service here has followed it, for its next start."""
    if pointer_of(alias, var, tracking_uri=registry.tracking_uri).is_file():
        pin_alias(registry, alias, var)


def pointer_of(alias: str, var: Path, *, tracking_uri: str) -> Path:
    """Return the file that names the folder of the version that an alias of a registry had last."""
    return var / "serving" / f"{alias}-{hashlib.sha256(tracking_uri.encode()).hexdigest()[:8]}.pointer"


def pinned_last(pointer: Path) -> Path | None:
    """Return the folder that a pointer names; None where there is no pointer, or the folder is not whole."""
    if not pointer.is_file():
        return None
    from serving.model_store.model_folder import holds, read_pin

    folder = version_folder(pointer)
    run_id = read_pin(folder).get("run_id")
    return folder if run_id is not None and holds(folder, run_id=run_id) else None


def point_to(folder: Path, pointer: Path) -> None:
    """Name a version folder; whoever reads the pointer meanwhile finds the old name or the new one, never half."""
    name = str(folder.resolve())
    if not pointer.is_file() or pointer.read_text(encoding="utf-8") != name:
        write_text_whole(pointer, name)


def version_folder(place: Path) -> Path:
    """Return the version folder at a place: the one that the pointer there names, or else the place itself."""
    return Path(place.read_text(encoding="utf-8")) if place.is_file() else place
