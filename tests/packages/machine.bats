# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2154,SC2030,SC2031,SC2016 # bats sets status, output and its folders; SC2016: for others to expand
# The life of the packages on a machine: a Debian 12 in a folder, whose uname says
# that it runs Debian's 6.1. Each test goes on where the one before has stopped.
bats_require_minimum_version 1.5.0
load ../scripts/helper

setup_file() {
	local sources
	[ "$(id -u)" = 0 ] || skip "only root can install a system in a folder"
	# Where apt's own user may look, too.
	machine=$(mktemp -d /tmp/dom0-pack-machine.XXXXXX)
	chmod 755 "$machine"
	export machine INITRD=No
	for sources in /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list; do
		! grep -qs bookworm "$sources" || break
	done
	mmdebstrap --quiet --variant=apt --aptopt='APT::Install-Recommends "false"' \
		--include=linux-image-amd64,openssl --skip=cleanup/apt/lists \
		bookworm "$machine" "$sources"
	mv "$machine/usr/bin/uname" "$machine/usr/bin/uname.real"
	booted "$(installed 6.1)"
	cp "$project"/build/deb/*.deb "$machine/root"
	cp /etc/resolv.conf "$machine/etc"
}

teardown_file() { rm -rf --one-file-system "${machine:-/nonexistent}"; }

setup() {
	version=$(cat "$project/VERSION")
	old=$(installed 6.1)
	new=$(installed 6.12)
}

# inside COMMAND...: on the machine.
inside() {
	unshare --mount --propagation private bash -c '
		mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" && shift || exit 1
		exec chroot "$machine" env -i PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" \
			DEBIAN_FRONTEND=noninteractive INITRD=No LC_ALL=C "$@"' - "$machine" "$@"
}

apt_get() { inside apt-get -q -y -o Dpkg::Use-Pty=0 "$@"; }

# installed SERIES: the release of the machine's kernel.
installed() { (cd "$machine/lib/modules" && printf '%s\n' "$1"[.-]*) | grep -E '^[0-9].*amd64$' | tail -n 1; }

# booted KERNEL: what uname says from now on. apt has a PATH of its own.
booted() {
	printf '#!/bin/sh\n[ "$*" = -r ] || exec uname.real "$@"\necho %s\n' "$1" >"$machine/usr/bin/uname"
	chmod 755 "$machine/usr/bin/uname"
}

# comes_from KERNEL MODULE: the folder in which modprobe finds it.
comes_from() {
	inside modprobe -S "$1" --show-depends "$2" |
		sed -n "s,^insmod /lib/modules/[^/]*/\(.*\)/$2\.ko.*,\1,p"
}

# ours KERNEL: all of the modules come from DKMS, signed.
ours() {
	for module in xen-{backend-hooks,blkthrottle,csumfix,irqpool,blkback,netback,netfront}; do
		echo "$module of $1: $(comes_from "$1" "$module")"
		[ "$(comes_from "$1" "$module")" = updates/dkms ]
		[ "$(inside modinfo -k "$1" -F signer "$module")" = "DKMS module signing key" ]
	done
}

# theirs KERNEL: the kernel has its own drivers and nothing of ours.
theirs() {
	[ ! -e "$machine/lib/modules/$1/updates" ]
	[ "$(comes_from "$1" xen-blkback)" = kernel/drivers/block/xen-blkback ]
	[ "$(comes_from "$1" xen-netback)" = kernel/drivers/net/xen-netback ]
}

@test "apt without the kernel's source: stops and names the package; ours can be removed" {
	run apt_get install --no-install-recommends linux-headers-amd64 "/root/xen-dom0-pack-dkms_${version}_all.deb"
	echo "$output"
	[ "$status" -ne 0 ]
	[[ $output == *"no source of kernel 6.1 "*"apt-get install linux-source-6.1 "* ]]
	run apt_get purge xen-dom0-pack-dkms linux-headers-amd64
	echo "$output"
	[ "$status" -eq 0 ]
	theirs "$old"
	[ ! -e "$machine/var/lib/dkms/dom0-pack" ]
}

