"""A process that does one command of the program after the other; setting up Django takes longer than any of them."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_COMMANDS = """
import json, sys
from click.testing import CliRunner
from prezent.cli import cli
for line in sys.stdin:
    done = CliRunner().invoke(cli, json.loads(line))
    print(json.dumps([done.exit_code, done.stdout, done.stderr]), flush=True)
"""


@dataclass(frozen=True)
class LongProcess:
    """A process that waits for commands; they are all of one installation, as those of a process are."""

    process: "subprocess.Popen[str]"

    def run(self, *arguments: object, code: int = 0) -> tuple[str, str]:
        """Run a command, which must end with the code; return what it wrote to standard output and error."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([str(argument) for argument in arguments]) + "\n")
        self.process.stdin.flush()
        ended, out, err = json.loads(self.process.stdout.readline())
        assert ended == code, out + err
        return out, err


@contextmanager
def long_process(folder: Path, environment: Mapping[str, str]) -> Iterator[LongProcess]:
    """Start a process in a folder; it ends with the block, and whatever it holds open is closed then."""
    process = subprocess.Popen(
        [sys.executable, "-c", _COMMANDS], cwd=folder, env=dict(environment), text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    with process:
        yield LongProcess(process)
        process.communicate()
