#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The man pages: groff, man and mandoc find nothing to say about them, they tell of
# every command and option of the help, and text that misses one makes none.
#
# usage: man_test.sh DOM0CTL PAGES DOM0CTL-MAN PROSE
set -euo pipefail

dom0ctl=$1
pages=$2
generator=$3
prose=$4
failed=0

complain() {
	printf '%s\n' "$*" >&2
	failed=1
}

# The text of a page, in one line.
text_of() {
	groff -man -Tascii -P -cbou -rLL=200n "$1" | tr -s ' \n' ' '
}

# What of the help of a command the page does not have.
missing() {
	local text=$1 option
	shift
	while read -r option; do
		grep -qF -- "$option" <<<"$text" || printf '%s ' "$option"
	done < <("$dom0ctl" "$@" --help | grep -oE -- '--[a-z-]+' | sort -u)
}

commands() {
	local name
	printf '%s\n' "$*"
	for name in $("$dom0ctl" "$@" --help | sed -n '/^Subcommands:/,$s/^  \([a-z]*\) .*/\1/p'); do
		commands "$@" "$name"
	done
}

for page in "$pages"/*.8; do
	said=$(groff -man -Tutf8 -ww -z "$page" 2>&1)
	[ -z "$said" ] || complain "groff: $said"
	said=$(LC_ALL=C.UTF-8 man --warnings -E UTF-8 -l "$page" 2>&1 >/dev/null)
	[ -z "$said" ] || complain "man: $said"
	# Long lines of the source are nobody's concern: it is generated.
	if command -v mandoc >/dev/null; then
		said=$(mandoc -Tlint -Wstyle "$page" | grep -vF 'input text line longer than 80 bytes' || true)
		[ -z "$said" ] || complain "$said"
	else
		echo "mandoc is not installed: not asked"
	fi
done

seen=0
while read -r words; do
	page=$pages/dom0ctl${words:+-${words%% *}}.8
	text=$(text_of "$page")
	# shellcheck disable=SC2086 # words are arguments
	lacking=$(missing "$text" $words)
	[ -z "$lacking" ] || complain "$page lacks $lacking"
	grep -qF -- "dom0ctl${words:+ $words}" <<<"$text" || complain "$page lacks dom0ctl $words"
	seen=$((seen + 1))
	# The control: a page without an option shows.
	# shellcheck disable=SC2086 # words are arguments
	[ -n "$(missing "${text//--help/}" $words)" ] || complain "a page without --help would pass"
done < <(commands)
[ "$seen" -gt 5 ] || complain "the help tells of $seen commands only"

# A command without text, and text without its command, are mistakes.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
refuses() {
	mkdir -p "$work/out"
	if said=$("$generator" "$work/man" "$work/out" 2026-01-01 2>&1); then
		complain "man pages are made although $1"
	elif ! grep -qF -- "$2" <<<"$said"; then
		complain "although $1, it says: $said"
	fi
}
cp -r "$prose" "$work/man"
sed -i 's/^\[limit list\]$/[limit lst]/' "$work/man/limit.roff"
refuses "the text of a command is missing" "[limit list] is missing"
refuses "there is text about no command" "[limit lst] is about nothing that is there"
cp "$prose/limit.roff" "$work/man/"
rm "$work/man/csum.roff"
refuses "a command has no file" "csum.roff"
exit "$failed"
