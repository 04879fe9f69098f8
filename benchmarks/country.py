"""How long does a country take, and how much memory? Every school's list, county by county, as the program makes them.

The model is trained once, on a county of its own, into a folder of its own; nations are invented by ``prezent synth``
with two school years. Per 100,000 children in school at the date: the seconds without loading, so that sizes can be
compared, and all seconds of the processor. Every partition costs a tenth of a second more, however few children it has.

    python benchmarks/country.py [--pupils 150000 600000] [--county B] [--processes 1] [--format parquet]
        [--folder FOLDER]

With ``--folder`` the model and the nations stay there and are used again. Processor time and memory are those of all
processes together; by default there are as many as cores.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from measured import Watch, machine_line

AS_OF, CAPACITY, SEED = "2026-04-20", 0.05, 8
SIGNED = ("--by", "benchmark", "--reason", "the only model")
OVERRULED = ("--overruled-by", "second benchmark", "--overrule-reason", "invented children only")


@dataclass(frozen=True)
class Measured:
    """One run: what it says of itself, and the time and memory of all its processes as the system saw them."""

    total: dict[str, Any]
    partitions: int
    seconds: float
    cpu_seconds: float
    until_ranking: float
    peak_gb: float
    rows: int
    out_bytes: int

    def line(self, pupils: int) -> str:
        """Return the figures of a size as a row of the table."""
        children = self.total["children"]
        ranking = self.seconds - self.until_ranking
        return (
            f"{pupils:>10,}{children:>11,}{self.total['schools']:>9,}{self.partitions:>11}{self.seconds:>9.1f}"
            f"{self.until_ranking:>9.1f}{1e5 * ranking / children:>15.2f}{self.cpu_seconds:>9.1f}"
            f"{1e5 * self.cpu_seconds / children:>15.2f}{self.peak_gb:>9.2f}{self.rows:>12,}"
            f"{self.out_bytes / 1e6:>9.1f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pupils", nargs="+", type=int, default=[150_000, 600_000])
    parser.add_argument("--training-pupils", type=int, default=60_000)
    parser.add_argument("--format", choices=["parquet", "csv"], default="parquet")
    parser.add_argument("--county", help="invent this county only: its areas are all as large as one partition may be")
    parser.add_argument("--processes", type=int, help="partitions at the same time")
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = (asked.folder or Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        _champion(folder, asked.training_pupils)
        print(
            f"{machine_line()}; as-of {AS_OF}, capacity {CAPACITY} of each school, {asked.format}, seed {SEED}, model "
            f"trained on {asked.training_pupils:,} pupils\n"
            f"{'pupils':>10}{'children':>11}{'schools':>9}{'partitions':>11}{'seconds':>9}{'loading':>9}"
            f"{'s per 100,000':>15}"
            f"{'CPU s':>9}{'CPU/100,000':>15}{'peak GB':>9}{'rows':>12}{'MB out':>9}"
        )
        for pupils in asked.pupils:
            nation = folder / f"nation-{asked.county or ''}{pupils}"
            if not nation.exists():
                county = ("--county", asked.county) if asked.county else ()
                _run(
                    folder,
                    "synth",
                    nation,
                    "--pupils",
                    pupils,
                    "--years",
                    2,
                    "--seed",
                    SEED,
                    "--format",
                    "parquet",
                    *county,
                )
            how = ("--processes", asked.processes) if asked.processes else ()
            print(_ranked(folder, nation, asked.format, how).line(pupils), flush=True)


def _champion(folder: Path, pupils: int) -> None:
    """Train and promote a model, unless there is one."""
    county = folder / "training"
    if not county.exists():
        _run(folder, "synth", county, "--pupils", pupils, "--years", 3, "--county", "IS", "--format", "parquet")
        _run(folder, "train", county, "--after-term", "M1", "--after-term", "M3", "--after-term", "M4")
        if _run(folder, "promote", "challenger", *SIGNED, allowed=(0, 4)).returncode:
            _run(folder, "promote", "challenger", *SIGNED, *OVERRULED)


def _ranked(folder: Path, nation: Path, file_format: str, how: tuple[object, ...]) -> Measured:
    """Rank every school of a nation from nothing, and look at what it left."""
    out = folder / f"lists-{nation.name}"
    shutil.rmtree(out, ignore_errors=True)
    arguments = ("--as-of", AS_OF, "--capacity", CAPACITY, "--each-school", "--format", file_format, "--out", out, *how)
    with (folder / "said.txt").open("w+b") as said:
        command = _command("rank", nation, *arguments)
        process = subprocess.Popen(command, env=_environment(folder), stdout=subprocess.DEVNULL, stderr=said)
        with Watch(process.pid) as watch:
            process.wait()
        said.seek(0)
        text = said.read().decode("utf-8")
    if process.returncode:
        sys.exit(text)
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    total, partitions = summary["total"], summary["partitions"]
    return Measured(
        total=total,
        partitions=len(partitions),
        seconds=watch.seconds,
        cpu_seconds=watch.cpu,
        until_ranking=watch.seconds - _ranking_seconds(text),
        peak_gb=watch.peak / 1e9,
        rows=total["children"] + total["schools"],
        out_bytes=sum(path.stat().st_size for path in out.rglob("*") if path.is_file()),
    )


def _ranking_seconds(said: str) -> float:
    """Return how long all but the start of the program and the loading of the model took, as the program says."""
    return sum(float(seconds) for seconds in re.findall(r"^ *(\d+\.\d) s  (?:ranking|summing up)$", said, re.MULTILINE))


def _run(folder: Path, *arguments: object, allowed: tuple[int, ...] = (0,)) -> "subprocess.CompletedProcess[bytes]":
    done = subprocess.run(_command(*arguments), env=_environment(folder), stdout=subprocess.PIPE, check=False)
    if done.returncode not in allowed:
        sys.exit(f"prezent {' '.join(map(str, arguments))} ended with exit code {done.returncode}")
    return done


def _command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "prezent", "--lang", "en", *map(str, arguments)]


def _environment(folder: Path) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name != "MLFLOW_TRACKING_URI"}
    return {**inherited, "PREZENT_VAR": str(folder / "var")}


if __name__ == "__main__":
    main()
