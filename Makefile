# SPDX-License-Identifier: GPL-2.0-or-later
#
# Every target is one line; what it does is in scripts/ and tests/.
# `make help` lists them.

KERNEL ?= 6.1
VERSION := $(shell cat VERSION)

# What to build for: a series (KERNEL=), or one release (KVER=), or any tree.
# A tree says itself what it is of. FLAVOUR= is a kernel that `make kernel` builds;
# DEBUG=1 is short for FLAVOUR=debug.
flavour := $(or $(FLAVOUR),$(if $(filter-out 0,$(DEBUG)),debug))
build-args = $(if $(KVER),--release $(KVER),$(if $(KDIR),,--series $(KERNEL))) $(if $(flavour),--flavour $(flavour)) \
	$(if $(KDIR),--kdir $(KDIR)) $(if $(KSRC),--ksrc $(KSRC))

DESTDIR ?=
PREFIX ?= /usr

.DEFAULT_GOAL := all
.PHONY: help all modules modules_install kernel tools tools_install install deb deb_test machine_test \
	dkms-install dkms-remove demo check tools_test unit fuzzers fuzz blkfront netfront kunit \
	style docs vm vm-modules vm-programs vm-shell vm-list bench bench-list deps clean distclean

help: ## list the targets
	@echo "dom0-pack $(VERSION)"
	@sed -n 's/^\([a-z_-]*\):.*## /\1\t/p' Makefile | \
		while IFS="$$(printf '\t')" read -r t d; do printf '  %-16s %s\n' "$$t" "$$d"; done
	@echo "Variables: KERNEL=6.1|6.12  KVER=<release>  KDIR=<headers>  KSRC=<kernel tree>  T=<vm case>"
	@echo "           FLAVOUR=custom|stock|debug (kernel, modules, vm: a kernel that is built here, see CONTRIBUTING.md)"
	@echo "           DEBUG=1 (as FLAVOUR=debug: lockdep, kmemleak, KFENCE, fault injection)"
	@echo "           KCONFIG=<config> (kernel: for a machine of yours, as /boot/config-*)"
	@echo "           ALL=1 (check: the packages, a machine that has them, the VM cases that take minutes, and those on a kernel that is built first)"
	@echo "           B=<bench>  QUICK=1 (one run, fewer figures)  RUNS=<runs of each>"

demo: ## watch a noisy guest being throttled on a real Xen (in QEMU)
	@scripts/install-deps.sh build tools vm
	@$(MAKE) --no-print-directory modules tools
	@tests/vm/demo.py --kernel $(KERNEL)

check: ## build and test, an hour; ALL=1: all stages, hours; ends with `N passed, N failed, N skipped`
	@scripts/check.sh $(if $(filter-out 0,$(ALL)),--all)

all: modules tools ## build the modules and dom0ctl

modules: ## build the modules and the patched backends (KERNEL=, KVER=, KSRC=)
	@scripts/build-modules.sh $(build-args)

modules_install: ## install the modules for the running kernel, or for KVER=
	@scripts/build-modules.sh --release $(or $(KVER),$(shell uname -r)) \
		$(if $(KDIR),--kdir $(KDIR)) $(if $(KSRC),--ksrc $(KSRC)) \
		--install $(if $(DESTDIR),--destdir $(DESTDIR))

kernel: ## build a dom0 kernel with the patches of its built-in code (KERNEL=, KCONFIG=, FLAVOUR=)
	@scripts/kernel.sh $(KERNEL) $(or $(flavour),custom) $(if $(KCONFIG),--config $(KCONFIG)) \
		$(if $(KSRC),--ksrc $(KSRC)) --explain >/dev/null

tools: ## build dom0ctl and its man pages
	@cmake -S tools -B build/tools -DCMAKE_BUILD_TYPE=Release \
		-DCMAKE_INSTALL_PREFIX=$(PREFIX) >build/tools.log 2>&1 || \
		{ cat build/tools.log >&2; exit 1; }
	@cmake --build build/tools --parallel 2 --target dom0ctl man

tools_install: tools ## install dom0ctl, its man pages and completion (DESTDIR=, PREFIX=)
	@DESTDIR=$(DESTDIR) cmake --install build/tools

install: tools_install ## the same as tools_install

deb: ## build the Debian packages into build/deb/
	@scripts/install-deps.sh deb tools
	@scripts/build-deb.sh

