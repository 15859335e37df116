#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Puts the kernel's Xen backends (and netfront), patched for one kernel, into a
# folder, with a Kbuild that builds them.
#
#   backend-source.sh --release KVER --out DIR [--kdir DIR] [--ksrc TREE] [--unpatched]
#
# The source is Debian's linux-source package of KVER's series, or TREE (also
# as KSRC in the environment): any unpacked kernel tree of that series. What
# KVER does not have as a module is left out. Only complete results appear in
# DIR; a DIR that is up to date is left alone.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=lib-source.sh
. "$(dirname "$0")/lib-source.sh"
# shellcheck source=lib-patches.sh
. "$(dirname "$0")/lib-patches.sh"

usage() { die "usage: --release KVER --out DIR [--kdir DIR] [--ksrc TREE] [--unpatched]"; }

release='' out='' kdir='' ksrc=${KSRC:-} patched=1
while [ $# -gt 0 ]; do
	case $1 in
	--release | --out | --kdir | --ksrc)
		[ $# -ge 2 ] && [ -n "$2" ] || usage
		declare "${1#--}=$2"
		shift
		;;
	--unpatched) patched=0 ;;
	*) usage ;;
	esac
	shift
done
[ -n "$release" ] && [ -n "$out" ] || usage

series=$(series_of "$release")
require_series "$series"
kdir=${kdir:-$(headers_dir "$release")}
require_backend "$kdir" "$release"
need_commands patch:patch xz:xz-utils tar:tar sha256sum:coreutils

# files_of BACKEND: its files; in the top folder of the source.
files_of() {
	if [ -d "$1" ]; then
		find "$1" -maxdepth 1 \( -name '*.[ch]' -o -name Makefile \) | sort
	else
		printf '%s\n' "$1"
	fi
}

# Patches of the backends are applied here, in order; those of the kernel's
# built-in parts (kernel.sh has them), and of a backend that this kernel has
# built in, are left out.
modules=$(module_backends "$kdir")
listed=$(series_patches "$series")
patches=() taken=()
while IFS=$'\t' read -r whose file; do
	grep -qxF "$whose" <<<"$modules" || continue
	patches+=("$file")
	taken+=("$whose")
done <<<"$listed"
[ ${#patches[@]} -gt 0 ] || die "patches/$series/series has no patch for a backend of kernel $release; restore it"
mapfile -t taken < <(printf '%s\n' "${taken[@]}" | sort -u)

# A folder of the pristine source.
if [ -n "$ksrc" ]; then
	[ -f "$ksrc/Makefile" ] && [ -n "$(version_of_tree "$ksrc")" ] && [ -d "$ksrc/drivers" ] ||
		die "$ksrc is no kernel source tree; let KSRC name the top folder of one"
	pristine=$ksrc
else
	tarball_members=(--no-wildcards-match-slash '*/Makefile')
	for pair in "${backends[@]}"; do
		tarball_members+=("*/${pair%:*}")
	done
	pristine=$(cached_source "$series" drivers "${tarball_members[@]}")
fi
for backend in "${taken[@]}"; do
	[ -f "$pristine/$backend" ] || [ -f "$pristine/$backend/Makefile" ] ||
		die "$pristine has no $backend; let KSRC name a complete kernel source tree"
done

# Source and headers: the series has to agree, the sublevel may differ.
have=$(version_of_tree "$pristine")
want=$(version_of_headers "$kdir")
[ "$(series_of "$have")" = "$series" ] ||
	die "source is $have but the headers are of $release; take source of series $series" \
		"(apt-get install linux-source-$series, or another KSRC)"
[ -z "$want" ] || [ "$want" = "$have" ] ||
	note "note: source is $have, headers are ${want} ($release); same series, going on"

[ "$patched" = 1 ] || patches=()
stamp=$({
	printf '%s\n' "$have"
	cd "$pristine"
	for backend in "${taken[@]}"; do
		files_of "$backend" | xargs sha256sum
	done
	[ ${#patches[@]} = 0 ] || sha256sum <(cat "${patches[@]}")
} | sha256sum | cut -d ' ' -f 1)

if [ -f "$out/.stamp" ]; then
	[ "$(cat "$out/.stamp")" != "$stamp" ] || exit 0
elif [ -e "$out" ] && [ -n "$(ls -A "$out")" ]; then
	die "$out exists and was not made by this script; name another folder with --out"
fi

# Everything happens in a folder beside the result, renamed when it is whole.
parent=$(dirname "$out")
mkdir -p "$parent" && tmp=$(mktemp -d "$parent/.$(basename "$out").XXXXXX") ||
	die "cannot write to $parent; name another folder with --out"
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

for backend in "${taken[@]}"; do
	(cd "$pristine" && files_of "$backend" | xargs cp --parents -t "$tmp") ||
		die "cannot copy $backend to $parent; free some space there"
	# A folder has its own Makefile; a file is one of many in its folder.
	case $backend in
	*.c) echo "obj-m += ${backend%.c}.o" ;;
	*) echo "obj-m += $backend/" ;;
	esac
done >"$tmp/Kbuild"

for file in "${patches[@]}"; do
	apply_patch "$file" "$tmp" "$pristine"
done

printf '%s\n' "$stamp" >"$tmp/.stamp" || die "cannot write to $parent; free some space there"
chmod 755 "$tmp"
rm -rf "$out"
mv -T "$tmp" "$out"
