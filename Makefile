# Two commands matter: `make run` and `make test`. Both prepare what they need.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/pip --disable-pip-version-check
PORT   ?= 8501
STRICT ?=
WORKERS ?= 2

# PyTorch: a CPU build from a local wheel folder if pip is configured with one, else from PyTorch's own
# CPU index, so that no machine pulls gigabytes of CUDA by accident. With a GPU: make setup TORCH_INDEX=<index>.
TORCH       := torch==2.13.0
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu

.PHONY: run test setup setup-test lint lock bench-demands bench-search bench-scale bench-ledger soak audit clean

run: setup
	@$(BIN)/handbook up --port $(PORT)

setup: $(VENV)/.ready

setup-test: $(VENV)/.ready-test

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: make PYTHON=python3.12 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.torch: | $(VENV)/bin/python
	@$(BIN)/python -c 'import torch' 2>/dev/null \
		|| $(PIP) install -q --no-index --no-deps $(TORCH) 2>/dev/null \
		|| $(PIP) install -q --index-url $(TORCH_INDEX) $(TORCH)
	@touch $@

$(VENV)/.ready: pyproject.toml requirements.lock $(VENV)/.torch
	@echo "Installing the pinned packages (a few minutes the first time) …"
	$(PIP) install -q -c requirements.lock -e .
	@touch $@

$(VENV)/.ready-test: $(VENV)/.ready
	$(PIP) install -q -c requirements.lock -e '.[test,oidc]'
	@touch $@

test: setup-test
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup $(if $(STRICT),--strict-skips)

lint: setup-test
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

lock: setup-test
	@echo '# Exact versions of everything that is installed; made with `make lock`.' > requirements.lock
	@$(PIP) freeze --exclude-editable | grep -viE '^(torch|setuptools|pip|wheel)\b' >> requirements.lock

bench-demands bench-search bench-scale bench-ledger: setup-test
	$(BIN)/python -m benchmarks.$(subst bench-,,$@)

soak: setup-test
	SOAK=1 $(BIN)/python -m pytest -m soak -p no:xdist

# Known weaknesses of the pinned packages; asks the package index for its advisories, so it needs the network.
audit: setup-test
	$(BIN)/pip-audit -r requirements.lock --no-deps --disable-pip --strict

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
