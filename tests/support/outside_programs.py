"""Programs beside Python that tests need: found, or installed once a session where ``make test`` may do that.

Where they cannot be had, their tests are left out, which is the last line of the run; in CI they fail.
"""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.once import made_once

MAY_INSTALL = "TESTS_MAY_INSTALL"  # set by 'make test'
_SECONDS = 280  # less than another process of the session waits


def outside_program(find: Callable[[], Path | None], package: str, factory: pytest.TempPathFactory) -> Path:
    """Return where a program is, which a package of Debian brings; else leave the test out, or fail it in CI."""
    if find() is None and may_install():
        made_once(f"installed-{package}", factory, lambda _folder: install(package))
    place = find()
    if place is None:
        reason = f"{package} is not installed (apt-get install {package})"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return place


def chromium(factory: pytest.TempPathFactory) -> Path:
    """Return where Chromium is."""
    return outside_program(_find_chromium, "chromium", factory)


def libreoffice(factory: pytest.TempPathFactory) -> Path:
    """Return where LibreOffice is, with its spreadsheets."""
    return outside_program(_find_libreoffice, "libreoffice-calc-nogui", factory)


def may_install() -> bool:
    """Tell whether packages can be installed here, and were asked for."""
    is_root = getattr(os, "geteuid", lambda: 1)() == 0
    return is_root and shutil.which("apt-get") is not None and bool(os.environ.get(MAY_INSTALL))


def install(package: str) -> None:
    """Install a package quietly; what cannot be had is not there afterwards."""
    for asked in (["update"], ["install", "-y", "--no-install-recommends", package]):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        try:
            subprocess.run(
                ["apt-get", "-qq", *asked], env=quiet, check=False, capture_output=True, stdin=subprocess.DEVNULL,
                timeout=_SECONDS / 2,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return


def _find_chromium() -> Path | None:
    found = filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
    return next(map(Path, found), None)


def _find_libreoffice() -> Path | None:
    found = filter(None, map(shutil.which, ("soffice", "libreoffice")))
    return next(map(Path, found), None)
