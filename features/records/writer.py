"""Tables written as a record folder."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pandas as pd

from features.errors import UsageError
from features.files.whole_files import hidden_name
from features.i18n.text import Bilingual

FileFormat = Literal["csv", "parquet"]


def write_records(
    out: Path, tables: Mapping[str, pd.DataFrame], *, config: str = "", file_format: FileFormat = "csv"
) -> None:
    """Write a record folder in one step: either the whole folder is there afterwards, or nothing is.

    Parameters
    ----------
    out
        The folder to make; it must not hold anything yet.
    tables
        Table name to rows; see ``write_table``.
    config
        The text of ``prezent.toml``, where situation columns or scales are declared.

    Raises
    ------
    UsageError
        If ``out`` already holds something.
    """
    with new_folder(out) as folder:
        for name, frame in tables.items():
            write_table(folder, name, frame, file_format=file_format)
        if config:
            (folder / "prezent.toml").write_text(config, encoding="utf-8")


@contextmanager
def new_folder(out: Path) -> Iterator[Path]:
    """Give a hidden folder to fill, which becomes ``out`` when the block ends; if it fails, nothing is left.

    Only its owner can read what is in it: records speak of children.

    Raises
    ------
    UsageError
        If ``out`` already holds something.
    """
    refuse_full_folder(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    staging = hidden_name(out)
    staging.mkdir(mode=0o700)  # records of children, until they lie where they were asked for
    try:
        yield staging
        if out.exists():
            out.rmdir()
        _for_owner_only(staging)
        staging.rename(out)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _for_owner_only(folder: Path) -> None:
    """Take from everybody else what a program with an open umask wrote; ``mkdtemp`` made the folder itself so."""
    for path in folder.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)


def write_table(folder: Path, name: str, frame: pd.DataFrame, *, file_format: FileFormat) -> None:
    """Write one table; columns that are entirely missing are left out, a table without rows keeps its header."""
    path = folder / f"{name}.{file_format}"
    given = frame.dropna(axis="columns", how="all") if len(frame) else frame
    if file_format == "parquet":
        given.to_parquet(path, index=False)
    else:
        given.to_csv(path, index=False, date_format="%Y-%m-%d", lineterminator="\n")


def refuse_full_folder(out: Path) -> None:
    """Raise UsageError when the folder to write already holds something or is the one we stand in."""
    if out.name in ("", ".."):
        raise UsageError(
            Bilingual(
                f"{out} has no name of its own; name a new folder for the records, such as records.",
                f"{out} nu are un nume al său; indicați un dosar nou pentru date, de pildă records.",
            )
        )
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(
            Bilingual(
                f"{out} already holds something; name a new or empty folder for the records.",
                f"{out} conține deja ceva; indicați un dosar nou sau gol pentru date.",
            )
        )
