#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Each command of dom0ctl that the documents show is one that it takes. They are run
# on an empty sysfs, where none can find what it is for; but a command line that is
# wrong is refused before anybody looks, with exit code 2.
#
#   documents_test.sh DOM0CTL PROJECT
set -euo pipefail
dom0ctl=$1 project=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/sys"
export DOM0CTL_SYSFS_ROOT=$scratch/sys XENSTORED_PATH=$scratch/nothing
export DOM0CTL_LIMITS_FOLDER=$scratch/limits.d DOM0CTL_LOCK=$scratch/lock
cd "$scratch"

# commands FILE...: those in indented blocks, with a prompt or without, and in `...`.
commands() {
	# shellcheck disable=SC2016 # Markdown, no command
	grep -hoE '`dom0ctl [^`]+`|^ {4}(# )?dom0ctl .+' "$@" |
		sed -E 's/^ *(# )?//; s/`//g; s/ +#.*//' | grep -E '^dom0ctl [a-z-]' | sort -u
}

# taken COMMAND: the words as a shell would have them. Text may also name a command
# without all that it wants, which is then the only thing that is wrong.
taken() {
	local words rc=0
	eval "words=($1)"
	timeout 20 "$dom0ctl" "${words[@]:1}" </dev/null >out 2>err || rc=$?
	[ $rc != 2 ] || [[ $(<err) == *" required; '$1 --help' "* ]]
}

# Controls: what is wrong is found, what is right is not.
for wrong in "dom0ctl nosuch" "dom0ctl limit nosuch" "dom0ctl limit set web1" "dom0ctl limit set web1 write_bsp=20M" "dom0ctl limit set web1 write_bps=20X" \
	"dom0ctl irq status --nosuch"; do
	! taken "$wrong" || { echo "not found to be wrong: $wrong" && exit 1; }
done
taken "dom0ctl limit set web1 write_bps=20M" || { echo "refused: $(<err)" && exit 1; }

count=0 failed=0
while read -r command; do
	count=$((count + 1))
	taken "$command" || {
		echo "$command: $(<err)"
		failed=1
	}
done < <(cd "$project" && commands README.md Documentation/*/*.md)
[ $count -ge 20 ] || { echo "only $count commands found" && exit 1; }
echo "$count commands"
exit $failed