deb_test: deb ## test the Debian packages, and what DKMS does with the tree
	@scripts/install-deps.sh build
	@cd tests/scripts && ./run.sh ../packages/*.bats

machine_test: deb ## the packages on a Debian that boots from its disk: installed, kernel upgraded, purged
	@scripts/install-deps.sh build vm machine
	@tests/machine/run.py $(if $(FROM),--from $(FROM))

dkms-install: ## have DKMS build and install the modules for the running kernel, or for KVER=
	@scripts/dkms-install.sh $(if $(KVER),--release $(KVER)) $(if $(DESTDIR),--destdir $(DESTDIR))

dkms-remove: ## take back what dkms-install has done, for all kernels
	@scripts/dkms-install.sh --remove $(if $(DESTDIR),--destdir $(DESTDIR))

tools_test: ## test dom0ctl on fake sysfs trees, with ASan and UBSan
	@cmake -S tools -B build/tools-test -DCMAKE_BUILD_TYPE=Debug \
		-DDOM0CTL_SANITIZE=ON >build/tools-test.log 2>&1 || \
		{ cat build/tools-test.log >&2; exit 1; }
	@cmake --build build/tools-test --parallel 2
	@ctest --test-dir build/tools-test --output-on-failure --no-tests=error -j 2

unit: fuzzers ## test the cores on the host against independent oracles
	@cmake -S tests/unit -B build/unit -DFUZZERS=$(CURDIR)/build/fuzz >build/unit.log 2>&1 || \
		{ cat build/unit.log >&2; exit 1; }
	@cmake --build build/unit --parallel 2
	@ctest --test-dir build/unit --output-on-failure --no-tests=error

fuzzers:
	@cmake -S tests/fuzz -B build/fuzz -DCMAKE_C_COMPILER=clang \
		-DCMAKE_CXX_COMPILER=clang++ >build/fuzz.log 2>&1 || \
		{ cat build/fuzz.log >&2; exit 1; }
	@cmake --build build/fuzz --parallel 2

fuzz: fuzzers ## look for frames and limits files that are handled wrong (FUZZ_SECONDS=600 each)
	@tests/fuzz/fuzz.sh build/fuzz/csumfix_frame -max_total_time=$(or $(FUZZ_SECONDS),600)
	@tests/fuzz/fuzz.sh build/fuzz/limits_file -max_total_time=$(or $(FUZZ_SECONDS),600)

blkfront: ## build and test the block front end that VM cases use
netfront: ## build and test the network front end that VM cases use
blkfront netfront:
	@cmake -S tests/vm/$@ -B build/$@ >build/$@.log 2>&1 || \
		{ cat build/$@.log >&2; exit 1; }
	@cmake --build build/$@ --parallel 2
	@ctest --test-dir build/$@ --output-on-failure --no-tests=error

kunit: ## test the core inside a kernel (User-Mode Linux with KASAN)
	@scripts/kunit.sh

style: ## checkpatch, kernel-doc, shellcheck, clang-format, SPDX lines
	@scripts/style.sh

docs: ## make HTML of Documentation/ in build/docs/
	@scripts/install-deps.sh build docs
	@scripts/docs.sh

vm-programs: ## build the programs that VM cases run in dom0
	@cmake -S tests/vm/programs -B build/vm-programs >build/vm-programs.log 2>&1 || \
		{ cat build/vm-programs.log >&2; exit 1; }
	@cmake --build build/vm-programs --parallel 2

vm-modules: ## build the modules that VM cases load beside the project's
	@scripts/build-modules.sh $(build-args) --tests

vm: modules vm-modules tools blkfront netfront vm-programs ## run the cases on a real Xen in QEMU; T=<case> for one
	@tests/vm/run.py --kernel $(KERNEL) $(if $(flavour),--flavour $(flavour)) $(foreach t,$(T),--case $(t))

vm-shell: modules vm-modules tools blkfront netfront vm-programs ## a dom0 prompt on a real Xen in QEMU
	@tests/vm/run.py --kernel $(KERNEL) $(if $(flavour),--flavour $(flavour)) --shell

vm-list: ## list the cases
	@tests/vm/run.py --list

bench: ## measure beside the rivals: table, and build/bench/<bench>.json; B= for one
	@scripts/install-deps.sh build vm bench
	@$(MAKE) --no-print-directory vm-programs
	@tests/bench/run.py --kernel $(KERNEL) $(foreach b,$(B),--bench $(b)) \
		$(if $(QUICK),--quick) $(if $(RUNS),--runs $(RUNS))

bench-list: ## list the benches
	@tests/bench/run.py --list

deps: ## install the Debian packages that all of this needs
	@scripts/install-deps.sh build tools check docs vm bench deb machine

clean: ## remove what was built
	rm -rf build

distclean: clean ## remove the caches outside of the tree, too
	rm -rf "$$(bash -c '. scripts/lib.sh; cache_dir')"

build:
	@mkdir -p build
tools tools_test unit fuzzers blkfront netfront modules vm-modules vm-programs: | build
