"""One model version packed with the program as a bento, to be served elsewhere."""

import json
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version as installed_version
from pathlib import Path

from features.errors import Refused
from features.i18n.text import Bilingual
from serving.api.startup import MODEL_IN_BENTO, SERVICE, SOURCES
from serving.deployment.server import server_environment
from serving.model_store.model_cache import pin_version

PACKAGES = ("features", "models", "serving")
# What answering needs beside BentoML: tables are looked up, so no LightGBM; MLflow stays where the registry is.
NEEDED_TO_SERVE = ("jinja2", "numba", "numpy", "openpyxl", "pandas", "pyarrow", "pydantic", "starlette")


def build_bento(var: Path, *, tracking_uri: str, model: str) -> str:
    """Pack a registered version; return the bento's tag, for ``bentoml serve TAG`` with BENTOML_HOME=VAR/bentoml.

    Raises
    ------
    Refused
        If there is no such model, or BentoML could not build.
    """
    from models.registry.registry import Registry

    return pack(pin_version(Registry(tracking_uri), model, var), var)


def pack(pinned: Path, var: Path) -> str:
    """Build a bento from the folder of a pinned version; return its tag."""
    from serving.model_store.model_folder import read_pin

    home = Path(server_environment(var)["BENTOML_HOME"])
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="context.", dir=home) as folder:
        context = Path(folder)
        for package in PACKAGES:
            shutil.copytree(SOURCES / package, context / package, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(pinned, context / MODEL_IN_BENTO)
        (context / "bentofile.yaml").write_text(_bentofile(read_pin(pinned)["version"]), encoding="utf-8")
        return _build(context, var)


def _bentofile(model_version: str) -> str:
    """Return the build file; JSON is YAML too."""
    packages = [f"{name}=={installed_version(name)}" for name in NEEDED_TO_SERVE]
    content = {
        "service": SERVICE,
        "labels": {"model_version": model_version},
        "include": ["*"],
        "python": {"packages": packages, "lock_packages": False},
    }
    return json.dumps(content, indent=1)


def _build(context: Path, var: Path) -> str:
    command = [sys.executable, "-m", "bentoml", "build", "--output", "tag", str(context)]
    done = subprocess.run(  # noqa: S603  (our own command)
        command, cwd=context, env=server_environment(var), capture_output=True, text=True, check=False
    )
    tags = [line.removeprefix("__tag__:") for line in done.stdout.splitlines() if line.startswith("__tag__:")]
    if done.returncode or not tags:
        said = done.stderr or done.stdout
        raise Refused(
            Bilingual(f"BentoML could not build the bento:\n{said}", f"BentoML nu a putut construi bento-ul:\n{said}")
        )
    return tags[0]
