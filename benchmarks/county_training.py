"""How long does a training take, and how much memory? Of an invented county, at ten as-of dates of six years.

``prezent train`` as it is started from the command line; the peak is of that process, as the system saw it. The
fingerprint is of the model's trees: it stays the same while records, plan and program do.

    python benchmarks/county_training.py [--pupils 60000] [--folder FOLDER]

With ``--folder`` the county and the last model stay there, and the county is used again.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from measured import Watch, machine_line

COUNTY, SEED, YEARS = "VS", 7, 6
DATES = (
    *(f"{year}-11-15" for year in range(2020, 2025)),
    *(f"{year}-03-01" for year in range(2021, 2025)),
    "2025-05-15",
)
OUTCOMES = ("dropped_out", "not_reenrolled", "year_not_closed", "exam_no_show")
TREES = "mlflow/models/*/artifacts/data/risk_model/trees.txt"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pupils", nargs="+", type=int, default=[60_000])
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = (asked.folder or Path(temporary)).resolve()
        print(f"{machine_line()}; county {COUNTY}, seed {SEED}, {YEARS} years, {len(DATES)} as-of dates, parquet")
        print(f"{'pupils':>10}{'seconds':>9}{'CPU s':>9}{'peak GB':>9}  trees (SHA-256)")
        for pupils in asked.pupils:
            county = folder / f"county-{pupils}"
            if not county.exists():
                made = ("--pupils", pupils, "--years", YEARS, "--seed", SEED, "--county", COUNTY, "--format", "parquet")
                subprocess.run(_command("synth", county, *made), check=True, stdout=subprocess.DEVNULL)
            print(_trained(county, folder / f"var-{pupils}", pupils), flush=True)


def _trained(county: Path, var: Path, pupils: int) -> str:
    """Train on a county from nothing and return the figures as a row of the table."""
    shutil.rmtree(var, ignore_errors=True)
    dates = [part for date in DATES for part in ("--as-of", date)]
    outcomes = [part for outcome in OUTCOMES for part in ("--outcome", outcome)]
    inherited = {name: value for name, value in os.environ.items() if name != "MLFLOW_TRACKING_URI"}
    command = _command("train", county, *dates, *outcomes, "--until", "09-30")
    process = subprocess.Popen(command, env={**inherited, "PREZENT_VAR": str(var)}, stdout=subprocess.DEVNULL)
    with Watch(process.pid) as watch:
        process.wait()
    if process.returncode:
        sys.exit(f"prezent train ended with exit code {process.returncode}")
    (trees,) = var.glob(TREES)
    digest = hashlib.sha256(trees.read_bytes()).hexdigest()[:16]
    return f"{pupils:>10,}{watch.seconds:>9.1f}{watch.cpu:>9.1f}{watch.peak / 1e9:>9.2f}  {digest}"


def _command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "prezent", "--lang", "en", *map(str, arguments)]


if __name__ == "__main__":
    main()
