# `make try` opens a local group in the terminal; `make test` runs every check.
# Both set themselves up on first use in .venv and need nothing but Python 3.11 or newer.

# The newest Python there is, unless one is named: make test PYTHON=/path/to/python3.12
PYTHON ?= $(shell for python in python3.14 python3.13 python3.12 python3.11 python3 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
	&& echo $$python && break; done)
BIN := .venv/bin
INSTALLED := .venv/.installed
INSTALLED_DEV := .venv/.installed-dev
DATA ?= four-wins-data

# More runners than cores, since tests wait for disks, sockets and other processes now and then.
RUNNERS ?= $(shell $(BIN)/python -c 'import os; print((os.cpu_count() or 2) + 1)' 2>/dev/null || echo auto)

# What shows that every branch of the core is tested. To trace the others too costs a minute.
CORE := tests/core tests/flows tests/features

.PHONY: help try test thorough lint types imports tests benchmarks clean

help:
	@echo 'make try         a local group in this terminal; no tokens, no server'
	@echo 'make test        every check: style, types, imports, tests, coverage'
	@echo 'make thorough    the tests with every dear proof at its full length; ten minutes'
	@echo 'make benchmarks  the speed goals, measured'
	@echo 'make clean       remove what was set up (your data stays)'

try: $(INSTALLED)
	@$(BIN)/fourwins try --data '$(DATA)'

test: lint types imports tests

lint: $(INSTALLED_DEV)
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .

types: $(INSTALLED_DEV)
	@$(BIN)/mypy --no-error-summary

imports: $(INSTALLED_DEV)
	@$(BIN)/lint-imports >.venv/lint-imports.log || { cat .venv/lint-imports.log; exit 1; }

tests: $(INSTALLED_DEV)
	@$(BIN)/pytest --quiet --numprocesses=$(RUNNERS) --dist=loadscope --cov --cov-report=term-missing:skip-covered $(CORE)
	@$(BIN)/pytest --quiet --numprocesses=$(RUNNERS) --dist=loadscope tests $(CORE:%=--ignore=%)

# The same with every dear proof at its full length: hundreds of kills, a whole year.
thorough: $(INSTALLED_DEV)
	@FOURWINS_THOROUGH=1 $(BIN)/pytest --quiet --numprocesses=$(RUNNERS) --dist=loadscope --timeout=600

benchmarks: $(INSTALLED_DEV)
	@$(BIN)/python -m benchmarks

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage

# Input is kept away from the set-up: what is piped in belongs to the program that is started.
$(INSTALLED): pyproject.toml
	@test -n '$(PYTHON)' || { echo 'Four Wins needs Python 3.11 or newer, and none was found. Install it, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python' >&2; exit 1; }
	@echo 'Setting up in .venv, once. This takes about half a minute.' >&2
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv </dev/null >&2 || { rm -rf .venv; echo 'Python could not make a virtual environment. On Debian and Ubuntu, install python3-venv; then try again.' >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . </dev/null >&2
	@touch $@

$(INSTALLED_DEV): $(INSTALLED)
	@echo 'Adding what the checks need.' >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]' </dev/null >&2
	@touch $@
