# greengrocer: `make run` starts everything on this laptop, `make test` runs the whole suite.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
RECIPE ?= training/recipes/vegetables.toml
PORT ?= 8000

.PHONY: help run test check format bench train clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/:/' | sort

run: $(VENV)/.serving ## start Redis, API, worker (and the bot where BOT_TOKEN is set)
	$(BIN)/greengrocer up --port $(PORT)

test: $(VENV)/.developing ## run the whole suite
	$(BIN)/python -m pytest $(PYTEST_ARGS)

check: $(VENV)/.developing ## style, types and arrows
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.developing ## put the code into the house's form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.developing ## measure, side by side, and write docs/figures
	$(BIN)/python -m tests.benchmarks
	$(BIN)/python -m tests.documents

train: $(VENV)/.developing ## train RECIPE=training/recipes/vegetables.toml
	$(BIN)/greengrocer train $(RECIPE)

clean: ## forget what was built (photos and catalogue under var/ stay)
	rm -rf $(VENV) build *.egg-info

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.serving: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) install -c constraints.txt -e '.[inference,bot]'
	@touch $@

$(VENV)/.developing: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) install -c constraints.txt -e '.[inference,bot,training,dev]'
	@touch $@ $(VENV)/.serving
