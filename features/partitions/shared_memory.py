"""Large results of another process, their arrays through memory that both can see.

Through a pipe half a gigabyte would be copied four times, this way it is copied once. The memory has no name that would
outlive the two processes. Where a system has none such, arrays go through the pipe.
"""

import mmap
import os
import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

_SMALL = 2**20  # bytes of arrays that are not worth it
_ALIGNED = 64  # bytes, so that arrays begin where the processor likes it


@dataclass(frozen=True)
class Passed:
    """A result on its way: what it is, and its arrays, here or in memory that is ``shared``."""

    content: bytes
    sizes: tuple[int, ...]
    arrays: tuple[bytearray, ...] = ()
    shared: Any = None

    def received(self) -> Any:
        """Return the result; memory that was shared is now that of its arrays alone."""
        if self.shared is None:
            return pickle.loads(self.content, buffers=self.arrays)  # noqa: S301  (written by a process of ours)
        file = self.shared.detach()
        try:
            memory = memoryview(mmap.mmap(file, 0, access=mmap.ACCESS_COPY))
        finally:
            os.close(file)
        arrays = [memory[start:][:size] for start, size in zip(_starts(self.sizes), self.sizes, strict=True)]
        return pickle.loads(self.content, buffers=arrays)  # noqa: S301


def passed(result: object) -> Passed:
    """Prepare a result to be sent to another process of this machine."""
    kept: list[pickle.PickleBuffer] = []
    content = pickle.dumps(result, protocol=5, buffer_callback=kept.append)
    arrays = [each.raw() for each in kept]
    sizes = tuple(each.nbytes for each in arrays)
    if sum(sizes) < _SMALL or not hasattr(os, "memfd_create"):
        return Passed(content, sizes, tuple(map(bytearray, arrays)))
    from multiprocessing.reduction import DupFd

    file = os.memfd_create("prezent")
    try:
        with open(file, "wb", closefd=False) as memory:
            for array in arrays:
                memory.write(array)
                memory.write(bytes(_room(array.nbytes) - array.nbytes))
        return Passed(content, sizes, shared=DupFd(file))
    finally:
        os.close(file)


def _starts(sizes: Sequence[int]) -> Sequence[int]:
    """Return where arrays of so many bytes begin in the shared memory."""
    return list(accumulate(map(_room, sizes), initial=0))[:-1]


def _room(size: int) -> int:
    """Return the bytes that an array of so many bytes takes."""
    return -(-size // _ALIGNED) * _ALIGNED
