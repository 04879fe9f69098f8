"""Which version folder does a service answer from, when that may change? A small file names it."""

import os
from pathlib import Path


def point_to(folder: Path, pointer: Path) -> None:
    """Name a version folder; whoever reads the pointer meanwhile finds the old name or the new one, never half."""
    new = pointer.with_suffix(".new")
    new.write_text(str(folder.resolve()), encoding="utf-8")
    os.replace(new, pointer)


def version_folder(place: Path) -> Path:
    """Return the version folder at a place: the one that the pointer there names, or else the place itself."""
    return Path(place.read_text(encoding="utf-8")) if place.is_file() else place