@test "apt installs both and what they recommend; the kernel's drivers give way to ours" {
	theirs "$old"
	run apt_get install -o APT::Install-Recommends=true "/root/dom0ctl_${version}_amd64.deb" \
		"/root/xen-dom0-pack-dkms_${version}_all.deb"
	echo "$output"
	[ "$status" -eq 0 ]
	ours "$old"
	[ "$(inside modinfo -k "$old" -F version xen-blkthrottle)" = "$version" ]
	[ "$(inside dom0ctl --version)" = "dom0ctl $version" ]
}

@test "a kernel of another series without its source: apt stops and names the package" {
	run apt_get install --no-install-recommends linux-image-6.12-amd64 linux-headers-6.12-amd64
	echo "$output"
	[ "$status" -ne 0 ]
	[[ $output == *"no source of kernel 6.12"*"apt-get install linux-source-6.12"* ]]
}

@test "with its source apt goes on: built for the new kernel by itself" {
	run apt_get install --no-install-recommends linux-source-6.12
	echo "$output"
	[ "$status" -eq 0 ]
	ours "$new"
	ours "$old"
}

@test "an upgrade builds again for every kernel, and leaves nothing of the old version" {
	# By now it runs the newest one: the other is that of which DKMS does not think.
	booted "$new"
	# The same package as one of a later version.
	later=$machine/root/later
	dpkg-deb -R "$machine/root/xen-dom0-pack-dkms_${version}_all.deb" "$later"
	mv "$later/usr/src/dom0-pack-$version" "$later/usr/src/dom0-pack-99.1"
	echo 99.1 >"$later/usr/src/dom0-pack-99.1/VERSION"
	sed -i "s/$version/99.1/" "$later"/DEBIAN/{control,postinst,prerm}
	sed -i "s,dom0-pack-$version/,dom0-pack-99.1/," "$later/DEBIAN/md5sums"
	dpkg-deb --root-owner-group -b "$later" "$machine/root/later.deb"
	run apt_get install --no-install-recommends /root/later.deb
	echo "$output"
	[ "$status" -eq 0 ]
	[[ $output == *"Building for $old"* ]]
	for kernel in "$old" "$new"; do
		ours "$kernel"
		[ "$(inside modinfo -k "$kernel" -F version xen-blkthrottle)" = 99.1 ]
	done
	[ "$(cd "$machine/var/lib/dkms/dom0-pack" && echo [0-9]*)" = 99.1 ]
	[ "$(cd "$machine/usr/src" && echo dom0-pack-*)" = dom0-pack-99.1 ]
}

@test "an upgrade that fails half-way leaves the modules as they were" {
	later=$machine/root/later
	printf '#!/bin/sh\n[ "$1" != upgrade ]\n' >"$later/DEBIAN/preinst"
	chmod 755 "$later/DEBIAN/preinst"
	sed -i 's/^Version: .*/Version: 99.2/' "$later/DEBIAN/control"
	dpkg-deb --root-owner-group -b "$later" "$machine/root/broken.deb"
	run apt_get install --no-install-recommends /root/broken.deb
	echo "$output"
	[ "$status" -ne 0 ]
	# The control: it had been taken out of DKMS by then.
	[[ $output == *"Deleting module dom0-pack-99.1"* || $output == *"Deleting module version: 99.1"* ]]
	[ "$(inside dpkg-query -W -f '${Status} ${Version}' xen-dom0-pack-dkms)" = "install ok installed 99.1" ]
	for kernel in "$old" "$new"; do ours "$kernel"; done
}

@test "removed and purged: the kernel's drivers are back, and nothing is left" {
	echo '# mine' >"$machine/etc/dom0ctl/limits.d/mine.toml"
	run apt_get purge xen-dom0-pack-dkms dom0ctl
	echo "$output"
	[ "$status" -eq 0 ]
	for kernel in "$old" "$new"; do theirs "$kernel"; done
	left=$(cd "$machine" && find etc usr var/lib -path 'var/lib/apt' -prune -o \( -name '*dom0*' \) -print)
	echo "left: $left"
	[ "$left" = etc/dom0ctl ]
	[ "$(cd "$machine/etc/dom0ctl" && find . -type f)" = ./limits.d/mine.toml ]
}
