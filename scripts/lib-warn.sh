# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# The build with every warning: W=1 of the compiler and sparse. Sourced by
# build-modules.sh, whose names it uses, never run.
#
# shellcheck disable=SC2154 # out, release and kdir are set there

# reports SRC LOG: the reports on files under SRC, without the path before it.
reports() {
	sed "s,$1/,,g" "$2" | grep -E '(warning|error|WARNING|ERROR)[: ]' |
		grep -vE '^(make|\s*from )|\./(arch|include)/|/usr/src/.*/(arch|include)/' || true
}

# ours: the reports that are not on a backend.
ours() { grep -v 'backends/' || true; }

# normal: the reports on the backends in a form that a patch does not change
# by moving lines: no line and column, no numbers of bytes.
normal() {
	grep 'backends/' | sed -E 's/:[0-9]+(:[0-9]+)?:/:/; s/[0-9]+ bytes/N bytes/g' | sort || true
}

# warn_one SRC LOG: a build from nothing, for old reports do not come twice.
warn_one() {
	# C=2 checks the sources even where make would not compile them.
	kbuild "$1" "$2" W=1 C=2 CHECK=sparse
}

warn_build() {
	local base=$out/warn found
	{
		rm -rf "$base"
		mkdir -p "$base"
		backends --out "$out/backends"
		backends --out "$out/unpatched/backends" --unpatched
		stage_all "$kdir" "$out/backends" "$base/src"
		stage_backends "$out/unpatched/backends" "$base/stock"
		warn_one "$base/src" "$base/src.log"
		warn_one "$base/stock" "$base/stock.log"
	}
	reports "$base/src" "$base/src.log" >"$base/src.reports"
	reports "$base/stock" "$base/stock.log" >"$base/stock.reports"

	found=$(ours <"$base/src.reports")
	[ -z "$found" ] || {
		note "$found"
		die "$(wc -l <<<"$found") report(s) on our files for $release; mend them"
	}
	found=$(comm -23 <(normal <"$base/src.reports") <(normal <"$base/stock.reports"))
	[ -z "$found" ] || {
		note "$found"
		die "$(wc -l <<<"$found") report(s) on the patched backends for $release that the unpatched lack; mend the patch"
	}
	note "no report on our files for $release; $(normal <"$base/stock.reports" | wc -l) on the unpatched backends, none more on the patched"
}
