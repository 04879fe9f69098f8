"""Which figures stand in docs/performance.md? Those that its commands print, when this runs them anew.

Each ``console`` block of the page begins with a command; what the command prints replaces the rest of the block.

    python benchmarks/performance.py [WORD ...]      only commands that hold one of these words
"""

import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "performance.md"
BLOCK = re.compile(r"(?<=```console\n)\$ (?P<command>.*)\n(?P<said>(?:(?!```).*\n)*)(?=```)")


def main(words: list[str]) -> None:
    page = PAGE.read_text(encoding="utf-8")
    for command in [match["command"] for match in BLOCK.finditer(page)]:
        if not words or any(word in command for word in words):
            page = _with(page, command, _run(command))
            PAGE.write_text(page, encoding="utf-8")  # after each, since some take long


def _with(page: str, command: str, said: str) -> str:
    return BLOCK.sub(lambda match: f"$ {command}\n{said}\n" if match["command"] == command else match[0], page)


def _run(command: str) -> str:
    print(f"$ {command}", flush=True)
    program, *arguments = shlex.split(command)
    assert program == "python", command
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    print(done.stdout, flush=True)
    return "\n".join(line.rstrip() for line in done.stdout.strip().splitlines())


if __name__ == "__main__":
    main(sys.argv[1:])
