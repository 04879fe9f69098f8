"""What a test run left out is its last line; in CI, where all must run, leaving out is a failure."""

import os
from collections import Counter

import pytest


def left_out(config: pytest.Config) -> str:
    """Say which tests did not run and why; nothing where all ran.

    Tests that a marker leaves out are not counted: with several processes only those that run the tests know them.
    """
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    stats = reporter.stats if reporter else {}
    reasons = Counter(_reason(report) for kind in ("skipped", "xfailed") for report in stats.get(kind, []))
    said = [f"{count} because {reason}" for reason, count in sorted(reasons.items())]
    if config.option.markexpr == "not slow":
        said.append("the tests marked slow, which 'make test' runs")
    return f"Left out: {'; '.join(said)}." if said else ""


def is_failure(config: pytest.Config) -> bool:
    """Say whether tests were skipped where all must run."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return bool(os.environ.get("CI") and reporter and (reporter.stats.get("skipped") or reporter.stats.get("xfailed")))


def _reason(report: pytest.TestReport) -> str:
    if isinstance(report.longrepr, tuple):
        return str(report.longrepr[2]).removeprefix("Skipped: ")
    return str(getattr(report, "wasxfail", "") or report.longrepr)
