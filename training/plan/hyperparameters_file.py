"""Tree hyperparameters in a file that people can read and change."""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from features.errors import UsageError
from features.files.bounded_text import read_json
from features.files.whole_files import write_text_whole
from features.i18n.text import Bilingual
from models.risk.lightgbm_fit import MAX_LEAVES, Hyperparameters

# Of each setting, the least and the most that makes sense; whether it is a whole number, its default says.
RANGES: Mapping[str, tuple[float, float]] = {
    "trees": (1, 5000),
    "learning_rate": (0.0001, 1),
    "leaves": (2, MAX_LEAVES),
    "min_children_per_leaf": (1, 100_000),
    "feature_fraction": (0.01, 1),
    "row_fraction": (0.01, 1),
    "l2": (0, 1_000_000),
    "non_cases_per_case": (1, 1_000_000),
    "seed": (0, 2**31 - 1),
    "seeds": (1, 20),
    "threads": (1, 64),
}


def write_hyperparameters(path: Path, hyperparameters: Hyperparameters) -> None:
    """Write hyperparameters as JSON; a reader sees the former file or this one, never half of it."""
    write_text_whole(path, json.dumps(asdict(hyperparameters), indent=1) + "\n")


def read_hyperparameters(path: Path) -> Hyperparameters:
    """Read hyperparameters; what the file leaves out is as by default.

    Raises
    ------
    UsageError
        If the file is missing or no JSON object, or names a setting that there is not or a value out of its range.
    """
    given = _read(path)
    if unknown := ", ".join(name for name in given if name not in RANGES):
        known = ", ".join(RANGES)
        raise UsageError(
            Bilingual(
                f"{path}: there is no setting {unknown}; choose among {known}.",
                f"{path}: nu există setarea {unknown}; alegeți dintre {known}.",
            )
        )
    return replace(Hyperparameters(), **{name: _checked(path, name, value) for name, value in given.items()})


def _read(path: Path) -> dict[str, Any]:
    try:
        given = read_json(path)
    except OSError as error:
        raise UsageError(
            Bilingual(
                f"{path} cannot be read ({error.strerror}); 'prezent search' writes such a file.",
                f"{path} nu se poate citi ({error.strerror}); „prezent search” scrie un astfel de fișier.",
            )
        ) from error
    except ValueError as error:
        raise UsageError(
            Bilingual(
                f"{path} is no JSON ({error}); 'prezent search' writes such a file.",
                f"{path} nu este JSON ({error}); „prezent search” scrie un astfel de fișier.",
            )
        ) from error
    if not isinstance(given, dict):
        raise UsageError(
            Bilingual(
                f'{path} holds no hyperparameters by name, such as {{"trees": 200}}.',
                f'{path} nu conține hiperparametri după nume, ca {{"trees": 200}}.',
            )
        )
    return given


def _checked(path: Path, name: str, value: Any) -> Any:
    """Return a value as the type of its default; true and false are no numbers here."""
    kind, (low, high) = type(getattr(Hyperparameters(), name)), RANGES[name]
    is_number = isinstance(value, int) or (kind is float and isinstance(value, float))
    if isinstance(value, bool) or not is_number or not low <= value <= high:
        wanted = Bilingual("a whole number", "un număr întreg") if kind is int else Bilingual("a number", "un număr")
        found = json.dumps(value, ensure_ascii=False)
        raise UsageError(
            Bilingual(
                f"{path}: {name} is {found}; write {wanted.en} from {low:g} to {high:.10g}.",
                f"{path}: {name} este {found}; scrieți {wanted.ro} de la {low:g} la {high:.10g}.",
            )
        )
    return kind(value)
