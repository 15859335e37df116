# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Completion of dom0ctl for bash.

_dom0ctl_knobs=({read,write,total}_{bps,iops}{,_burst,_peak} iops_size)
_dom0ctl_irq_settings=(descriptors_ceiling reserve_{min,max} toolstack_share default_quota)

# Names of the guests that can be limited.
_dom0ctl_guests() {
	dom0ctl limit list 2>/dev/null | awk 'NR > 1 && /^[0-9]/ && $2 != "-" && !seen[$2]++ { print $2 }'
}

# Names of a guest's disks.
_dom0ctl_disks() {
	dom0ctl limit get "$1" 2>/dev/null | awk '$1 == "disk" { print $2 }'
}

# Names of interfaces and of the guests that have them.
_dom0ctl_who() {
	dom0ctl csum list 2>/dev/null |
		awk 'NR > 1 { print $1; if ($2 != "-" && !seen[$2]++) print $2 }'
}

# Names of the guests that have event channels.
_dom0ctl_irq_guests() {
	dom0ctl irq quota get 2>/dev/null | awk 'NR > 1 && $2 != "-" && !seen[$2]++ { print $2 }'
}

# The words that a setting of interfaces can have.
_dom0ctl_words() {
	case $1 in
	mode) echo off complete nooffload verify ;;
	gso) echo pass segment ;;
	bad) echo count drop repair ;;
	esac
}

# The word that stands for no limit in this knob, option or setting.
_dom0ctl_none() {
	case $1 in
	*[_-]burst) echo auto ;;
	*iops[_-]size) echo 0 ;;
	*[_-]bps | *[_-]iops | *[_-]peak | default_quota) echo max ;;
	esac
}

_dom0ctl() {
	local typed=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
	local command="" choice="" guest="" word last="" options
	local -i i

	for ((i = 1; i < COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		case "$command:$word" in
		:status | :limit | :csum | :irq) command=$word ;;
		limit:set | limit:get | limit:list | limit:clear | limit:apply) command+=" $word" ;;
		csum:set | csum:get | csum:list) command+=" $word" ;;
		irq:status | irq:top | irq:quota | irq:pool) command+=" $word" ;;
		"irq quota:set" | "irq quota:get" | "irq pool:set" | "irq pool:get") command+=" $word" ;;
		csum*:--default | irq*:--default | irq*:--all) guest=$word ;;
		*:-* | *:=) ;;
		*)
			case $last in
			--json | --all) guest=${guest:-$word} ;;
			-* | =) ;; # the value of an option
			*) guest=${guest:-$word} ;;
			esac
			;;
		esac
		last=$word
	done

	# bash makes three words of knob=value, the sign being the second.
	if [[ $typed == "=" ]]; then
		typed=""
	elif [[ $before == "=" ]]; then
		before=${COMP_WORDS[COMP_CWORD - 2]}
	elif [[ $before != -* ]]; then
		before=""
	fi
	if [[ $before == --disk ]]; then
		choice=$([[ -z $guest ]] || _dom0ctl_disks "$guest")
		mapfile -t COMPREPLY < <(compgen -W "$choice" -- "$typed")
		return
	fi
	if [[ $command == "csum set" ]]; then
		choice=$(_dom0ctl_words "$before")
	else
		choice=$(_dom0ctl_none "$before")
	fi
	if [[ -n $choice ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$choice" -- "$typed")
		return
	fi

	case $command in
	"") choice="status limit csum irq" ;;
	csum) choice="set get list" ;;
	limit) choice="set get list clear apply" ;;
	"limit set")
		if [[ -z $guest ]]; then
			choice=$(_dom0ctl_guests)
		elif [[ $typed != -* ]]; then
			choice="${_dom0ctl_knobs[*]/%/=}"
			compopt -o nospace 2>/dev/null
		fi
		;;
	"limit get") [[ -n $guest ]] || choice=$(_dom0ctl_guests) ;;
	"limit clear") [[ -n $guest ]] || choice="--all $(_dom0ctl_guests)" ;;
	"csum set")
		if [[ -z $guest ]]; then
			choice="all --default $(_dom0ctl_who)"
		elif [[ $typed != -* ]]; then
			choice="mode= gso= bad="
			compopt -o nospace 2>/dev/null
		fi
		;;
	"csum get") [[ -n $guest ]] || choice="all --default $(_dom0ctl_who)" ;;
	irq) choice="status top quota pool" ;;
	"irq quota" | "irq pool") choice="set get" ;;
	"irq quota set")
		case $guest in
		"") choice="--all --default $(_dom0ctl_irq_guests)" ;;
		--default) choice="max" ;;
		--all) choice="max default" ;;
		*) choice="max default $(_dom0ctl_irq_guests)" ;;
		esac
		;;
	"irq quota get")
		case $guest in
		"") choice="--default $(_dom0ctl_irq_guests)" ;;
		--default) ;;
		*) choice=$(_dom0ctl_irq_guests) ;;
		esac
		;;
	"irq pool set")
		if [[ $typed != -* && $before != [a-z]* ]]; then
			choice="${_dom0ctl_irq_settings[*]/%/=}"
			compopt -o nospace 2>/dev/null
		fi
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
		"limit set")
			options=" ${_dom0ctl_knobs[*]/#/--}"
			choice+=" --disk${options//_/-}"
			;;
		"limit get") choice+=" --disk" ;;
		"limit clear") choice+=" --all --disk" ;;
		"csum set" | "csum get" | "irq quota get") choice+=" --default" ;;
		"irq quota set") choice+=" --all --default" ;;
		"irq top") choice+=" --count" ;;
		esac
	fi
	mapfile -t COMPREPLY < <(compgen -W "$choice" -- "$typed")
}

complete -F _dom0ctl dom0ctl
