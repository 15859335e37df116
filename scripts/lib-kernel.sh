# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# The parts of a kernel's build: flavours, source trees, configuration. Sourced
# by kernel.sh, which has the variables; never run.
# shellcheck disable=SC2154 # kernel.sh's: config, fragments, out, release, series

# flavours SEPARATOR: the names on one line.
flavours() { printf '%s\n' custom stock debug | paste -sd "$1"; }

# require_flavour FLAVOUR: refuse a name that is none.
require_flavour() {
	grep -qxF -- "$1" <(flavours '\n') || die "there is no kernel of flavour $1; flavours: $(flavours ' ')"
}

# flavour_config FLAVOUR: the files that make its configuration.
flavour_config() {
	case $1 in
	stock) set -- custom ;;
	esac
	printf '%s\n' "$TOP/scripts/kernel.config" "$TOP/scripts/kernel-$1.config"
}

# What adjust_source changes.
adjusted=(lib/Kconfig.debug drivers/xen/gntdev.c)

# adjust_source DIR: what our configurations need of the source. It changes
# nothing in a kernel without checkers.
adjust_source() {
	# 6.1 still says that stack traces of x86_64 are no good for this; they are, and
	# later kernels have dropped the line.
	sed -i '/^config FAULT_INJECTION_STACKTRACE_FILTER/,/^$/{/depends on !X86_64/d}' "$1/lib/Kconfig.debug"

	# gntdev takes its lock inside mmap_lock and copies to user space under it.
	# lockdep reports that as soon as xenstored starts, and then nothing more.
	sed -i '/^\tmutex_init(&priv->lock);$/a\
\tlockdep_set_novalidate_class(\&priv->lock);
' "$1/drivers/xen/gntdev.c"
}

# make_tree PRISTINE TREE ADJUST PATCH...: TREE becomes PRISTINE with ADJUST (a
# function, or nothing) and the patches. It shares PRISTINE's files, and only
# those that have to change are written, so that make builds little again.
make_tree() {
	local pristine=$1 tree=$2 adjust=$3 new file before=/dev/null
	shift 3
	new=$(mktemp -d "$tree.XXXXXX") ||
		die "cannot write to $(dirname "$tree"); set DOM0PACK_CACHE to a folder that can be written"
	# shellcheck disable=SC2064 # the value of now is wanted
	trap "rm -rf '$new'" EXIT

	# All that is changed now or was before, as it has to be.
	[ ! -f "$tree.changed" ] || before=$tree.changed
	{
		cat "$before"
		[ -z "$adjust" ] || printf '%s\n' "${adjusted[@]}"
		for file; do patch_files "$file"; done
	} | sort -u >"$new/.changed"
	while read -r file; do
		[ ! -f "$pristine/$file" ] || (cd "$pristine" && cp --parents -t "$new" "$file")
	done <"$new/.changed"
	[ -z "$adjust" ] || "$adjust" "$new"
	for file; do
		apply_patch "$file" "$new" "$pristine"
	done

	if [ ! -d "$tree" ]; then
		mkdir "$new/.tree"
		cp -al "$pristine/." "$new/.tree" || die "cannot copy $pristine; free some space there"
		mv -T "$new/.tree" "$tree"
	fi
	# Written down first: what is stopped half way is put right by the next run.
	cp "$new/.changed" "$tree.changed"
	while read -r file; do
		if [ ! -f "$new/$file" ]; then
			rm -f "$tree/$file"
		elif ! cmp -s "$new/$file" "$tree/$file"; then
			mkdir -p "$tree/$(dirname "$file")"
			# PRISTINE has the same file: it must not be written through.
			cp --remove-destination "$new/$file" "$tree/$file"
		fi
	done <"$new/.changed"
	rm -rf "$new"
	trap - EXIT
}

# configure: make .config, and see that it is what was asked for.
configure() {
	local symbol value
	if [ -n "$config" ]; then
		# Debian's names a file of Debian's build.
		sed 's/^CONFIG_SYSTEM_TRUSTED_KEYS=.*/CONFIG_SYSTEM_TRUSTED_KEYS=""/' "$config" >"$out/.config"
		kmake olddefconfig || build_failed
		return
	fi
	cat "${fragments[@]}" >"$out/.fragments"
	kmake KCONFIG_ALLCONFIG="$out/.fragments" allnoconfig || build_failed
	while IFS='#=' read -r symbol value; do
		case $symbol:$value in
		:*) ;;
		*:n) ! grep -q "^$symbol=" "$out/.config" ;;
		*) grep -qxF "$symbol=$value" "$out/.config" ;;
		esac || die "the kernel does not take $symbol=$value; mend scripts/kernel*.config"
	done <"$out/.fragments"
}

# explain: where things are and what to do with them.
explain() {
	local release boot=$out/boot
	release=$(release_of_headers "$out")
	note "
Kernel $release is built:
  image    $boot/vmlinuz
  modules  $boot/lib/modules/$release
  config   $out/.config

To run it on this machine's Xen, as root (elsewhere, copy the three there first):
  cp $boot/vmlinuz /boot/vmlinuz-$release
  cp $out/.config /boot/config-$release
  cp -r $boot/lib/modules/$release /lib/modules/
  update-initramfs -c -k $release && update-grub
and boot Xen with it. The modules of dom0-pack for it, also as root:
  make modules_install KVER=$release KDIR=$out"
	[ -n "$config" ] || note "
It has drivers for virtual machines only. For a real machine, build it with the
configuration of the kernel that runs there now:
  make kernel KERNEL=$series KCONFIG=/boot/config-\$(uname -r)"
	note ""
}
