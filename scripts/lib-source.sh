# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Where a kernel's headers and source are, and what they say of themselves.
# Sourced after lib.sh, never run.

# Debian's place for headers and source packages; the tests put their own here.
usr_src=${DOM0PACK_USR_SRC:-/usr/src}

# The kernel's drivers that are built out of tree, each with the option that
# must be m for that: a folder, or a file that is a module by itself. A series
# whose patches do not touch one of them does not take it.
backends=(
	drivers/block/xen-blkback:XEN_BLKDEV_BACKEND
	drivers/net/xen-netback:XEN_NETDEV_BACKEND
	drivers/net/xen-netfront.c:XEN_NETDEV_FRONTEND
)

# series_list: the supported series on one line, for messages.
series_list() { supported_series | paste -sd ' '; }

# require_series SERIES: refuse what patches/ has nothing for.
require_series() {
	[ -f "$TOP/patches/$1/series" ] ||
		die "kernel series $1 is not supported; supported: $(series_list)"
}

# headers_dir RELEASE: what can be built against for one kernel release.
headers_dir() {
	local d
	for d in "$usr_src/linux-headers-$1" "/lib/modules/$1/build"; do
		[ -f "$d/Makefile" ] && printf '%s\n' "$d" && return
	done
	die "no headers for kernel $1; install them: apt-get install linux-headers-$1"
}

# release_of_headers DIR: the release as `uname -r` prints it. utsrelease.h and
# not kernel.release, which holds the upstream version in Debian's 6.1.
release_of_headers() {
	local f=$1/include/generated/utsrelease.h release
	[ -f "$f" ] || die "$1 holds no built kernel headers (no ${f#"$1"/}); name a kernel build folder"
	release=$(sed -n 's/^#define UTS_RELEASE "\(.*\)"$/\1/p' "$f")
	[ -n "$release" ] || die "$f does not say which kernel it is of; install the headers again"
	printf '%s\n' "$release"
}

# version_of_headers DIR: upstream version with sublevel, 6.1.192. Empty when
# the headers do not say it.
version_of_headers() {
	awk '$2 == "LINUX_VERSION_MAJOR" { a = $3 } $2 == "LINUX_VERSION_PATCHLEVEL" { b = $3 }
	     $2 == "LINUX_VERSION_SUBLEVEL" { c = $3 } END { if (a != "") print a "." b "." c }' \
		"$1/include/generated/uapi/linux/version.h" 2>/dev/null || true
}

# version_of_tree DIR: the version that a source tree's Makefile states.
version_of_tree() {
	awk -F '[ \t]*=[ \t]*' '$1 == "VERSION" { a = $2 } $1 == "PATCHLEVEL" { b = $2 }
	     $1 == "SUBLEVEL" { c = $2 } NR > 20 { exit }
	     END { if (a != "" && b != "") print a "." b "." c }' "$1/Makefile" 2>/dev/null || true
}

# config_value DIR SYMBOL: y, m, a value, or nothing.
config_value() {
	sed -n "s/^CONFIG_$2=//p" "$1/include/config/auto.conf"
}

# module_backends KDIR: the paths of those that the kernel has as modules.
module_backends() {
	local pair
	for pair in "${backends[@]}"; do
		[ "$(config_value "$1" "${pair#*:}")" != m ] || printf '%s\n' "${pair%:*}"
	done
}

# lacking_backends KDIR: the others, as "no xen-netback" or "xen-netback built
# in", a tab, and the option to have them.
lacking_backends() {
	local pair name
	for pair in "${backends[@]}"; do
		name=$(basename "${pair%:*}" .c)
		case $(config_value "$1" "${pair#*:}") in
		m) continue ;;
		y) printf '%s built in' "$name" ;;
		*) printf 'no %s' "$name" ;;
		esac
		printf '\tCONFIG_%s=m\n' "${pair#*:}"
	done
}

# require_backend KDIR RELEASE: refuse a kernel with nothing to patch.
require_backend() {
	local lacking options
	[ -z "$(module_backends "$1")" ] || return 0
	lacking=$(lacking_backends "$1" | cut -f 1 | paste -sd , | sed 's/,/, /g')
	options=$(lacking_backends "$1" | cut -f 2 | paste -sd ' ')
	die "kernel $2 has $lacking; take one that has one of them as a module ($options)"
}

# need_commands COMMAND:PACKAGE...: every tool that is missing, before any work.
need_commands() {
	local pair
	for pair; do
		command -v "${pair%%:*}" >/dev/null ||
			die "the command ${pair%%:*} is missing; install it: apt-get install ${pair#*:}"
	done
}

# source_tarball SERIES: the source package of a series.
source_tarball() {
	local tarball=$usr_src/linux-source-$1.tar.xz
	[ -f "$tarball" ] ||
		die "no source of kernel $1 ($tarball); install it: apt-get install linux-source-$1" \
			"(or name an unpacked tree with KSRC=)"
	printf '%s\n' "$tarball"
}

# source_key SERIES: changes whenever the source package does.
source_key() {
	local tarball package
	tarball=$(source_tarball "$1")
	package=$(dpkg-query -W -f '${Version}' "linux-source-$1" 2>/dev/null || true)
	printf '%s-%s-%s\n' "$1" "${package:-unpackaged}" "$(stat -c %s-%Y "$tarball" | tr : _)"
}

# cached_source SERIES NAME TAR_ARGUMENT...: a folder that holds the chosen
# members of the source package, unpacked once. NAME stands for the choice.
cached_source() {
	local series=$1 name=$2 tarball dest root tmp
	shift 2
	tarball=$(source_tarball "$series") || exit 1
	root=$(cache_dir)/source
	dest=$root/$name-$(source_key "$series") || exit 1
	if [ ! -d "$dest" ]; then
		mkdir -p "$root" && tmp=$(mktemp -d "$root/.$name.XXXXXX") ||
			die "cannot write to the cache $root; set DOM0PACK_CACHE to a folder that can be written"
		# shellcheck disable=SC2064 # the value of now is wanted
		trap "rm -rf '$tmp'" EXIT
		note "unpacking $name from $tarball"
		# Threads: the package is one xz of many blocks.
		if ! xz -dc -T2 "$tarball" | tar -x -C "$tmp" --strip-components=1 --wildcards "$@"; then
			die "cannot unpack $name from $tarball; free space in $root, or install linux-source-$series again"
		fi
		# Lost a race against another run: its result is as good.
		mv -T "$tmp" "$dest" 2>/dev/null || [ -d "$dest" ]
	fi
	printf '%s\n' "$dest"
}

# cached_tree SERIES NAME PART...: the whole source, but for the C files under
# each PART, of which a build reads only Kconfig and Makefile, and for what none
# reads.
cached_tree() {
	local series=$1 name=$2 top=linux-source-$1 part excludes=(--anchored)
	shift 2
	for part; do
		excludes+=("--exclude=$top/$part/*.[chS]")
	done
	excludes+=("--exclude=$top/arch/*.dts*" "--exclude=$top/Documentation/*.[rtsy]*")
	cached_source "$series" "$name" "${excludes[@]}" "$top"
}

# kernel_scripts: a folder with those scripts of the kernel that judge and render what
# is written here.
kernel_scripts() {
	cached_source 6.1 scripts --no-wildcards-match-slash \
		'*/scripts/checkpatch.pl' '*/scripts/spelling.txt' '*/scripts/const_structs.checkpatch' \
		'*/scripts/kernel-doc' '*/scripts/get_abi.pl'
}
