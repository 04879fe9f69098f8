"""How does memory go back to the computer that a large request took?"""

import contextlib
import ctypes


def give_back() -> None:
    """Give back what is free, where the C library (glibc) would keep it for later; elsewhere nothing is done.

    What has been freed stays with the process otherwise, in pieces between others that are still used, and the next
    request does not always fit into the pieces.
    """
    with contextlib.suppress(OSError, TypeError, AttributeError):  # no such library, no such name, no such function
        ctypes.CDLL(None).malloc_trim(0)
