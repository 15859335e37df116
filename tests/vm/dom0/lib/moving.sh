# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Guests that are saved and restored. What runs in them goes on; their domid and
# their part of xenstore are new. The guest's agent counts its jobs by itself,
# so that a job of before can be waited for afterwards.

# guest_save NAME FILE: the guest is in the file, and nothing of it is left.
guest_save() {
	local id
	id=$(domid "$1")
	xl save "$1" "$2"
	expect_gone "$id"
}

guest_restore() {
	xl restore "$2"
	_guest_moved "$1"
}

# guest_checkpoint NAME FILE: saves it, and it goes on as the domain it was.
guest_checkpoint() {
	local id
	id=$(domid "$1")
	xl save -c "$1" "$2"
	[ "$(xl domid "$1")" = "$id" ] || fail "after xl save -c, $1 is domain $(xl domid "$1"), not $id"
}

# guest_migrate NAME: to this same host, through a pipe. What `xl migrate` does
# besides, copying while the guest still runs, needs a hypervisor with shadow
# paging, which Debian's is not built with. Two domains cannot share a name.
guest_migrate() {
	local name=$1 id pipe=/run/case/$1.pipe restorer
	id=$(domid "$name")
	sed "s/^name = .*/name = \"$name-arriving\"/" "$guest_root/$name/config" >"$pipe.config"
	mkfifo "$pipe"
	xl restore "$pipe.config" "$pipe" &
	restorer=$!
	xl save "$name" "$pipe"
	wait $restorer
	expect_gone "$id"
	xl rename "$name-arriving" "$name"
	rm -f "$pipe" "$pipe.config"
	_guest_moved "$name"
	[ "$(domid "$name")" != "$id" ] || fail "after its migration, $name is still domain $id"
}

_guest_moved() { xl domid "$1" >"$guest_root/$1/id"; }
