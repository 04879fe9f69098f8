# Everything sets itself up: a target needs nothing but Python >= 3.11, make and a package index.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
UV := uv==0.13.9
export OMP_WAIT_POLICY ?= PASSIVE
export UV_SYSTEM_CERTS ?= true

# Tests share the cores by files, so that what a file needs is made once; compiled modules are kept for the next run.
PROCESSES := -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
ORDER := $(or $(ORDER),$(shell date +%s))
test test-fast test-random: export PYTHONDONTWRITEBYTECODE :=
# As root on Debian, tests install PostgreSQL, Chromium and LibreOffice where they are missing; without them some tests are left out.
test test-random: export TESTS_MAY_INSTALL ?= 1

.PHONY: help setup demo test test-fast test-random check serve bench docs translations lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(READY) ## make .venv and install everything from the hash lock

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Prezent needs Python 3.11 or newer." if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(UV)
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-build-isolation --no-deps -e .
	@touch $@

demo: setup ## an invented county in var/demo: records, training, promotion, ranked list with reasons
	@$(BIN)/prezent demo

test: setup ## all tests; the last line says what was left out, and why
	@$(BIN)/python -m pytest $(PROCESSES)

test-fast: setup ## the tests that train nothing and start no program
	@$(BIN)/python -m pytest $(PROCESSES) -m "not slow"

test-random: setup ## all tests in another order each time (in the same again: ORDER=number)
	@echo "ORDER=$(ORDER)"
	@$(BIN)/python -m pytest $(PROCESSES) -p randomly --randomly-seed=$(ORDER)

check: setup ## lint, format, types, floors, generated docs
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest tests/test_floors.py tests/test_docs.py

serve: setup ## serve the demo's champion on http://127.0.0.1:3000 with the demo's records
	@$(BIN)/prezent --var var/demo serve --records var/demo/records.sqlite

bench: setup ## the benchmarks, on real data (DATA=folder if not ../shared/data) and of speed (SPEED="--pupils 120000 --runs 1", PAGES="--pupils 6000")
	@$(BIN)/python benchmarks/cortez_silva.py $(DATA)
	@$(BIN)/python benchmarks/oulad.py $(DATA)
	@$(BIN)/python benchmarks/feature_speed.py $(SPEED)
	@$(BIN)/python benchmarks/store.py
	@$(BIN)/python benchmarks/pages.py $(PAGES)

docs: setup ## write the data dictionary and the sample of reasons anew
	@$(BIN)/python -m features.table.data_dictionary docs/data_dictionary.md
	@$(BIN)/python -m tests.support.reason_sample docs/reasons_in_words.md

translations: setup ## compile the Romanian of click's own sentences and of the pages
	@$(BIN)/python -m tests.support.message_catalogue

lock: setup ## renew requirements.lock from pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --extra dev --no-emit-index-url \
		--no-annotate --custom-compile-command "make lock" pyproject.toml -o requirements.lock

clean: ## delete what was built, and everything under var/
	rm -rf $(VENV) var build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
