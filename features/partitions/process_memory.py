"""The memory of a process: the most it had, and whether it keeps what is free or gives it back."""

import contextlib
import ctypes
import sys

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # as glibc's malloc.h numbers them
_NO_SUCH = (OSError, TypeError, AttributeError)  # library, name, function: only glibc has them all


def peak_bytes() -> int | None:
    """Return the most memory this process has had; None where the system does not say."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def keep_memory() -> None:
    """Keep memory that is free again for what comes next, where the C library can be told so.

    A process that works on one partition after the other needs as much for each: to get it anew from the system takes a
    tenth of the time. The most it has is what the largest partition takes.
    """
    import pyarrow

    pyarrow.set_memory_pool(pyarrow.system_memory_pool())
    with contextlib.suppress(*_NO_SUCH):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_TRIM_THRESHOLD, 2**31 - 1)
        mallopt(_MMAP_THRESHOLD, 2**30)


def give_back_memory() -> None:
    """Give back what is free, where the C library would keep it for later; elsewhere nothing is done.

    What has been freed stays with the process otherwise, in pieces between others that are still used, and what comes
    next does not always fit into the pieces.
    """
    with contextlib.suppress(*_NO_SUCH):
        ctypes.CDLL(None).malloc_trim(0)
