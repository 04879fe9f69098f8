"""Ten thousand mangled workbooks: none may end in a traceback, a hang, a half import or more than its memory.

    python benchmarks/sheet_fuzz.py [--files 10000] [--seed 1]

Each file is imported within bounds of memory and time; how the imports ended is counted.
"""

import argparse
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.support.sheets import mangling

SECONDS = 20  # of one file
DATA = Path(__file__).parents[1] / "tests" / "data" / "sheets"


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--files", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (mangling.MEMORY, mangling.MEMORY))
    signal.signal(signal.SIGALRM, lambda *_: (_ for _ in ()).throw(TimeoutError("a file takes too long")))
    ended: Counter[str] = Counter()
    longest = (0.0, "")
    with tempfile.TemporaryDirectory() as folder:
        right = mangling.samples(Path(folder), DATA)
        for seed in range(chosen.seed, chosen.seed + chosen.files):
            name, content = mangling.mangled(seed, right, Path(folder))
            path = Path(folder) / f"mangled{Path(name).suffix}"
            path.write_bytes(content)
            begun = time.perf_counter()
            signal.alarm(SECONDS)
            try:
                ended[mangling.outcome(path)] += 1
            except BaseException as error:
                kept = Path(tempfile.gettempdir()) / f"sheet-fuzz-{name}"
                kept.write_bytes(content)
                print(f"seed {seed}: {type(error).__name__}: {error} (kept as {kept})", flush=True)
                ended["FAILED"] += 1
            signal.alarm(0)
            longest = max(longest, (time.perf_counter() - begun, name))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    print(f"{chosen.files} files: {dict(ended)}; longest {longest[0]:.2f} s ({longest[1]}); peak {peak:.0f} MB")


if __name__ == "__main__":
    main()
