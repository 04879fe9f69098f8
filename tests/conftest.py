"""What several tests share: where the real data is, and a small record folder."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with the real data sets; a missing one is said aloud, and is a failure in CI."""
    path = Path(os.environ.get("PREZENT_DATA", ROOT.parent / "shared" / "data"))
    if not path.is_dir():
        message = f"no real data at {path}; set PREZENT_DATA to the folder with uci_student_performance/ and oulad/"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return path
