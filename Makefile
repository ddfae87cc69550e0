# greengrocer: `make run` starts everything on this laptop, `make test` runs the whole suite.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
RECIPE ?= training/recipes/vegetables.toml
PAGE := inference/web
BOT_API := tests/bot_api
PAGE_SOURCES := $(shell find $(PAGE)/src $(PAGE)/public -type f) $(PAGE)/index.html $(PAGE)/vite.config.ts

.PHONY: help run test check format bench bench-search bench-import soak workshop train page types bot-api lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/:/' | sort

run: $(VENV)/.serving page ## start Redis, API, worker, page (and the bot where BOT_TOKEN is set); PORT=8001 for another port
	$(BIN)/greengrocer up $(if $(PORT),--port $(PORT))

test: $(VENV)/.developing page bot-api ## run the whole suite
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

bench-search: $(VENV)/.developing ## measure search among a million photos on both databases, some minutes
	$(BIN)/python -m tests.benchmarks search similarity
	$(BIN)/python -m tests.documents

bench-import: $(VENV)/.developing ## measure an import of 21,000 photos through the queue, some minutes
	$(BIN)/python -m tests.benchmarks imports
	$(BIN)/python -m tests.documents

soak: $(VENV)/.developing ## kill, crash, fill and jump at length, and write docs/reliability.md
	$(BIN)/python -m tests.soak $(TRIALS)
	$(BIN)/python -m tests.documents

workshop: $(VENV)/.workshop ## install what training needs beside serving (torch, about a gigabyte)

train: $(VENV)/.workshop ## train RECIPE=training/recipes/vegetables.toml
	$(BIN)/greengrocer train $(RECIPE)

page: ## build the web page, where Node.js 20 or newer is there
	@if node -e 'process.exit(process.versions.node.split(".")[0] < 20 ? 1 : 0)' 2>/dev/null; then \
		$(MAKE) --no-print-directory $(PAGE)/dist/index.html; \
	else \
		echo "no web page: it needs Node.js 20 or newer (https://nodejs.org); all the rest works without it"; \
	fi

types: $(VENV)/.serving $(PAGE)/node_modules/.installed ## write the page's types anew after a change of the API
	$(BIN)/greengrocer openapi $(PAGE)/openapi.json
	cd $(PAGE) && npm run --silent types

LOCK := $(BIN)/uv pip compile --quiet --constraint constraints.txt --generate-hashes --no-annotate \
	--python-version 3.11 --python-platform x86_64-manylinux_2_36 --custom-compile-command 'make lock'

lock: $(VENV)/.developing ## pin what the images install, with hashes, by constraints.txt
	$(LOCK) pyproject.toml --extra inference --output-file deploy/docker/service.txt
	$(LOCK) pyproject.toml --extra bot --output-file deploy/docker/bot.txt
	$(LOCK) deploy/docker/build.in --output-file deploy/docker/build.txt

bot-api: ## generate the Bot API's JSON Schema for the tests, where Node.js is there
	@if command -v npm >/dev/null 2>&1; then $(MAKE) --no-print-directory $(BOT_API)/schema.json; fi

clean: ## forget what was built (photos and catalogue under var/ stay)
	rm -rf $(VENV) $(PAGE)/node_modules $(PAGE)/dist build *.egg-info

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.serving: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) install -c constraints.txt -e '.[inference,bot,laptop]'
	@touch $@

$(VENV)/.developing: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) install -c constraints.txt -e '.[inference,bot,laptop,training,dev]'
	@touch $@ $(VENV)/.serving $(VENV)/.workshop

$(VENV)/.workshop: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) install -c constraints.txt -e '.[inference,bot,laptop,training]'
	@touch $@ $(VENV)/.serving

$(BOT_API)/schema.json: $(BOT_API)/package-lock.json $(BOT_API)/types.ts
	cd $(BOT_API) && npm ci --ignore-scripts --loglevel=error && npm run --silent schema

$(PAGE)/node_modules/.installed: $(PAGE)/package-lock.json
	cd $(PAGE) && npm ci --loglevel=error
	@touch $@

$(PAGE)/dist/index.html: $(PAGE)/node_modules/.installed $(PAGE_SOURCES)
	cd $(PAGE) && npm run --silent build
