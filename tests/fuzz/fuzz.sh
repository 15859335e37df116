#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Runs a fuzzer on the seeds that it makes itself, and on what earlier runs
# found: fuzz.sh FUZZER LIBFUZZER_ARGUMENT...
#
# What it finds new is kept beside it in FUZZER.corpus, an input that fails in
# FUZZER.crash-*; FUZZER FILE runs that one again. A run with -runs= is to be the
# same every time: it takes the seeds alone and keeps nothing.
set -euo pipefail

[ $# -ge 2 ] || {
	echo "usage: fuzz.sh FUZZER LIBFUZZER_ARGUMENT..." >&2
	exit 2
}
fuzzer=$1
shift
[ -x "$fuzzer" ] || {
	echo "fuzz.sh: $fuzzer is no program; build it: make fuzz" >&2
	exit 1
}

rm -rf "$fuzzer.seeds"
FUZZ_SEEDS=$fuzzer.seeds "$fuzzer"
corpus=("$fuzzer.seeds")
[[ " $*" == *" -runs="* ]] || {
	mkdir -p "$fuzzer.corpus"
	corpus=("$fuzzer.corpus" "$fuzzer.seeds")
}
exec "$fuzzer" -artifact_prefix="$fuzzer.crash-" -print_final_stats=1 -max_len=600 "$@" "${corpus[@]}"
