"""The floors of the house: who may import whom, where each outside tool lives, and what no module may do.

features          imports nothing of ours
models            imports features
training, serving import features and models, never each other
prezent           the command line joins them; nobody imports it

Inside each, every sub-package stands on a floor of its own (``ROOMS``) and imports only lower ones.
"""

import re
from pathlib import Path

import pytest

from tests.support import source_rules
from tests.support.source_rules import SourceTree

ROOT = Path(__file__).parents[1]
FLOORS = {
    "features": {"features"},
    "models": {"features", "models"},
    "training": {"features", "models", "training"},
    "serving": {"features", "models", "serving"},
}
# Sub-packages, and modules beside them, from the ground up; those of one floor do not import each other.
ROOMS = {
    "features": (
        "arrays i18n",
        "days identity_numbers progress web_addresses",
        "as_of errors",
        "files schema.sheets",
        "schema",
        "headings",
        "cells reading synthetic.world",
        "synthetic.behaviour synthetic.hazard validation",
        "records.totals",
        "records synthetic.records",
        "importers store.database.migrations",
        "counting importers.aspen importers.changes importers.edfi importers.edualert importers.oneroster "
        "importers.oulad importers.spreadsheets.files importers.uci_student store.database synthetic",
        "importers.siiir importers.spreadsheets.cells point_in_time store",
        "catalogue derived_outcomes importers.spreadsheets.headings store.imports warnings",
        "importers.spreadsheets.layouts importers.spreadsheets.shapes store.erasure table",
        "importers.spreadsheets.pupil_rows",
        "importers.spreadsheets partitions",
    ),
    "models": ("drift explain viewer", "risk", "ranking registry", "exchange"),
    "training": (
        "cluster plan",
        "metrics",
        "dataset reporting.model_card",
        "evaluation",
        "promotion",
        "reporting",
        "tracking tuning",
        "pipeline",
    ),
    "serving": (
        "http model_store output reports.register roster web",
        "paper paper.tables reports.document",
        "api batch reports",
        "web.charts web.configuration web.fragments web.invented",
        "web.accounts",
        "web.access",
        "web.audit.words",
        "web.audit",
        "web.roster",
        "web.people",
        "web.reviews",
        "web.plans",
        "web.plans.views",
        "web.lists",
        "web.children.evidence",
        "web.children",
        "web.imports",
        "web.imports.views",
        "web.programmes.numbers",
        "web.programmes",
        "web.forgetting web.site.tasks web.upkeep",
        "web.site",
        "web.demo",
        "deployment",
    ),
    "prezent": (
        "bilingual_commands language progress views",
        "settings",
        "api faults option_types",
        "options",
        "commands.pages commands.registers.imports",
        "commands.registers.erasures",
        "commands.registers",
        "commands",
        "commands.demo",
        "cli",
        "__main__",
    ),
}
EVERYWHERE = {"numpy", "pandas"}
HOMES = {
    "allauth": {"serving/web"},
    "bentoml": {"serving/api", "serving/deployment"},
    "click": {
        "prezent/bilingual_commands.py",
        "prezent/cli.py",
        "prezent/commands",
        "prezent/faults.py",
        "prezent/option_types.py",
        "prezent/options.py",
    },
    "dask": {"training/cluster"},
    "django": {"serving/web"},
    "distributed": {"training/cluster"},
    "fpdf": {"serving/paper/tables"},
    "h11": {"serving/deployment"},
    "jinja2": {"serving/paper", "training/reporting/model_card"},
    "lightgbm": {"models/risk", "training/cluster"},
    "markdown_it": {"training/reporting/model_card"},
    "matplotlib": {"training/reporting"},
    "optuna": {"training/tuning"},
    "mlflow": {"models/exchange", "models/registry", "training/tracking"},
    "numba": {"features/point_in_time/events_numba.py", "models/explain/lookup_numba.py"},
    "openpyxl": {"serving/paper", "serving/reports/document"},
    "platformdirs": {"prezent/settings.py"},
    "alembic": {"features/store/database"},
    "psycopg": {"features/store/database"},
    "pyarrow": {"features/reading", "features/store", "features/partitions/process_memory.py"},
    "pydantic": {"models/registry", "models/risk/artifact.py", "serving/api", "training"},
    "pydantic_core": {"serving/output"},
    "python_calamine": {"features/importers/spreadsheets/files"},
    "rapidfuzz": {"features/importers"},
    "rich": {"features/i18n/text_table.py", "prezent/progress.py", "serving/output/terminal.py"},
    "shap": {"training/reporting/plots.py"},
    "sklearn": {"models/risk", "training"},
    "sqlalchemy": {"features/store", "models/registry", "serving/roster"},
    "starlette": {"serving/api", "serving/deployment", "serving/http"},
    "uvicorn": {"serving/deployment"},
}
# Where a clock or an environment is read: entry points, and the starter of BentoML's own processes.
ENTRY_POINTS = {
    "prezent/api.py",
    "prezent/bilingual_commands.py",
    "prezent/cli.py",
    "prezent/language.py",
    "prezent/options.py",
    "prezent/settings.py",
    "prezent/commands/registers/imports/installation.py",
    "prezent/commands/training.py",
    "serving/deployment/alias_follower.py",
    "serving/deployment/server.py",
    "serving/api/service.py",
    # A request of a page is an entry point: the day and hour of what is done are those of the request.
    "serving/web/accounts/invitations.py",
    "serving/web/fragments/sent_twice.py",
    "serving/web/imports/uploads.py",
    "serving/web/programmes/leave.py",
    "serving/web/audit/chain.py",
    "serving/web/audit/strangers.py",
    "serving/web/people/by_machine.py",
    "serving/web/plans/changes.py",
    "serving/web/plans/life.py",
    "serving/web/plans/moves.py",
    "serving/web/plans/transfers.py",
}
MODULE_LINES, BODY_LINES = 300, 40
FILES_IN_A_FOLDER = 10
HOUSE = SourceTree(ROOT, ROOMS)


