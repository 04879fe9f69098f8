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


def duplicate_cautions(files: CountryFiles, partitions: Sequence[Partition]) -> tuple[Caution, ...]:
    """Return a caution if children, and one if schools, are in the lists of more than one of the finished partitions.

    What is compared are 64-bit hashes of the ids, eight bytes a child: among three million, one in five million times
    a caution is a false alarm.
    """
    found = (_pupils(*_in_two(files, partitions, "pupil_id", (LISTS, NOT_SCORED))),
             _schools(*_in_two(files, partitions, "school_id", (SCHOOLS,))))  # fmt: skip
    return tuple(caution for caution in found if caution)


def _in_two(
    files: CountryFiles, partitions: Sequence[Partition], column: str, tables: Sequence[str]
) -> tuple[int, list[str]]:
    """Count the ids that are in more than one partition, and name the partitions that have any of them."""
    hashes = [
        np.concatenate([_hashes(files, partition, table, column) for table in tables]) for partition in partitions
    ]
    ids, counts = np.unique(np.concatenate([np.unique(partition) for partition in hashes]), return_counts=True)
    shared = ids[counts > 1]
    return len(shared), [
        partition.name for partition, own in zip(partitions, hashes, strict=True) if np.isin(shared, own).any()
    ]


def _hashes(files: CountryFiles, partition: Partition, table: str, column: str) -> Hashes:
    ids = files.column(partition, table, column).to_numpy(object)
    return np.asarray(pd.util.hash_array(ids, categorize=False), dtype=np.uint64)


def _pupils(count: int, partitions: Sequence[str]) -> Caution | None:
    if not count:
        return None
    names = ", ".join(partitions)
    return Caution(
        "pupils_in_two_partitions",
        f"{counted(count, 'copil este', 'copii sunt', 'ro')} în listele mai multor părți ({names}); lăsați fiecare "
        "copil într-un singur județ, apoi cereți din nou listele.",
        f"{counted(count, 'child is', 'children are', 'en')} in the lists of more than one partition ({names}); "
        "leave each "
        "child in one county only, then ask for the lists again.",
    )


def _schools(count: int, partitions: Sequence[str]) -> Caution | None:
    if not count:
        return None
    names = ", ".join(partitions)
    return Caution(
        "schools_in_two_partitions",
        f"{counted(count, 'școală este', 'școli sunt', 'ro')} în mai multe părți ({names}) și au acolo câte o listă; "
        "puneți toate înregistrările unei școli la un loc, apoi cereți din nou listele.",
        f"{counted(count, 'school is', 'schools are', 'en')} in more than one partition ({names}), with a list in "
        "each; put "
        "all records of a school in one place, then ask for the lists again.",
    )
