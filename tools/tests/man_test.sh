#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The man page formats without a warning and tells of every command and option
# that the help of the binary tells of.
set -euo pipefail

dom0ctl=$1
page=$(dirname "$0")/../man/dom0ctl.8

warnings=$(groff -man -Tascii -ww -z "$page" 2>&1)
if [ -n "$warnings" ]; then
	printf 'groff complains:\n%s\n' "$warnings" >&2
	exit 1
fi

text=$(groff -man -Tascii -P -cbou "$page")
missing=0
seen=0
for words in "" status limit "limit set" "limit get" "limit list" "limit clear" "limit apply" csum "csum set" "csum get" "csum list" \
	irq "irq status" "irq top" "irq quota" "irq quota set" "irq quota get" "irq pool" "irq pool set" "irq pool get"; do
	# shellcheck disable=SC2086 # words are arguments
	help=$("$dom0ctl" $words --help)
	if ! grep -qF -- "dom0ctl $words" <<<"$text"; then
		printf 'the man page lacks the command: dom0ctl %s\n' "$words" >&2
		missing=1
	fi
	while read -r option; do
		seen=$((seen + 1))
		if ! grep -qF -- "$option" <<<"$text"; then
			printf 'the man page lacks %s of dom0ctl %s\n' "$option" "$words" >&2
			missing=1
		fi
	done < <(grep -oE -- '--[a-z-]+' <<<"$help" | sort -u)
done
[ "$seen" -gt 0 ] || { echo "the help names no option at all" >&2; exit 1; }
exit "$missing"
