# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Memory that is not to be had, on demand: the debug kernel fails allocations
# below a module or function of ours, and a trace of our own notes each that came
# back empty, with its stack. See the kernel's Documentation/fault-injection.

fault_kinds=(failslab fail_page_alloc)
_fault_trace=/sys/kernel/tracing/instances/faults

# faults_at MODULE|FUNCTION [SPARED]: what faults_on will hit: allocations made by
# what it calls, however deep below, of small objects and of pages alike. What the
# function SPARED asks for is there: the kernel cannot go without it and not log a
# complaint. Per-CPU memory, unless another is named.
faults_at() {
	local range spared kind dir
	_fault_watch
	grep -E ' [tTwW] ' /proc/kallsyms | LC_ALL=C sort >/run/case/kallsyms
	range=$(_fault_range "$1")
	spared=$(_fault_range "${2:-pcpu_alloc(_noprof)?}")
	for kind in "${fault_kinds[@]}"; do
		dir=/sys/kernel/debug/$kind
		# By default only those fail that may not wait, and no single pages.
		echo N >$dir/ignore-gfp-wait
		[ ! -e $dir/min-order ] || echo 0 >$dir/min-order
		# A line for each would look like the reports that fail a case.
		echo 0 >$dir/verbose
		echo "${range% *}" >$dir/require-start
		echo "${range#* }" >$dir/require-end
		echo "${spared% *}" >$dir/reject-start
		echo "${spared#* }" >$dir/reject-end
	done
}

# faults_on PER_CENT: so many fail.
faults_on() {
	local kind dir
	for kind in "${fault_kinds[@]}"; do
		dir=/sys/kernel/debug/$kind
		echo -1 >$dir/times
		echo "$1" >$dir/probability
	done
}

# faults_off: nothing fails any more.
faults_off() {
	local kind
	for kind in "${fault_kinds[@]}"; do
		echo 0 >"/sys/kernel/debug/$kind/probability"
	done
}

# faults_report NAME: says how many failures there were since the last report, and
# keeps in /run/case/faults-NAME where: "COUNT FUNCTION:...:ALLOCATOR", from the
# innermost function of ours on the stack ("module" when it is gone again) down.
# kmemleak's own are passed over: it has a reserve, and nobody notices.
faults_report() {
	local file=/run/case/faults-$1 count
	cat $_fault_trace/trace >"$file.trace"
	echo >$_fault_trace/trace
	awk '/<stack trace>/ { open = 1; below = ""; next }
		open && /^ => / {
			name = $2
			if (name ~ /^0x/) name = "module"
			if (name ~ /^__create_object/) open = 0
			below = ":" name below
			if (name ~ /^(xb[ht]_|module$|do_init_module$)/) { seen[substr(below, 2)]++; open = 0 }
		}
		END { for (path in seen) print seen[path], path }' "$file.trace" | sort -rn >"$file"
	[ -s "$file" ] || fail "nothing failed in $1: nothing was shown"
	count=$(awk '{ count += $1 } END { print count }' "$file")
	info "failures_$1" "$count by $(wc -l <"$file") paths, in $(sed 's/^[0-9]* //' "$file" | cut -d: -f1,2 | sort -u | paste -sd ' ')"
}

# faults_hit NAME PATTERN...: was each of these, as "xbt_vbd_add:.*", seen?
faults_hit() {
	local name=$1 pattern
	shift
	for pattern; do
		grep -qE "^[0-9]+ ($pattern)$" "/run/case/faults-$name" || fail "no allocation of $pattern failed in $name"
	done
}

# An allocation that failed is an event with no address.
_fault_watch() {
	local tracing=/sys/kernel/tracing kind event
	[ ! -d $_fault_trace ] || return 0
	for kind in "${fault_kinds[@]}"; do
		[ -d "/sys/kernel/debug/$kind" ] || fail "this kernel has no $kind"
	done
	[ -d $tracing/instances ] || mount -t tracefs tracefs $tracing
	mkdir $_fault_trace
	at_end _fault_forget
	echo 1 >$_fault_trace/options/stacktrace
	for event in kmalloc kmem_cache_alloc; do
		echo 'ptr == 0' >$_fault_trace/events/kmem/$event/filter
		echo 1 >$_fault_trace/events/kmem/$event/enable
	done
}

_fault_forget() {
	faults_off
	rmdir $_fault_trace
}

# The addresses of a loaded module's code, or of one function.
_fault_range() {
	local range
	range=$(awk -v name="$1" '
		open { last = $1; open = 0 }
		$3 ~ "^" name "$" || $4 == "[" name "]" { if (!first) first = $1; open = 1; last = $1 }
		END { if (first) print "0x" first, "0x" last, open + 0 }' /run/case/kallsyms)
	[ -n "$range" ] || fail "the kernel knows no module or function $1"
	# The last code of all has no other behind it that tells its end.
	[ "${range##* }" = 0 ] || range="${range% * *} $(printf '%#x' $(($(cut -d' ' -f2 <<<"$range") + 0x4000)))"
	cut -d' ' -f1,2 <<<"$range"
}
