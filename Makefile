# The verbs of the project, the same for people and for CI. Each sets up what it needs; nothing happens twice.
# Needs: make and a Python from 3.11 on. All else goes into .venv and rust/target, and Rust into .rust where there is none.

PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,$(if $(shell \
	$(name) -c 'import sys; print("new" if sys.version_info >= (3, 11) else "")' 2>/dev/null),$(name))))
WORKERS ?= 2
WORLDS ?= 100000

VENV := .venv
BIN := $(VENV)/bin
NATIVE := python/fabula/engine/_native.abi3.so
RUST := rust/Cargo.toml
RUST_FILES := $(shell find rust -name target -prune -o \( -name '*.rs' -o -name 'Cargo.*' -o -name '*.toml' \) -print 2>/dev/null)

# Where there is no cargo, Rust is fetched, by the package that maturin fetches it with.
FETCHER := puccinialin>=0.1.14,<0.2
OWN_RUST := $(CURDIR)/.rust
ifeq ($(shell command -v cargo 2>/dev/null),)
CARGO := $(OWN_RUST)/cargo/bin/cargo
export CARGO_HOME := $(OWN_RUST)/cargo
export RUSTUP_HOME := $(OWN_RUST)/rustup
export PATH := $(OWN_RUST)/cargo/bin:$(PATH)
endif

# What a wheel for old systems is linked with: on Linux alone, and only for wheels, since it is large.
LINKER := ziglang>=0.14,<0.18
LINKED := $(if $(filter Linux,$(shell uname -s)),$(VENV)/.linker)

# What many machines work with: large, and not to be had everywhere; where it is not, the tests that need it are skipped.
RAY := $(VENV)/.ray

# What pages are looked through with; where there is no npm, the tests that need it are skipped.
AXE := build/axe/node_modules/axe-core/axe.min.js
AXE_VERSION := 4.14.1

PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help setup play tellings test test-long lint format bench bench-planner bench-atlas bench-scale bench-play docs wheel lock clean missing

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: $(VENV)/.engine ## a venv with the locked dependencies and the native engine

play: setup ## play the flagship; without a terminal, tell one life of it with the reason under each act
	@if [ -t 0 ]; then $(BIN)/fabula play stories/the_ridge.fabula; \
	else $(BIN)/fabula tell stories/the_ridge.fabula --reasons; fi

tellings: setup ## the eighteen beats of the flagship from three pairs of eyes, and in German, as pages
	@for eyes in Aeris Sephiroth Cloud; do \
		name=$$(echo $$eyes | tr A-Z a-z); \
		if [ $$eyes = Aeris ]; then from=; else from="--from $$eyes"; fi; \
		$(BIN)/fabula tell stories/the_ridge.fabula --life stories/the_ridge.eighteen_beats.life $$from \
			-o stories/tellings/the_ridge.$$name.md || exit 1; \
	done
	$(BIN)/fabula tell stories/the_ridge.fabula --life stories/the_ridge.eighteen_beats.life --texts de \
		-o stories/tellings/the_ridge.aeris.de.md

test: setup $(if $(shell command -v npm 2>/dev/null),$(AXE)) ## all tests, on both engines
	@$(if $(LINKED),$(MAKE) --no-print-directory $(LINKED) || echo "wheels are tested as they are linked here" >&2)
	@$(MAKE) --no-print-directory $(RAY) || echo "Ray could not be had: the tests that need it are skipped" >&2
	cargo test --quiet --manifest-path $(RUST) --package fabula-engine --package fabula-drawing
	rm -rf build/wheel
	$(BIN)/python -m tools.wheel build/wheel
	FABULA_WHEEL="$$(echo build/wheel/*.whl)" $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup

test-long: setup ## the engines compared on WORLDS (100000) random worlds
	FABULA_WORLDS=$(WORLDS) $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -m worlds

lint: setup ## style, types, one-way imports, in Python and in Rust
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	cargo fmt --manifest-path $(RUST) --all --check
	cargo clippy --quiet --manifest-path $(RUST) --workspace --all-targets -- -D warnings

format: setup ## put Python and Rust into the shape that lint asks for
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	cargo fmt --manifest-path $(RUST) --all

bench: setup ## the figures that README and docs quote
	$(BIN)/python -m bench

