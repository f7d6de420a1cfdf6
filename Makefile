# The front door. Meson does the work; `make help` lists what there is.
BUILD ?= build
CC    ?= cc
MESON_FLAGS ?=
J     ?=
ifdef NIGGLE_SHARED
MESON_FLAGS += -Dshared=$(abspath $(NIGGLE_SHARED))
endif

.PHONY: all
all: $(BUILD)/build.ninja ## build the program and the library
	@ninja -C $(BUILD) $(J)

$(BUILD)/build.ninja: | ready
	@mkdir -p $(BUILD) && CC=$(CC) meson setup $(BUILD) $(MESON_FLAGS) >$(BUILD)/setup.log 2>&1 || { cat $(BUILD)/setup.log; exit 1; }

build-clang/build.ninja: | ready
	@mkdir -p build-clang && CC=clang meson setup build-clang $(MESON_FLAGS) >build-clang/setup.log 2>&1 || { cat build-clang/setup.log; exit 1; }

build-san/build.ninja: | ready
	@mkdir -p build-san && CC=$(CC) meson setup build-san -Db_sanitize=address,undefined -Db_lundef=false $(MESON_FLAGS) >build-san/setup.log 2>&1 || { cat build-san/setup.log; exit 1; }

build-fuzz/build.ninja: | ready
	@mkdir -p build-fuzz && CC=clang meson setup build-fuzz -Dfuzz=true $(MESON_FLAGS) >build-fuzz/setup.log 2>&1 || { cat build-fuzz/setup.log; exit 1; }

.PHONY: ready
ready:
	@tools/install-deps tools/deps

.PHONY: demo
demo: all ## an invented runner from files to plan; FILES=DIR takes your own
	@tools/demo.sh $(BUILD) $(FILES)

.PHONY: check
check: $(BUILD)/build.ninja build-clang/build.ninja ## every test; last line: N passed, N failed
	@tests/run $(BUILD) build-clang

.PHONY: check-san
check-san: build-san/build.ninja ## the same under AddressSanitizer and UBSan
	@ASAN_OPTIONS=detect_leaks=1:abort_on_error=0 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 tests/run build-san

.PHONY: check-long
check-long: check-san $(BUILD)/build.ninja ## sanitizers, valgrind, every fuzzer for S seconds
	@tools/install-deps tools/deps-lint
	@NIGGLE_SETS=1000000 NIGGLE_SOURCE=$(CURDIR) $(BUILD)/tests/unit/assess/test_assess_danger
	@NIGGLE_SETS=2000 meson test -C $(BUILD) --suite unit --quiet --timeout-multiplier 60 --wrap 'valgrind -q --error-exitcode=9 --leak-check=full'
	@$(MAKE) --no-print-directory fuzz S=$(S)

T ?= all
S ?= 60
.PHONY: fuzz
fuzz: build-fuzz/build.ninja ## one fuzzer (T=fit) or all, each for S seconds
	@tools/fuzz.sh build-fuzz "$(T)" "$(S)"

.PHONY: bench
bench: $(BUILD)/build.ninja ## speed and memory of what would be installed
	@ninja --quiet -C $(BUILD) $(J) meson-benchmark-prereq
	@meson test -C $(BUILD) --benchmark --no-rebuild --verbose --num-processes 1 | grep -vE '^(ninja:|Full log|$$)'

.PHONY: bench-forecast
bench-forecast: $(BUILD)/build.ninja ## the population model judged; FILES="…" takes training records
	@tools/install-deps --missing tools/deps-bench | sed 's/^/without the rival XGBoost; not installed: /'
	@ninja --quiet -C $(BUILD) $(J) bench/forecast/bench_forecast
	@$(BUILD)/bench/forecast/bench_forecast $(FILES)

.PHONY: golden
golden: all ## rewrite the expected output, then read the difference
	@$(BUILD)/src/niggle-kbc --dump knowledge >tests/golden/knowledge.txt
	@NIGGLE_EXPECT=1 meson test -C $(BUILD) --quiet --suite cli --no-rebuild >/dev/null || true
	@tests/source/symbols.sh $(BUILD)/src/libniggle.so $(BUILD)/src/libniggle-core.a --update
	@tests/source/docs.py --update $(abspath $(BUILD)) $(CURDIR) $$(git ls-files '*.md')
	@tools/screen.py README.md >docs/screens/first-light.svg
	@git diff --stat -- tests docs README.md

.PHONY: kb
kb: $(BUILD)/build.ninja ## check knowledge/ and print its counts
	@ninja -C $(BUILD) src/niggle-kbc >/dev/null && $(BUILD)/src/niggle-kbc --check knowledge

.PHONY: lint
lint: $(BUILD)/build.ninja build-clang/build.ninja ## clang-tidy, cppcheck, gcc's analyser, rules of tests/source
	@tools/install-deps tools/deps-lint
	@tools/lint.sh $(BUILD) build-clang

.PHONY: fmt
fmt: ## clang-format over all C
	@clang-format -i $$(git ls-files '*.c' '*.h')

.PHONY: deps
deps: ## install the Debian packages named in tools/deps (as root), or say how
	@tools/install-deps tools/deps && echo "all packages of tools/deps are there"

.PHONY: install
install: all ## DESTDIR and PREFIX are honoured
	@meson configure $(BUILD) $(if $(PREFIX),--prefix=$(PREFIX)) && meson install -C $(BUILD) --no-rebuild

.PHONY: clean
clean: ## remove every build folder
	@rm -rf build build-clang build-san build-fuzz build-release

.PHONY: help
help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20
