# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Real PV guests, made by the real xl, and jobs in them (see image/guest-agent).

guest_root=/run/guests
# Seconds that a job in a guest may take when the caller does not say.
job_seconds=${job_seconds:-$((200 * waits))}

domid() { echo "$(<"$guest_root/$1/id")"; }
guest_path() { echo "/local/domain/$(domid "$1")"; }

# need_guest NAME [vcpus=N] [memory=MB] [disks="NAME:MB[:scratch|slow] ..."] [net=HOST]
# The guest runs, with those disks as xvda, xvdb, ..., and on the network as that
# host of it (see network.sh). It is made anew only when an earlier case left none
# like it that answers.
need_guest() {
	local name=$1 wanted
	shift
	wanted="$* $(is_patched && echo patched || echo stock) $(is_patched_net && echo patched || echo stock)"
	if [ "$(cat "$guest_root/$name/spec" 2>/dev/null)" = "$wanted" ] && _answers "$name"; then
		return
	fi
	guest_destroy "$name"
	guest_create "$name" "$@"
	echo "$wanted" >"$guest_root/$name/spec"
}

_answers() { (job_seconds=$((20 * waits)) && trap - ERR && guest_try "$1" true) >/dev/null 2>&1; }

# need_guests "NAME [options]"...: several, created at the same time.
need_guests() {
	local spec pids=() pid
	for spec; do
		# shellcheck disable=SC2086 # words on purpose
		eval "need_guest $spec" &
		pids+=($!)
	done
	for pid in "${pids[@]}"; do wait "$pid"; done
}

# guest_create NAME [options as above] [script=PATH]
guest_create() {
	local name=$1 vcpus=1 memory='' disks='' net='' script=/project/dom0/block-direct option
	shift
	disks="$name-a:64"
	for option; do
		case $option in
		vcpus=*) vcpus=${option#*=} ;;
		memory=*) memory=${option#*=} ;;
		disks=*) disks=${option#*=} ;;
		script=*) script=${option#*=} ;;
		net=*) net=${option#*=} ;;
		*) fail "guest_create: unknown option $option" ;;
		esac
	done
	# The files of one with a network are more.
	[ -n "$memory" ] || memory=$(((debug_kernel ? 256 : 128) + (${#net} ? 64 : 0)))
	step "starting guest $name"
	mkdir -p "$guest_root/$name"
	_guest_config "$name" "$vcpus" "$memory" "$disks" "$script" "$net" >"$guest_root/$name/config"
	xl create -q "$guest_root/$name/config"
	xl domid "$name" >"$guest_root/$name/id"
	echo 0 >"$guest_root/$name/jobs"
	_wait_for_node $((120 * waits)) "$(guest_path "$name")/data/agent" ||
		fail "guest $name did not come up in $((120 * waits)) s"
	if [ -n "$net" ]; then
		echo "$net" >"$guest_root/$name/host"
		_guest_network "$name" "$net"
	fi
}

# guest_attach NAME VDEV DEVICE: one more disk.
guest_attach() {
	xl block-attach "$1" "format=raw,vdev=$2,access=rw,script=/project/dom0/block-direct,target=$3"
}

_guest_config() {
	local name=$1 disk letters=abcdefgh i=0 path size kind list='' ramdisk=/project/guest/guest.cpio
	for disk in $4; do
		IFS=: read -r path size kind <<<"$disk"
		path=$(disk "$path" "$size" "${kind:-scratch}")
		list+="'format=raw,vdev=xvd${letters:i:1},access=rw${5:+,script=$5},target=$path',"
		i=$((i + 1))
	done
	if [ -n "$6" ]; then
		ramdisk=$net_ramdisk
		_vif_config "$6"
	fi
	cat <<-END
		name = "$name"
		kernel = "/project/guest/vmlinux"
		ramdisk = "$ramdisk"
		extra = "console=hvc0 mitigations=off loglevel=5 panic=1"
		memory = $3
		vcpus = $2
		on_crash = "preserve"
		on_reboot = "destroy"
		disk = [$list]
	END
}

# Until a node of xenstore is there. Watches instead of asking again and again.
_wait_for_node() {
	local seconds=$1 node=$2
	xenstore-exists "$node" && return
	while read -r _; do
		xenstore-exists "$node" && return
	done < <(exec timeout "$seconds" xenstore-watch "$node")
	xenstore-exists "$node"
}

# guest_start NAME SCRIPT...: starts a job, prints its number.
guest_start() {
	local name=$1 path job packed
	shift
	path=$(guest_path "$name")
	job=$(($(<"$guest_root/$name/jobs") + 1))
	echo $job >"$guest_root/$name/jobs"
	packed=$(printf '%s\n' "$*" | base64 -w 0)
	[ ${#packed} -le 2000 ] || fail "a job of ${#packed} bytes does not fit a xenstore node"
	xenstore-write "$path/data/job/$job" "$packed" "$path/data/jobs" "$job"
	echo $job
}

# guest_try_wait NAME JOB: prints the job's output, returns its exit code.
# Sets nothing, fails nothing: 124 when it is not done in $job_seconds.
guest_try_wait() {
	local name=$1 job=$2 path rc pieces i=0 keys=()
	path=$(guest_path "$name")
	_wait_for_node "$job_seconds" "$path/data/rc/$job" || return 124
	read -r rc pieces <<<"$(xenstore-read "$path/data/rc/$job")"
	while [ $i -lt "$pieces" ]; do
		keys+=("$path/data/out/$job/$i")
		i=$((i + 1))
	done
	xenstore-read "${keys[@]}" | base64 -d | gzip -dc
	xenstore-rm "$path/data/rc/$job" "$path/data/out/$job" "$path/data/job/$job"
	return "$rc"
}

guest_try() {
	local job
	job=$(guest_start "$@")
	guest_try_wait "$1" "$job"
}

# guest_wait NAME JOB: like guest_try_wait, but a failed job fails the case.
guest_wait() {
	local output rc=0
	output=$(trap - ERR && guest_try_wait "$@") || rc=$?
	printf '%s\n' "$output"
	[ $rc != 124 ] || fail "job $2 in $1 is not done after $job_seconds s"
	[ $rc = 0 ] || fail "job $2 in $1 ended with $rc: $(tail -n 3 <<<"$output" | tr '\n' ' ')"
}

# guest_run NAME SCRIPT...: runs it in the guest, prints its output.
guest_run() {
	local job
	job=$(guest_start "$@")
	guest_wait "$1" "$job"
}

guest_destroy() {
	if xl domid "$1" >/dev/null 2>&1; then
		xl destroy "$1"
		wait_until 30 "guest $1 to be gone" no_domain "$1"
	fi
	rm -rf "${guest_root:?}/$1"
}

no_domain() { ! xl domid "$1" >/dev/null 2>&1; }

destroy_all_guests() {
	local name
	for name in $(xl list | awk 'NR > 1 && $2 != 0 { print $1 }'); do
		[ "$name" = "(null)" ] || guest_destroy "$name"
	done
}

# vbds_of DOMID: its devices under the backend bus.
vbds_of() {
	local dir
	for dir in /sys/bus/xen-backend/devices/vbd-"$1"-*; do
		[ -e "$dir" ] && echo "$dir"
	done
	return 0
}

# vbd_count DOMID STATISTIC: the sum over the domain's vbds.
vbd_count() {
	local dir sum=0
	for dir in $(vbds_of "$1"); do
		sum=$((sum + $(<"$dir/statistics/$2")))
	done
	echo $sum
}