def test_a_package_imports_only_itself_and_the_packages_below():
    assert list(source_rules.forbidden_packages(HOUSE, FLOORS)) == []


def test_every_room_has_a_floor():
    assert list(source_rules.unequal_rooms(HOUSE)) == []


def test_a_room_imports_only_rooms_on_lower_floors():
    assert list(source_rules.wrong_steps(HOUSE)) == []


def test_no_module_imports_itself_in_a_circle():
    assert source_rules.circles(HOUSE) == []


def test_each_outside_tool_is_imported_only_where_it_lives():
    assert list(source_rules.homeless_tools(HOUSE, HOMES, anywhere=EVERYWHERE)) == []


def test_a_folder_has_at_most_ten_modules():
    assert list(source_rules.crowded_folders(HOUSE, most=FILES_IN_A_FOLDER)) == []


def test_modules_and_functions_are_short():
    assert list(source_rules.long_pieces(HOUSE, module_lines=MODULE_LINES, body_lines=BODY_LINES)) == []


def test_no_module_has_a_name_that_says_nothing():
    assert list(source_rules.names_that_say_nothing(HOUSE)) == []


def test_the_first_line_of_a_module_states_what_it_holds():
    assert list(source_rules.first_lines_that_state_nothing(HOUSE)) == []


def test_nothing_happens_at_import():
    """No file, clock, environment, chance, network or global setting; only imports, definitions and constants."""
    assert list(source_rules.touched_at_import(HOUSE)) == []
    assert list(source_rules.done_at_import(HOUSE, besides={})) == []


def test_clock_and_environment_are_read_at_entry_points_only():
    assert list(source_rules.clocks_and_environments(HOUSE, entry_points=ENTRY_POINTS)) == []


def test_tests_mirror_the_house_and_share_only_what_stands_in_their_support():
    assert list(source_rules.imports_between_tests(ROOT)) == []
    assert list(source_rules.unmirrored_tests(ROOT)) == []
    assert list(source_rules.misplaced_tests(ROOT)) == []


def test_the_fast_tests_cover_every_package(request: pytest.FixtureRequest):
    """Of every folder that this run has all tests of, one at least is fast."""
    items = request.session.items
    for folder in sorted({item.path.parent for item in items if "tests" in item.path.parts}):
        mine = [item for item in items if item.path.parent == folder]
        is_whole = {item.path for item in mine} == set(folder.glob("test_*.py"))
        assert not is_whole or any(item.get_closest_marker("slow") is None for item in mine), folder


# docs/architecture.md

ARCHITECTURE = ROOT / "docs" / "architecture.md"
PATH = re.compile(r"`((?:features|models|training|serving|prezent|tests|docs)/[^`\s]*)`")


def test_the_drawing_of_the_floors_is_this_table():
    assert f"```\n{source_rules.drawing(ROOMS)}```" in ARCHITECTURE.read_text(encoding="utf-8"), (
        f"let the drawing in docs/architecture.md be this:\n{source_rules.drawing(ROOMS)}"
    )


def test_every_file_that_the_architecture_names_is_there():
    named = PATH.findall(ARCHITECTURE.read_text(encoding="utf-8"))
    assert len(named) > 40
    assert [name for name in named if not (ROOT / name).exists()] == []
