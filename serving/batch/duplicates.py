"""Children and schools that are in two partitions of a country, and so would be listed twice."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from features.arrays import Hashes
from features.i18n.numbers import counted
from features.partitions.partition import Partition
from models.ranking.list_warnings import Caution
from serving.batch.checkpoints import CountryFiles
from serving.batch.tables import LISTS, NOT_SCORED, SCHOOLS


def duplicate_cautions(files: CountryFiles, parts: Sequence[Partition]) -> tuple[Caution, ...]:
    """Return a caution if children, and one if schools, are in the lists of more than one of the finished parts.

    What is compared are 64-bit hashes of the ids, eight bytes a child: among three million, one in five million times
    a caution is a false alarm.
    """
    found = (_pupils(*_in_two(files, parts, "pupil_id", (LISTS, NOT_SCORED))),
             _schools(*_in_two(files, parts, "school_id", (SCHOOLS,))))  # fmt: skip
    return tuple(caution for caution in found if caution)


def _in_two(
    files: CountryFiles, parts: Sequence[Partition], column: str, tables: Sequence[str]
) -> tuple[int, list[str]]:
    """Count the ids that are in more than one part, and name the parts that have any of them."""
    hashes = [np.concatenate([_hashes(files, part, table, column) for table in tables]) for part in parts]
    ids, counts = np.unique(np.concatenate([np.unique(part) for part in hashes]), return_counts=True)
    shared = ids[counts > 1]
    return len(shared), [part.name for part, own in zip(parts, hashes, strict=True) if np.isin(shared, own).any()]


def _hashes(files: CountryFiles, part: Partition, table: str, column: str) -> Hashes:
    ids = files.column(part, table, column).to_numpy(object)
    return np.asarray(pd.util.hash_array(ids, categorize=False), dtype=np.uint64)


def _pupils(count: int, parts: Sequence[str]) -> Caution | None:
    if not count:
        return None
    names = ", ".join(parts)
    return Caution(
        "pupils_in_two_parts",
        f"{counted(count, 'copil este', 'copii sunt', 'ro')} în listele mai multor părți ({names}); lăsați fiecare "
        "copil într-un singur județ, apoi cereți din nou listele.",
        f"{counted(count, 'child is', 'children are', 'en')} in the lists of more than one part ({names}); leave each "
        "child in one county only, then ask for the lists again.",
    )


def _schools(count: int, parts: Sequence[str]) -> Caution | None:
    if not count:
        return None
    names = ", ".join(parts)
    return Caution(
        "schools_in_two_parts",
        f"{counted(count, 'școală este', 'școli sunt', 'ro')} în mai multe părți ({names}) și au acolo câte o listă; "
        "puneți toate înregistrările unei școli la un loc, apoi cereți din nou listele.",
        f"{counted(count, 'school is', 'schools are', 'en')} in more than one part ({names}), with a list in each; put "
        "all records of a school in one place, then ask for the lists again.",
    )
