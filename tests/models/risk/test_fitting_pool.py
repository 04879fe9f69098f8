"""Do threads that fit models find the libraries whole?"""

import sys
from pathlib import Path

from models.risk.fitting_pool import fitting_pool

TRAINING = Path(__file__).parents[3] / "training"


def test_what_the_threads_need_is_imported_before_they_begin() -> None:
    with fitting_pool(1) as pool:
        seen = pool.submit(lambda: {"lightgbm", "sklearn.linear_model", "sklearn.pipeline"} <= set(sys.modules))
        assert seen.result()


def test_no_training_makes_threads_of_another_kind() -> None:
    made = [path.name for path in TRAINING.rglob("*.py") if "ThreadPoolExecutor(" in path.read_text("utf-8")]
    assert made == []
