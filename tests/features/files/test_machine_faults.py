"""A fault of the machine is told as one, with what to do; a fault of ours is not."""

import errno
import os

import pytest

from features.errors import MachineFault, UsageError
from features.files.machine_faults import machine_fault


def fault_of(code: int, place: str = "/data/records/grades.csv") -> OSError:
    return OSError(code, os.strerror(code), place)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (MemoryError(), "This machine has not enough memory for that"),
        (fault_of(errno.ENOMEM), "This machine has not enough memory for that"),
        (fault_of(errno.ENOSPC), "/data/records/grades.csv: there is no room left"),
        (fault_of(errno.EFBIG), "/data/records/grades.csv: there is no room left"),
        (fault_of(errno.EACCES), "/data/records/grades.csv: this account may not open it"),
        (fault_of(errno.EROFS), "/data/records/grades.csv: this account may not open it"),
        (fault_of(errno.EMFILE), "/data/records/grades.csv: too many files are open"),
        (fault_of(errno.EIO), "/data/records/grades.csv: the disk does not answer"),
        (OSError(errno.ENOSPC, "full"), "There is no room left; make room and start again."),
    ],
)
def test_a_fault_of_the_machine_has_a_sentence_and_the_exit_code_6(error: Exception, said: str) -> None:
    told = machine_fault(error)
    assert isinstance(told, MachineFault)
    assert (told.exit_code, told.sentences("en")[0][: len(said)]) == (6, said)
    assert told.sentences("ro") != told.sentences("en")


def test_a_name_that_is_too_long_is_a_mistake_of_the_command_and_is_not_shown_whole() -> None:
    told = machine_fault(fault_of(errno.ENAMETOOLONG, "/data/" + "x" * 5000))
    assert isinstance(told, UsageError)
    assert len(told.sentences("en")[0]) < 250


@pytest.mark.parametrize("error", [KeyError("x"), ValueError(), OSError("no number"), fault_of(errno.ENOTEMPTY)])
def test_what_is_no_fault_of_the_machine_is_not_told_as_one(error: Exception) -> None:
    assert machine_fault(error) is None


def test_the_place_is_said_where_the_error_does_not_know_it() -> None:
    told = machine_fault(OSError(errno.ENOSPC, "full"), "list.csv")
    assert told
    assert str(told).startswith("list.csv: there is no room left")
