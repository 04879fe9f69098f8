"""Goes Prezent's termly loop as it should, on presentations of the Open University as terms?

Runs the real command line twice round, train, promote, retrain, compare, promote or be refused, roll back, and writes
down what it printed.

    python benchmarks/oulad_terms.py [DATA] [--out docs/oulad_terms.md]
"""

import argparse
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from measured import machine_line

ROOT = Path(__file__).resolve().parent.parent
DAY_56 = {"2013B": "2013-03-29", "2013J": "2013-11-26", "2014B": "2014-03-29", "2014J": "2014-11-26"}
TRAIN = "train oulad --outcome failed --outcome dropped_out --horizon 213 --capacity 0.05"
_SECONDS = re.compile(r"^ *\d+\.\d s  .*$|^Time by step.*$|^.*GB at most in memory$", re.MULTILINE)


def steps() -> list[tuple[str, str]]:
    """Return what is said before each command, and the command."""
    first, second, third = (" ".join(f"--as-of {DAY_56[term]}" for term in list(DAY_56)[:n]) for n in (2, 3, 4))
    retrained = TRAIN.replace("--outcome failed ", "")
    return [
        ("## Once round: 2013B and 2013J, then 2014B\n\nThe first model, evaluated on 2013J.", f"{TRAIN} {first}"),
        ("A first champion is compared with the rules only, but every failed check counts.", _signed(1, "first model")),
        (
            "It was fitted on one presentation and is too sure of itself. A second person takes that on.",
            _signed(1, "first model", "the order of the list is right, and nothing else is there yet"),
        ),
        ("2014B is known too; the champion is compared on students it was not fitted on.", f"{TRAIN} {second}"),
        ("Side by side.", "compare 1 2"),
        ("Signed, or refused where a check failed.", _signed(2, "one more presentation")),
        ("The tutors want the former list back.", 'rollback --by "Ana Pop" --reason "the tutors asked for it"'),
        ("## Twice round: 2014J\n\nA year later.", f"{TRAIN} {third}"),
        ("Side by side.", "compare champion 3"),
        ("Signed, or refused.", _signed(3, "a full year more")),
        ("A model for another target is not what was declared.", f"{retrained} {third}"),
        ("It is refused.", _signed(4, "withdrawals matter most")),
        (
            "Unless a second person takes the responsibility.",
            _signed(4, "withdrawals matter most", "agreed for a term"),
        ),
        ("And back.", 'rollback --by "Ion Rusu" --reason "the trial is over"'),
        ("What is there now.", "models"),
    ]


def _signed(version: int, reason: str, overrule: str = "") -> str:
    second = f' --overruled-by "Ion Rusu" --overrule-reason "{overrule}"' if overrule else ""
    return f'promote {version} --by "Ana Pop" --reason "{reason}"{second}'


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    text = [
        "# The termly loop on OULAD",
        "",
        "Written by `python benchmarks/oulad_terms.py --out docs/oulad_terms.md`; nothing in it was edited by hand.",
        f"{machine_line()}. As-of dates are day 56 of each presentation. The fitting of 2014B leaves 2013J out: its "
        "outcomes were not over by then.",
    ]
    with tempfile.TemporaryDirectory() as folder:
        _run(f"import oulad {shlex.quote(str(asked.data.resolve() / 'oulad'))} oulad", Path(folder))
        for words, command in steps():
            said, code = _run(command, Path(folder))
            ended = f"\n(exit code {code})" if code else ""
            text += ["", words, "", "```console", f"$ prezent {command}", f"{said}{ended}".strip(), "```"]
            print(f"$ prezent {command}\n{said}{ended}", flush=True)
    if asked.out:
        asked.out.write_text("\n".join(text) + "\n", encoding="utf-8")


def _run(command: str, folder: Path) -> tuple[str, int]:
    environment = {**os.environ, "PREZENT_VAR": str(folder / "var"), "PREZENT_LANG": "en"}
    environment.pop("MLFLOW_TRACKING_URI", None)
    done = subprocess.run(
        [sys.executable, str(ROOT / "prezent.py"), *shlex.split(command)],
        cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    said = _SECONDS.sub("", done.stdout).replace(str(folder), ".")
    return re.sub(r"\n{2,}", "\n\n", said).strip(), done.returncode


if __name__ == "__main__":
    main()
