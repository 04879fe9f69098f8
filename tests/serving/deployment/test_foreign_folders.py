"""Commands run the same in a folder that holds packages named like ours: none of them is imported.

``prezent serve`` and the process that follows the champion are served from such a folder in ``test_following``.
"""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.serving.deployed import ForeignFolder
from tests.support.serving.small_country import AS_OF, lists_of, write_country


@pytest.mark.slow
@pytest.mark.parametrize("processes", [1, 2])
def test_the_lists_of_all_schools_are_made_by_our_packages_in_one_process_and_in_two(
    processes: int, foreign: ForeignFolder, environment: Mapping[str, str], tmp_path: Path
) -> None:
    options = [
        "--as-of",
        AS_OF,
        "--capacity",
        0.2,
        "--processes",
        processes,
        "--format",
        "csv",
        "--out",
        tmp_path / "out",
    ]
    command = [sys.executable, "-m", "prezent", "rank", write_country(tmp_path / "country"), "--each-school", *options]
    done = subprocess.run(
        [str(word) for word in command], cwd=foreign.path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert foreign.imported() == []
    assert len(lists_of(tmp_path / "out", "AB")) == 12
