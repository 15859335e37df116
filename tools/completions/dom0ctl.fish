# SPDX-License-Identifier: GPL-2.0-or-later
#
# Completion of dom0ctl for fish: the tool itself says how a line can go on.

function __dom0ctl_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l answer ($words[1] __complete $words[2..] "$current" 2>/dev/null)
    test (count $answer) -gt 1; and printf '%s\n' $answer[2..]
    if test "$answer[1]" = files
        set -l option (string match -r -- '^--[^=]*=' "$current")
        for path in (__fish_complete_path (string replace -- "$option" '' "$current"))
            printf '%s%s\n' "$option" $path
        end
    end
end

complete -c dom0ctl -f -a '(__dom0ctl_complete)'
