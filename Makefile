# Two commands for a newcomer: `make run` and `make test`. Only Python 3.11+, git and make are needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8001

.PHONY: run test fuzz scans lint format lock samples docs screenshots clean

run: $(VENV)/.run
	$(BIN)/kokusai build raw --out processed
	$(BIN)/kokusai serve processed --raw raw --port $(PORT)

test: $(VENV)/.test lint
	$(BIN)/pytest -n auto --dist loadgroup --cov --cov-report=term

# Feeds the readers damaged and invented documents, FUZZ of each kind, other ones each time.
FUZZ ?= 5000
fuzz: $(VENV)/.test
	FUZZ=$(FUZZ) $(BIN)/pytest -n auto tests/fuzz

# Reads scans of many kinds (turned, askew, coarse, under uneven light) and compares their facts with the documents': minutes.
scans: $(VENV)/.test
	SCANS=1 $(BIN)/pytest -n auto tests/scans

lint: $(VENV)/.test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/.test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The locks carry hashes for every platform; made again only when pyproject.toml changes.
lock: $(VENV)/.test
	$(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
		pyproject.toml -o requirements/run.txt
	$(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
		--extra test --extra samples pyproject.toml -o requirements/test.txt

# Makes the data dictionary and the pages of finding codes again from schemas/ and data/findings/.
docs: $(VENV)/.test
	$(BIN)/python -m tools.docs

# Typesets the documents of raw/ again from tools/samples/facts; the same facts give the same bytes.
samples: $(VENV)/.test
	$(BIN)/python -m tools.samples.make

# Takes the pictures of the site in docs/images again; needs chromium and fonts-noto-cjk.
screenshots: $(VENV)/.test
	$(BIN)/python -m tools.screenshots

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --require-hashes -r requirements/run.txt
	$(BIN)/pip install --quiet --no-deps --editable .
	touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.run
	$(BIN)/pip install --quiet --require-hashes -r requirements/test.txt
	touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache processed/.cache processed/*.db processed/csv processed/report.*
