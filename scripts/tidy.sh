#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# clang-tidy on the sources of dom0ctl, each report an error.
#
#   tidy.sh [--brief]          --brief: without its analyzer, which follows every
#                              path and takes half of the time
#
# Needs build/tools/compile_commands.json. A file that was clean and has not
# changed since, nor any header, is not looked at again.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

database=$TOP/build/tools/compile_commands.json
[ -f "$database" ] || die "build/tools/compile_commands.json is missing; run make tools first"
command -v clang-tidy >/dev/null ||
	die "the command clang-tidy is missing; install it: apt-get install clang-tidy"

checks=
case ${1-} in
'') ;;
--brief) checks='--checks=-clang-analyzer-*' ;;
*) die "usage: tidy.sh [--brief]" ;;
esac

clean=$TOP/build/tidy
mkdir -p "$clean"
cd "$TOP"
# The tests are held to the compiler's warnings; GoogleTest's macros would
# drown the rest here.
mapfile -t sources < <(find tools -name '*.cpp' ! -path 'tools/tests/*' | sort)
around=$({
	clang-tidy --version
	echo "$checks"
	find . -path ./build -prune -o -name .clang-tidy -print0 | sort -z | xargs -0r cat
	find tools -name '*.h' -print0 | sort -z | xargs -0r cat
	sed "s,$TOP,,g" "$database"
} | sha256sum)

# tidy_one FILE: prints its reports; leaves a mark when there are none.
tidy_one() {
	local mark said
	mark=$clean/$({
		echo "$around $1"
		cat "$1"
	} | sha256sum | cut -c 1-32)
	[ ! -e "$mark" ] || return 0
	if said=$(clang-tidy -p "$TOP/build/tools" --quiet --warnings-as-errors='*' ${checks:+"$checks"} "$1" 2>/dev/null); then
		: >"$mark"
	else
		printf '%s\n' "${said:-$1: clang-tidy failed; run it by hand}"
		return 1
	fi
}
export -f tidy_one
export around checks clean TOP

# shellcheck disable=SC2016 # the inner shell expands it
if ! printf '%s\0' "${sources[@]}" | xargs -0 -n 1 -P "${JOBS:-$(nproc)}" bash -c 'tidy_one "$1"' -; then
	die "clang-tidy has reports, see above; mend them"
fi
note "clang-tidy: ${#sources[@]} files clean"
