# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# What has to fail, and how.

# refuses_value FILE VALUE: EINVAL, and the old value stays. No subshell: there are hundreds.
refuses_value() {
	local before after message
	before=$(<"$1")
	if printf '%s' "$2" 2>/run/case/refused >"$1"; then fail "'$2' was accepted by ${1##*/}"; fi
	message=$(</run/case/refused)
	[[ $message == *"Invalid argument"* ]] || fail "'$2' was refused by ${1##*/} with: $message"
	after=$(<"$1")
	[ "$before" = "$after" ] || fail "'$2' changed ${1##*/} from $before to $after"
}

# refuses WORD COMMAND...: exit code not 0, one line on stderr with WORD.
refuses() {
	local word=$1 message rc=0
	shift
	message=$("$@" 2>&1 >/dev/null) || rc=$?
	[ $rc -ne 0 ] || fail "\`$*\` succeeded"
	[ "$(wc -l <<<"$message")" = 1 ] || fail "\`$*\` says more than a line: $message"
	[[ $message == *"$word"* ]] || fail "\`$*\` does not name $word: $message"
}
