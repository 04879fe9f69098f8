"""What was measured where: machine, date, seed."""

import datetime as dt
import os
import platform


def machine_line() -> str:
    """Say in one line on what machine and day a benchmark ran."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    today = dt.datetime.now().astimezone().date()
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}, {today}"