bench-planner: setup ## the planner on all published problems; FABULA_PROBLEMS names their folder
	$(BIN)/python -m bench.planner

bench-atlas: setup ## all lives of large worlds: time and memory
	$(BIN)/python -m bench.atlas

bench-scale: setup ## stories of two to forty people: loaded, played, told and proven
	$(BIN)/python -m bench.scale

bench-play: setup ## lives that readers play: endings, choices, quiet turns, failures
	$(BIN)/python -m bench.drama

docs: $(VENV)/.dependencies ## the documentation as a site, in build/docs; FABULA_SITE names its address
	$(BIN)/python -m tools.site

wheel: $(VENV)/.dependencies $(LINKED) $(CARGO) ## a wheel for every Python from 3.11 on, in dist; on Linux for old ones too
	$(BIN)/python -m tools.wheel dist

lock: $(VENV)/.dependencies ## look for newer dependencies and write the locks
	echo "$(FETCHER)" | $(BIN)/uv --quiet pip compile - --upgrade --universal --python-version 3.11 \
		--generate-hashes --no-annotate --custom-compile-command "make lock" --output-file requirements-rust.lock
	echo "$(LINKER)" | $(BIN)/uv --quiet pip compile - --upgrade --universal --python-version 3.11 \
		--generate-hashes --no-annotate --custom-compile-command "make lock" --output-file requirements-wheel.lock
	$(BIN)/uv --quiet pip compile pyproject.toml --extra dev --upgrade --universal --python-version 3.11 \
		--generate-hashes --no-annotate --custom-compile-command "make lock" --output-file requirements.lock
	$(BIN)/uv --quiet pip compile pyproject.toml --extra ray --constraint requirements.lock --upgrade --universal \
		--python-version 3.11 --generate-hashes --no-annotate --custom-compile-command "make lock" \
		--output-file requirements-ray.lock

clean: ## remove all that was made
	rm -rf $(VENV) $(OWN_RUST) rust/target build dist $(NATIVE) .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find python tests bench tools -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "fabula needs Python 3.11 or newer" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

# pip installs, and not uv, because pip is what a machine has been set up for: index, certificates, proxy. The lock names
# versions and hashes, and no place to fetch them from.
$(VENV)/.dependencies: requirements.lock | $(BIN)/python
	@echo "installing the locked dependencies"
	@$(PIP) --require-hashes --requirement requirements.lock
	@touch $@

$(VENV)/.linker: requirements-wheel.lock | $(VENV)/.dependencies
	@echo "installing what wheels are linked with"
	@$(PIP) --require-hashes --requirement requirements-wheel.lock
	@touch $@

$(RAY): requirements-ray.lock | $(VENV)/.dependencies
	@echo "installing what many machines work with"
	@$(PIP) --require-hashes --requirement requirements-ray.lock
	@touch $@

$(AXE):
	@npm install --silent --no-save --ignore-scripts --prefix build/axe axe-core@$(AXE_VERSION) || \
		echo "axe-core could not be fetched: the tests that need it are skipped" >&2

# What fetches Rust has a venv of its own: its dependencies are none of ours.
$(OWN_RUST)/cargo/bin/cargo: requirements-rust.lock
	@test -n "$(PYTHON)" || { echo "fabula needs Python 3.11 or newer" >&2; exit 1; }
	@echo "there is no Rust here: fetching it into .rust"
	@$(PYTHON) -m venv $(OWN_RUST)/venv && $(OWN_RUST)/venv/bin/python -m pip install --quiet \
		--disable-pip-version-check --require-hashes --requirement requirements-rust.lock && \
		$(OWN_RUST)/venv/bin/python -m puccinialin --location .rust --info-json $(OWN_RUST)/rust.json && \
		$(OWN_RUST)/cargo/bin/rustup --quiet component add clippy rustfmt || \
		{ echo "Rust could not be fetched. Install it (https://rustup.rs), so that there is a 'cargo', and call make again." >&2; \
		exit 1; }
	@touch $@

$(VENV)/.engine: $(VENV)/.dependencies pyproject.toml $(RUST_FILES) $(CARGO) $(if $(wildcard $(NATIVE)),,missing)
	@echo "building the native engine"
	@PATH="$$PWD/$(BIN):$$PATH" $(PIP) --no-deps --no-build-isolation --editable .
	@touch $@
