# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Completion of dom0ctl for bash.

# Names of the guests that can be limited.
_dom0ctl_guests() {
	dom0ctl limit list 2>/dev/null | awk 'NR > 1 && $2 != "-" { print $2 }'
}

_dom0ctl() {
	local typed=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
	local command="" choice="" word
	local -i i guests=0

	for ((i = 1; i < COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		case "$command:$word" in
		:status | :limit) command=$word ;;
		limit:set | limit:get | limit:list | limit:clear | limit:apply) command+=" $word" ;;
		*:-*) ;;
		*) guests+=1 ;;
		esac
	done

	case $before in
	--read-bps | --write-bps | --read-iops | --write-iops)
		mapfile -t COMPREPLY < <(compgen -W max -- "$typed")
		return
		;;
	esac

	case $command in
	"") choice="status limit" ;;
	limit) choice="set get list clear apply" ;;
	"limit set" | "limit get")
		((guests)) || choice=$(_dom0ctl_guests)
		;;
	"limit clear")
		((guests)) || choice="--all $(_dom0ctl_guests)"
		;;
	"limit apply")
		if [[ $typed != -* ]]; then
			mapfile -t COMPREPLY < <(compgen -f -- "$typed")
			return
		fi
		;;
	esac
	if [[ $typed == -* ]]; then
		choice="--help --json"
		case $command in
		"") choice+=" --version" ;;
		"limit set") choice+=" --read-bps --write-bps --read-iops --write-iops" ;;
		"limit clear") choice+=" --all" ;;
		esac
	fi
	mapfile -t COMPREPLY < <(compgen -W "$choice" -- "$typed")
}

complete -F _dom0ctl dom0ctl
