# Masivo Audiences. `make help` lists what can be asked.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip --disable-pip-version-check --quiet install --no-compile
# With all cores, and whatever PYTHONDONTWRITEBYTECODE says: else each process would compile everything anew.
COMPILE := $(BIN)/python -m compileall -qq -j 0 $(VENV)/lib app.py jobs masivo || true
LOCK := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet
PYTEST_WORKERS ?= auto

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

.PHONY: help
help: ## List what can be asked
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: $(VENV)/.product ## Build .venv with everything the product needs
	@:

.PHONY: demo
demo: setup ## Run the product with demonstration data (PORT=8000, MASIVO_HOME=instance)
	@$(BIN)/masivo start --demo

.PHONY: test
test: lint types layers ## Run every check and every test
	$(BIN)/python -m tests.chromium
	$(BIN)/pytest -n $(PYTEST_WORKERS) --dist loadfile --no-loadscope-reorder

.PHONY: prove
prove: $(VENV)/.test ## Ask thousands of new examples of every property, and of the slow reference
	$(BIN)/pytest -m "hypothesis or proof" --hypothesis-profile=prove -n $(PYTEST_WORKERS) --dist loadfile

.PHONY: golden
golden: $(VENV)/.test ## Write the golden files of sentences and SQL anew, to look at what changed
	$(BIN)/pytest tests/conditions/test_describe.py tests/evaluation/test_golden.py --update-golden

.PHONY: chaos
chaos: $(VENV)/.test ## Kill processes and stores at every step of a run, for some minutes
	$(BIN)/pytest tests/recalculation tests/warehouse tests/bench -m chaos -n $(PYTEST_WORKERS) --dist load

.PHONY: lint
lint: $(VENV)/.test ## Check style: ruff for Python, djlint for templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --lint --quiet templates

.PHONY: types
types: $(VENV)/.test ## Check types: mypy, strict
	$(BIN)/mypy

.PHONY: layers
layers: $(VENV)/.test ## Check who imports whom
	$(BIN)/lint-imports

.PHONY: format
format: $(VENV)/.test ## Lay out the code as lint wants it
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: bench
bench: $(VENV)/.test ## Measure imports, evaluations and pages at full size
	$(BIN)/python -m bench

.PHONY: map
map: $(VENV)/.test ## Write the module map of ARCHITECTURE.md from the modules' first sentences
	$(BIN)/python -m tests.project.module_map

.PHONY: lock
lock: $(VENV)/.test ## Write the lock files anew from requirements/*.in
	cd requirements && for name in product test; do ../$(LOCK) $$name.in --output-file $$name.txt || exit 1; done

.PHONY: hooks
hooks: $(VENV)/.test ## Check every commit before it is made
	$(BIN)/pre-commit install

.PHONY: clean
clean: ## Remove .venv and what the tools left; the data in MASIVO_HOME stays
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis test-results
	find app.py bench jobs masivo tests -name __pycache__ -prune -exec rm -rf {} +

$(VENV)/.made:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed, and $(PYTHON) is not here. Install it, or name it: make PYTHON=python3.12 setup" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; $(PYTHON) is older. Name a newer one: make PYTHON=python3.12 setup" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "This Python cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@echo "Making $(VENV) …"
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.product: $(VENV)/.made requirements/product.txt pyproject.toml
	@echo "Installing what the product needs …"
	@$(INSTALL) --require-hashes --requirement requirements/product.txt
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@$(COMPILE)
	@touch $@

$(VENV)/.test: $(VENV)/.product requirements/test.txt
	@echo "Installing what the tests need …"
	@$(INSTALL) --require-hashes --requirement requirements/test.txt
	@$(COMPILE)
	@touch $@
