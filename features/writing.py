"""How are tables written as a record folder?"""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import pandas as pd

from features.errors import UsageError


def write_records(
    out: Path, tables: Mapping[str, pd.DataFrame], *, config: str = "", file_format: Literal["csv", "parquet"] = "csv"
) -> None:
    """Write a record folder in one step: either the whole folder is there afterwards, or nothing is.

    Parameters
    ----------
    out
        The folder to make; it must not hold anything yet.
    tables
        Table name to rows. Columns that are entirely missing are left out; a table without rows keeps its header.
    config
        The text of ``prezent.toml``, where situation columns or scales are declared.

    Raises
    ------
    UsageError
        If ``out`` already holds something.
    """
    refuse_full_folder(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        for name, frame in tables.items():
            _write_table(
                staging / f"{name}.{file_format}", frame.dropna(axis="columns", how="all") if len(frame) else frame
            )
        if config:
            (staging / "prezent.toml").write_text(config, encoding="utf-8")
        if out.exists():
            out.rmdir()
        os.chmod(staging, 0o755)  # noqa: S103  (mkdtemp makes it private; the user asked for an ordinary folder)
        staging.rename(out)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def refuse_full_folder(out: Path) -> None:
    """Raise UsageError when the folder to write already holds something or is the one we stand in."""
    if out.name in ("", ".."):
        raise UsageError(f"{out} has no name of its own; name a new folder for the records, such as records.")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(f"{out} already holds something; name a new or empty folder for the records.")


def _write_table(path: Path, frame: pd.DataFrame) -> None:
    if path.suffix == ".parquet":
        frame.to_parquet(path, index=False)
    else:
        frame.to_csv(path, index=False, date_format="%Y-%m-%d", lineterminator="\n")
