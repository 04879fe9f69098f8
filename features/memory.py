"""How much memory has this process had at most?"""

import sys


def peak_bytes() -> int | None:
    """Return the most memory this process has had; None where the system does not say."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
