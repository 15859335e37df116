# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2154 # see helper.bash
load helper

setup() {
	copy_tree
	# Where somebody else may look, whatever the way to the tests' folder is.
	shared=$(mktemp -d /tmp/dom0-pack-test.XXXXXX)
	mkdir "$shared/bin"
	cp -r "$tree" "$shared/tree"
	packages=$shared/tree/scripts/packages
	printf '# comment\nbash  # with a reason\n\ncoreutils\n' >"$packages/there.list"
	printf 'bash\nno-such-package-at-all\nnor-this-one\n' >"$packages/lacking.list"
	chmod -R a+rX "$shared"
	# Nothing is really installed here: root's tools say what they were told.
	for tool in apt-get apt-cache; do
		# shellcheck disable=SC2016 # for the script that is written
		printf '#!/bin/bash\necho "%s $*" >>"%s/called"\nexit ${FAIL:-0}\n' "$tool" "$shared" >"$shared/bin/$tool"
	done
	chmod +x "$shared"/bin/*
}

teardown() { rm -rf "$shared"; }

as_nobody() {
	if [ "$(id -u)" = 0 ]; then
		run setpriv --reuid=65534 --regid=65534 --clear-groups "$shared/tree/scripts/install-deps.sh" "$@"
	else
		run "$shared/tree/scripts/install-deps.sh" "$@"
	fi
}

as_root() {
	printf '#!/bin/bash\necho 0\n' >"$shared/bin/id"
	chmod +x "$shared/bin/id"
	PATH=$shared/bin:$PATH run "$shared/tree/scripts/install-deps.sh" "$@"
}

@test "nothing is missing: nothing is said or done, for root and others" {
	as_nobody there
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	as_root there
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	[ ! -e "$shared/called" ]
}

@test "not root: prints the one command, with what is missing only" {
	as_nobody there lacking
	[ "$status" -eq 1 ]
	[[ ${lines[-1]} == *"apt-get update && apt-get install -y --no-install-recommends no-such-package-at-all nor-this-one" ||
		${lines[-1]} == *"--no-install-recommends nor-this-one no-such-package-at-all" ]]
	[[ ${lines[-1]} != *bash* ]]
}

@test "root: installs what is missing without recommendations" {
	as_root lacking
	[ "$status" -eq 0 ]
	grep -qE '^apt-get .*install -y --no-install-recommends (no-such-package-at-all nor-this-one|nor-this-one no-such-package-at-all)$' \
		"$shared/called"
}

@test "root: a failing apt-get is an error that names the packages" {
	FAIL=100 as_root lacking
	[ "$status" -eq 1 ]
	[[ ${lines[-1]} == *"apt-get could not install"*no-such-package-at-all* ]]
}

@test "root: waits for who updates the package lists, and for nothing else" {
	printf '#!/bin/bash\nexit 1\n' >"$shared/bin/apt-cache"
	# Pauses are over at once.
	printf '#!/bin/bash\n' >"$shared/bin/sleep"
	cat >"$shared/bin/apt-get" <<-S
		#!/bin/bash
		echo "apt-get \$*" >>"$shared/called"
		[[ \$* == *update* ]] || exit 0
		[ "\$(grep -c update "$shared/called")" -lt 3 ] || exit 0
		echo "E: \$WHY"
		exit 100
	S
	chmod +x "$shared"/bin/*
	WHY="Could not get lock /var/lib/apt/lists/lock. It is held by process 7 (apt-get)" as_root lacking
	[ "$status" -eq 0 ]
	[[ $output != *"trying with the lists there are"* ]]
	[ "$(grep -c update "$shared/called")" -eq 3 ]
	rm "$shared/called"
	WHY="Failed to fetch http://deb.debian.org/" as_root lacking
	[ "$status" -eq 0 ]
	[[ $output == *"trying with the lists there are"* ]]
	[ "$(grep -c update "$shared/called")" -eq 1 ]
}

@test "an unknown group: lists the groups" {
	as_nobody nonsense
	[ "$status" -eq 1 ]
	[[ $output == *"no package group nonsense; groups: bench build check"* ]]
	as_nobody ../packages/build
	[ "$status" -eq 1 ]
	as_nobody
	[ "$status" -eq 1 ]
}

@test "every list names only packages that exist" {
	apt-cache show bash >/dev/null 2>&1 || skip "there are no package lists here; apt-get update"
	while read -r package _; do
		[[ -z $package || $package == \#* ]] || apt-cache show "$package" >/dev/null 2>&1 ||
			dpkg-query -W "$package" >/dev/null 2>&1 || {
			echo "no such package: $package"
			return 1
		}
	done < <(cat "$project"/scripts/packages/*.list)
}
