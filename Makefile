# make serve   builds the graph from seeds/ and serves http://127.0.0.1:8000/
# make test    runs the whole suite
# Both create .venv and install what they need; everything after installation works offline.

PYTHON ?= python3
BIN := .venv/bin
DATA ?= dateline-data
SOURCES := $(shell find seeds ontology kg -type f -not -name '*.pyc')

.PHONY: serve build test test-alone lint lock sbom audit docs site pictures train-reader clean \
  screenshots bench-reading bench-reason bench-sparql bench-linking bench-links bench-gazetteer bench-dumps bench-past bench-pages bench-scale bench-large bench-jobs bench-cluster bench-saves bench-events bench-kills bench-faults bench-attacks bench-without soak fuzz

serve: build
	$(BIN)/dateline serve --data $(DATA)

build: $(DATA)/current

$(DATA)/current: .venv/.run $(SOURCES)
	$(BIN)/dateline build --out $(DATA)
	@touch $@

test: .venv/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: .venv/.test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/mypy
	$(BIN)/lint-imports

# What runs is installed from hashes; the project itself, with its front end, without the network.
.venv/.run: requirements.lock pyproject.toml hatch_build.py server/ui/package-lock.json
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.test: .venv/.run requirements-test.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.lock
	@touch $@

lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
	  --group build pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
	  --extra test --group build pyproject.toml -o requirements-test.lock

# What the wheel holds and needs, after a change of a lock file.
sbom: .venv/.test
	$(BIN)/python sbom.py

audit: .venv/.test
	$(BIN)/python .ci/audit

# What of the documentation is written from the program, and its pictures, which need Debian's chromium.
docs: .venv/.run
	$(BIN)/python -m kg.cli.manual > docs/commands.md

# The documentation as files, for any web server or a browser alone; SERVICE is a running server to link to.
SITE ?= site
SERVICE ?=
site: .venv/.run
	$(BIN)/dateline docs $(SITE) --service "$(SERVICE)"

pictures: build .venv/.test
	PYTHONPATH=tests $(BIN)/python tests/docs/shoot.py $(DATA)

# Needs the base encoder's folder (model.safetensors, tokenizer.json) in BASE and the extra `train`.
train-reader: .venv/.run
	$(BIN)/python -m kg.annotate.reader.train $(BASE) seeds/models/reader/reader.npz

bench-reading: .venv/.test
	$(BIN)/python tests/bench/reading.py

bench-reason: .venv/.test
	$(BIN)/python tests/bench/reason.py

bench-sparql: .venv/.test
	$(BIN)/python tests/bench/sparql.py

bench-linking: .venv/.test
	$(BIN)/python tests/bench/linking.py

bench-links: build .venv/.test
	$(BIN)/python tests/bench/addresses.py $(DATA)

bench-gazetteer: .venv/.test
	$(BIN)/python tests/bench/gazetteer.py

bench-dumps: .venv/.test
	$(BIN)/python tests/bench/dumps.py

bench-past: .venv/.test
	$(BIN)/python tests/bench/past.py

bench-pages: .venv/.test
	$(BIN)/python tests/bench/pages.py

bench-scale: .venv/.test
	$(BIN)/python tests/bench/scale.py

bench-jobs: .venv/.test
	$(BIN)/python tests/bench/jobs.py

bench-cluster: .venv/.test
	$(BIN)/python tests/bench/cluster.py

bench-saves: build .venv/.test
	$(BIN)/python tests/bench/saves.py $(DATA)

bench-events: .venv/.test
	$(BIN)/python tests/bench/events.py

bench-kills: .venv/.test
	$(BIN)/python tests/bench/kills.py

bench-large: .venv/.test
	$(BIN)/python tests/bench/large.py

bench-faults: .venv/.test
	$(BIN)/python tests/bench/faults.py

bench-attacks: build .venv/.test
	$(BIN)/python tests/bench/attacks.py $(DATA)

# Each defence of docs/threats.md taken out, one after the other, and the test of its case run.
bench-without: .venv/.test
	$(BIN)/python tests/bench/without.py

# The suite with no network but loopback, and a count of what any process sent elsewhere (Linux, user namespaces).
test-alone: .venv/.test
	unshare -rn .ci/alone $(BIN)/python -m pytest -n 2 --dist loadfile

# Parsers are tests/fuzz/corpora/*; a beginning of names takes several, `all` every one.
PARSER ?= all
RUNS ?= 1000000
fuzz: .venv/.test
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-fuzz.lock
	$(BIN)/python tests/fuzz/run.py $(PARSER) --runs $(RUNS)

# Every page in light, dark, on a telephone, on a wall, printed, for people to look at.
SHOTS ?= /tmp/dateline-screenshots
screenshots: build .venv/.test
	PYTHONPATH=tests $(BIN)/python -m bench.screenshots $(DATA) $(SHOTS)

soak: .venv/.test
	$(BIN)/python tests/bench/soak.py

clean:
	rm -rf .venv $(DATA) server/static build dist
