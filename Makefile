# make demo · make test: nothing has to be typed before either.
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# Tests wait for a quarter of their time: three at once keep two cores busy. What a file sets up, as a whole
# deployment, is set up once, since a file's tests stay together.
JOBS ?= 3
KILLS ?= 200

.DEFAULT_GOAL := help
.PHONY: help setup browser demo test check format bench crash pictures lock

help:
	@echo "make setup · browser · demo · test · check · format · bench · crash · pictures · lock"

setup: $(READY)

# The lock has a hash for everything; the project itself is installed last, built with the locked setuptools.
$(READY): requirements.txt deploy/htmx.txt pyproject.toml deploy/find_python.sh
	@test -x $(BIN)/python || { python=$$(bash deploy/find_python.sh) && $$python -m venv $(VENV); }
	@echo "Installing the locked packages …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r deploy/htmx.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: setup
	@exec $(BIN)/paicha up --demo $(DEMO)

# What tests look at pages with: Debian's Chromium, and 83. Where it can't be installed here, they say what to do.
browser: setup
	@$(BIN)/python -c "import PyQt5.QtWebEngineWidgets" 2> /dev/null || { echo "Installing Chromium 83 …" && \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
		-r tests/support/chromium-83.txt; }
	@command -v chromium-headless-shell chromium chromium-browser google-chrome > /dev/null || { \
		test "$$(id -u)" = 0 && command -v apt-get > /dev/null && echo "Installing Chromium …" && \
		apt-get update --quiet --quiet && DEBIAN_FRONTEND=noninteractive \
		apt-get install --quiet --quiet --yes --no-install-recommends chromium-headless-shell \
		fonts-noto-cjk libgl1 libegl1; } || true

test: setup browser
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder $(TESTS)

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m deploy.checks.file_sizes
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: setup
	$(BIN)/python -m benchmarks

# Longer than in `make test`: each kind of process is killed this often while facts are published.
crash: setup
	PAICHA_KILLS=$(KILLS) PAICHA_FUZZ_EXAMPLES=6 $(BIN)/python -m pytest -o log_cli=true -o log_cli_level=INFO tests/crash \
		tests/notifications/sending/test_replicas.py tests/e2e/test_evidence.py tests/e2e/test_described.py \
		tests/deploy/papers/test_photographs.py

# Every page at 1280 and 360 px, to be looked at; the README's are among them.
pictures: setup browser
	$(BIN)/python -m tests.e2e.pictures build/pictures

# After a change of dependencies: everything for the work here, and what a service's image needs of it.
COMPILE := build/lock/bin/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links
lock:
	$$(bash deploy/find_python.sh) -m venv build/lock
	build/lock/bin/python -m pip install --quiet pip-tools
	$(COMPILE) --extra embedded --extra aliyun --extra dev --output-file requirements.txt pyproject.toml
	$(COMPILE) --constraint requirements.txt --output-file deploy/requirements.txt pyproject.toml
