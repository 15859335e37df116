# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Completion of dom0ctl for bash: the tool itself says how a line can go on.

_dom0ctl() {
	local rest=${COMP_LINE:0:COMP_POINT} word kind text shift=""
	local -a words=()
	local -i i

	# bash takes "knob=value" for three words, and "name:x", too; the tool does not.
	for ((i = 0; i < COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		if ((i > 0)) && [[ $rest != [[:space:]]* ]]; then
			words[-1]+=$word
		else
			words+=("$word")
		fi
		rest=${rest#*"$word"}
	done
	if [[ $rest == [[:space:]]* || ${#words[@]} -lt 2 ]]; then
		words+=("${rest#"${rest%%[![:space:]]*}"}")
	else
		words[-1]+=$rest
	fi

	# Only what is behind the last sign is put in by bash.
	word=${words[-1]}
	[[ $word == *[=:]* ]] && shift=${word%"${word##*[=:]}"}
	COMPREPLY=()
	{
		read -r kind
		while IFS=$'\t' read -r text _; do
			[[ $text == *= ]] && compopt -o nospace 2>/dev/null
			printf -v text %q "${text#"$shift"}"
			COMPREPLY+=("${text//\\=/=}")
		done
	} < <("${words[0]}" __complete "${words[@]:1}" 2>/dev/null)
	if [[ $kind == files ]]; then
		compopt -o filenames 2>/dev/null
		mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "${word#"$shift"}")
	fi
}

complete -F _dom0ctl dom0ctl
