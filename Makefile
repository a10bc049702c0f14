# make setup | run | test | bench | clean. Each sets up what it needs: Python 3.11 or newer and make are enough.
#   make setup PYTHON=python3.12     with another Python
#   make setup PIP_ARGS="..."        with more arguments for pip, e.g. an index of one's own

PYTHON ?= python3
PIP_ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up
SAMPLE := outputs/sample

.DEFAULT_GOAL := help
.PHONY: help setup run test lint types imports tests bench constraints clean

help:
	@echo "make setup   make $(VENV) with the pinned versions; the command is $(BIN)/crosswalk"
	@echo "make run     set up, then run the main job on corpus/ into $(SAMPLE)"
	@echo "make test    set up, then lint, check types and import rules, and test"
	@echo "make bench   set up, then measure how well the sample corpus is read, speed as ratios, and memory"
	@echo "make clean   remove what the above made, the environment too"

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "crosswalk needs Python 3.11 or newer as '$(PYTHON)'; it is: $$($(PYTHON) --version 2>&1)." >&2; \
	  echo "Install one (Debian: apt install python3), or name another: make setup PYTHON=python3.12" >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "This Python cannot make virtual environments (its modules venv and ensurepip are missing)." >&2; \
	  echo "Install them (Debian: apt install python3-venv), then run make again." >&2; exit 2; }
	@echo "[1/3] making $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@echo "[2/3] installing the package, its libraries and the tools (a few minutes the first time)"
	@$(BIN)/python -m pip install --disable-pip-version-check $(PIP_ARGS) \
	  -c constraints.txt -e . -r requirements-dev.txt || { \
	  echo "pip could not install everything; see its message above. Is the package index reachable?" >&2; exit 2; }
	@echo "[3/3] checking the command"
	@$(BIN)/crosswalk --version
	@touch $@

run: setup
	$(BIN)/crosswalk run corpus -o $(SAMPLE)

test: setup lint types imports tests

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

imports: setup
	$(BIN)/lint-imports

tests: setup
	$(BIN)/python -m pytest -n 2

bench: setup
	$(BIN)/python bench/reading.py
	$(BIN)/python bench/grammar.py
	$(BIN)/python bench/bench.py

constraints: setup
	@{ head -1 constraints.txt; $(BIN)/python -m pip freeze --exclude-editable | sed 's/+cpu$$//'; } > $(VENV)/frozen.txt
	@mv $(VENV)/frozen.txt constraints.txt

clean:
	rm -rf $(VENV) $(SAMPLE) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
