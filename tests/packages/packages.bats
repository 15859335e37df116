# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2154,SC2030 # bats sets status, output and its folders
# What `make deb` has made.
bats_require_minimum_version 1.5.0
load ../scripts/helper

setup() {
	version=$(cat "$project/VERSION")
	debs=$project/build/deb
	tool=$debs/dom0ctl_${version}_amd64.deb
	modules=$debs/xen-dom0-pack-dkms_${version}_all.deb
}

# files_of DEB: what is in it, without the folders.
files_of() { dpkg-deb --fsys-tarfile "$1" | tar -t | sed -n '/\/$/!s,^\.,,p' | sort; }

# has FILE...: among those of $listed.
has() {
	local file
	for file; do
		grep -qxF "$file" <<<"$listed" || {
			printf 'missing: %s\n%s\n' "$file" "$listed"
			return 1
		}
	done
}

@test "two packages, of the version that VERSION says" {
	run ls "$debs"
	echo "$output"
	[ "$(cd "$debs" && echo *.deb)" = "$(basename "$tool") $(basename "$modules")" ]
	[ "$(dpkg-deb -f "$tool" Version)" = "$version" ]
	[ "$(dpkg-deb -f "$modules" Version)" = "$version" ]
	dpkg-deb -x "$tool" "$BATS_TEST_TMPDIR/tool"
	[ "$("$BATS_TEST_TMPDIR/tool/usr/sbin/dom0ctl" --version)" = "dom0ctl $version" ]
	grep -qF "DKMS_VERSION=$version" <(dpkg-deb -I "$modules" postinst)
	grep -qF "DKMS_VERSION=$version" <(dpkg-deb -I "$modules" prerm)
}

@test "lintian has nothing to say, and nothing is hidden from it without a reason" {
	run lintian --allow-root --fail-on error,warning "$debs"/*.changes
	echo "$output"
	[ "$status" -eq 0 ]
	[[ $output != *[EW]:\ * ]]
	for file in "$project"/debian/*lintian-overrides; do
		[ ! -e "$file" ] || grep -q '^# [^S]' "$file"
	done
}

@test "dom0ctl: the tool and what goes with it, and nothing elsewhere" {
	listed=$(files_of "$tool")
	has /usr/sbin/dom0ctl /usr/share/man/man8/dom0ctl.8.gz \
		/usr/share/man/man8/dom0ctl-{limit,csum,irq,stats,status,top}.8.gz \
		/usr/share/bash-completion/completions/dom0ctl \
		/usr/share/zsh/vendor-completions/_dom0ctl \
		/usr/share/fish/vendor_completions.d/dom0ctl.fish \
		/usr/share/doc/dom0ctl/examples/limits.toml /usr/share/doc/dom0ctl/copyright \
		/usr/share/dom0ctl/schema/common.json /etc/dom0ctl/limits.d/README /lib/systemd/system/dom0ctl.service \
		/lib/systemd/system/dom0ctl-follow.service /lib/udev/rules.d/60-dom0ctl.rules
	elsewhere=$(grep -vE '^(/usr/sbin/dom0ctl|/usr/share/(man|doc|dom0ctl|bash-completion|zsh|fish)/.*|/etc/dom0ctl/.*|(/usr)?/lib/(systemd|udev)/.*)$' <<<"$listed" || true)
	echo "elsewhere: $elsewhere"
	[ -z "$elsewhere" ]
	[[ $(dpkg-deb -f "$tool" Depends) == *libxenstore* ]]
	# The files that it would find in /etc limit nobody before somebody writes one.
	run ! grep -E '^/etc/.*\.toml$' <<<"$listed"
}

@test "dom0ctl: the example is one that the tool takes" {
	dpkg-deb -x "$tool" "$BATS_TEST_TMPDIR/tool"
	mkdir "$BATS_TEST_TMPDIR/sys"
	# 5: no Xen here, after the file was read; 2 would be a mistake in the file.
	DOM0CTL_SYSFS_ROOT=$BATS_TEST_TMPDIR/sys DOM0CTL_LOCK=$BATS_TEST_TMPDIR/lock \
		run "$BATS_TEST_TMPDIR/tool/usr/sbin/dom0ctl" apply \
		"$BATS_TEST_TMPDIR/tool/usr/share/doc/dom0ctl/examples/limits.toml"
	echo "$status: $output"
	[ "$status" -eq 5 ]
}

@test "xen-dom0-pack-dkms: what DKMS builds from, complete, and nothing elsewhere" {
	src=/usr/src/dom0-pack-$version
	listed=$(files_of "$modules")
	has "$src/dkms.conf" /usr/share/dkms/modules_to_force_install/dom0-pack \
		/usr/share/doc/xen-dom0-pack-dkms/admin-guide/install.md.gz
	elsewhere=$(grep -vE "^($src|/usr/share/(doc/xen-dom0-pack-dkms|dkms/modules_to_force_install))/" <<<"$listed" || true)
	echo "elsewhere: $elsewhere"
	[ -z "$elsewhere" ]

	dpkg-deb -x "$modules" "$BATS_TEST_TMPDIR/modules"
	src=$BATS_TEST_TMPDIR/modules$src
	for part in drivers include patches Kbuild VERSION dkms.conf; do
		diff -r "$project/$part" "$src/$part"
	done
	for script in "$src"/scripts/*-*.sh; do
		case $script in */lib-*) ;; *) [ -x "$script" ] ;; esac
	done
}

@test "built elsewhere, by somebody else, with other settings: the same bits" {
	there=$BATS_TEST_TMPDIR/another-place-with-a-longer-name
	mkdir "$there"
	(cd "$project" && . scripts/lib.sh && tree_files | xargs -d '\n' cp --parents -t "$there")
	(
		umask 077
		export TZ=Asia/Tokyo HOME=/nonexistent JOBS=1
		"$there/scripts/build-deb.sh" --out "$there/out"
	)
	for deb in "$tool" "$modules"; do
		cmp "$deb" "$there/out/$(basename "$deb")"
	done
}

@test "a VERSION that the changelog does not know is refused" {
	mkdir "$BATS_TEST_TMPDIR/tree"
	(cd "$project" && . scripts/lib.sh && tree_files | xargs -d '\n' cp --parents -t "$BATS_TEST_TMPDIR/tree")
	echo 99.1 >"$BATS_TEST_TMPDIR/tree/VERSION"
	run "$BATS_TEST_TMPDIR/tree/scripts/build-deb.sh"
	echo "$output"
	[ "$status" -eq 1 ]
	[[ $output == *"VERSION says 99.1, debian/changelog $version"* ]]
}

@test "make install puts the same files under DESTDIR and PREFIX" {
	make --no-print-directory -C "$project" install DESTDIR="$BATS_TEST_TMPDIR/root" PREFIX=/usr/local
	listed=$(cd "$BATS_TEST_TMPDIR/root" && find . -type f | sed 's,^\.,,' | sort)
	# dpkg has its own, and packs the man page.
	packed=$(files_of "$tool" | sed 's,^/usr/,/usr/local/,; s/\.gz$//' | grep -vE '/doc/dom0ctl/(copyright|changelog)')
	diff <(echo "$listed") <(echo "$packed")
}
