#compdef dom0ctl
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Completion of dom0ctl for zsh: the tool itself says how a line can go on.

_dom0ctl() {
	local kind line tab=$'\t'
	local -a answer whole about begun about_begun

	answer=("${(@f)$("${(Q)words[1]}" __complete "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
	kind=$answer[1]
	for line in "${(@)answer[2,-1]}"; do
		[[ -n $line ]] || continue
		if [[ ${line%%$tab*} == *= ]]; then
			begun+=("${line%%$tab*}")
			about_begun+=("${line/$tab/  }")
		else
			whole+=("${line%%$tab*}")
			about+=("${line/$tab/  }")
		fi
	done
	(( $#begun )) && compadd -l -S '' -d about_begun -a begun
	(( $#whole )) && compadd -l -d about -a whole
	if [[ $kind == files ]]; then
		compset -P '--*='
		_files
	fi
	return 0
}

_dom0ctl "$@"
