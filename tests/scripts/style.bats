# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2154,SC2030,SC2031 # see helper.bash
# Each check of style.sh finds what it is for.
load helper

setup() {
	copy_tree
	cp -r "$project"/{.clang-format,.checkpatch.conf,.shellcheckrc,Documentation} "$tree"
	git -C "$tree" init -q
}

style() {
	run "$tree/scripts/style.sh"
	echo "$output"
}

@test "what is wrong is found, by the check that is for it, with its file" {
	printf '// SPDX-License-Identifier: GPL-2.0-only\n/**\n * twice() - doubles\n * @b: number\n */\nint twice(int a)\n{\n    return a * 2;\n}\n#if KERNEL_VERSION(6, 5, 0) > LINUX_VERSION_CODE\n#endif\n' \
		>"$tree/drivers/hooks/planted.c"
	# shellcheck disable=SC2016 # for the script that is written
	printf '#!/bin/bash\n# SPDX-License-Identifier: GPL-2.0-or-later\necho $1\nseq 9 | grep -xq 5\n' >"$tree/scripts/planted.sh"
	mkdir "$tree/tools"
	printf '// SPDX-License-Identifier: GPL-2.0-or-later\nint   spaced ;\n' >"$tree/tools/planted.cpp"
	printf '# SPDX-License-Identifier: GPL-2.0-or-later\ndef broken(:\n' >"$tree/tools/planted.py"
	printf 'no licence \n' >"$tree/tools/planted.txt"
	printf '# SPDX-License-Identifier: GPL-2.0-or-later\n%s' "$(cat "$tree/VERSION")" >"$tree/tools/planted.conf"
	printf -- '--- a/drivers/x.c\n+++ b/drivers/x.c\n@@ -1 +1,2 @@\n a\n+    if(a){\n' >"$tree/patches/6.1/9999-planted.patch"
	{
		printf -- '--- a/drivers/y.c\n+++ b/drivers/y.c\n@@ -1 +1,200 @@\n a\n'
		seq -f '+line %g' 199
	} >"$tree/patches/6.1/9998-thick.patch"
	printf 'What:\t\t/sys/planted\nWhere:\t\t/sys/elsewhere\nDescription:\n\t\tText.\n' >"$tree/Documentation/ABI/planted"
	# shellcheck disable=SC2016 # Markdown
	printf 'See `drivers/nowhere/x.c` and `drivers/*/module.c`.\n' >"$tree/Documentation/planted.md"
	style
	[ "$status" -eq 1 ]
	planted=$(grep -A 60 '^FAILED' <<<"$output")
	[[ $planted == *"FAILED  checkpatch --strict"*"drivers/hooks/planted.c:8"* ]]
	[[ $planted == *"FAILED  checkpatch: "*"patches/6.1/9999-planted.patch:5"* ]]
	[[ $planted == *"FAILED  kernel-doc"*"planted.c"*"'a' not described"* ]]
	[[ $planted == *"FAILED  ABI: the form"*"Documentation/ABI/planted#2"* ]]
	[[ $planted == *"FAILED  ABI: all"*"planted:1: no Date:"*"/sys/planted is described, and nobody offers it"* ]]
	[[ $planted == *"FAILED  files that are named"*"Documentation/planted.md: there is no drivers/nowhere/x.c"* ]]
	[[ $planted == *"FAILED  shellcheck"*"In scripts/planted.sh line 3"* ]]
	[[ $planted == *"FAILED  clang-format"*"tools/planted.cpp:2"* ]]
	[[ $planted == *"FAILED  python"*"tools/planted.py"* ]]
	[[ $planted == *"FAILED  licence line"*"tools/planted.txt: no line SPDX"* ]]
	[[ $planted == *"FAILED  blanks and newlines"*"tools/planted.txt:1"*"tools/planted.conf: no newline"* ]]
	[[ $planted == *"FAILED  the version stands in VERSION alone"*"tools/planted.conf:2"* ]]
	[[ $planted == *"FAILED  kernels are told apart"*"drivers/hooks/planted.c:10"* ]]
	[[ $planted == *"FAILED  nothing is piped into grep -q"*"scripts/planted.sh:4"* ]]
	[[ $planted == *"FAILED  every patch is in its series"*"9999-planted.patch is not named"* ]]
	[[ $planted == *"FAILED  every patch changes less than 200 lines"*"9998-thick.patch changes 201 lines"* ]]
	[ "${lines[-1]}" = "0 passed, 16 failed, 0 skipped" ]
}

@test "kernel code under the tools' licence is found" {
	sed -i '1s/GPL-2.0-only/GPL-2.0-or-later/' "$tree/drivers/hooks/module.c"
	style
	[ "$status" -eq 1 ]
	[[ $output == *"drivers/hooks/module.c: no line SPDX-License-Identifier: GPL-2.0-only"* ]]
}

# abi FOUND: this is what abi.py says, besides what more it may say.
abi() {
	run "$tree/scripts/abi.py"
	echo "$output"
	[ "$status" -eq 1 ]
	[[ $'\n'$output == *$'\n'"$1"* ]]
}

@test "whatever is offered and not described is found: attributes, how they may be used" {
	sed -i 's/^XIP_SHOWS(growths,/XIP_SHOWS(planted,/; s/^XIP_SETS(reserve_min,.*/XIP_SHOWS(reserve_min, xip_show_number, 0);/' \
		"$tree/drivers/irqpool/sysfs_pool.c"
	abi "Documentation/ABI: /sys/class/xen-irqpool/pool/planted is not described"
	[[ $output == *"/sys/class/xen-irqpool/pool/growths is described, and nobody offers it"* ]]
	[[ $output == *"/sys/class/xen-irqpool/pool/reserve_min does not say (RO)"* ]]
	[ "${#lines[@]}" -eq 3 ]
}

@test "... a knob, wherever it is to be had" {
	sed -i 's/^\tX(iops_size, /\tX(planted, size, TOTAL, IOPS)\t\\\n&/' "$tree/include/uapi/xen/blkthrottle.h"
	for path in /sys/class/xen-blkthrottle/dom\<domid\>/ /sys/module/xen_blkthrottle/parameters/default_ \
		/sys/bus/xen-backend/devices/vbd-\<domid\>-\<devid\>/throttle/; do
		abi "Documentation/ABI: ${path}planted is not described"
	done
	[ "${#lines[@]}" -eq 3 ]
}

@test "... calls, events, their fields, numbers, kinds and words" {
	sed -i 's/^#define XBT_IOC_RESET.*/&\n#define XBT_IOC_PLANTED _IO(0xDC, 4)/; s/^\tXBT_THROTTLE_ENDED = 7,/&\n\tXBT_EVENT_PLANTED = 8,/
		s/^\tX(service_ns)/\tX(number_planted)\t\\\n&/' "$tree/include/uapi/xen/blkthrottle.h"
	sed -i 's/^\t__u32 level;/&\n\t__u32 field_planted;/' "$tree/include/uapi/xen/irqpool.h"
	sed -i 's/X(user)/X(kind_planted) &/' "$tree/drivers/irqpool/kinds.h"
	sed -i 's/what(REPAIR, repair)/& what(PLANTED, word_planted)/' "$tree/drivers/csumfix/decide.h"
	sed -i 's/__field(u64, waited)/&\n\t\t__field(u64, trace_planted)/' "$tree/drivers/blkthrottle/trace.h"
	sed -i 's/"USED=%u"/"PLANTED=%u"/' "$tree/drivers/irqpool/warn.c"
	run "$tree/scripts/abi.py"
	echo "$output"
	[ "$status" -eq 1 ]
	for gap in "/dev/xen/blkthrottle does not say XBT_IOC_PLANTED" "/dev/xen/blkthrottle does not say XBT_EVENT_PLANTED" \
		"/sys/class/xen-blkthrottle/dom<domid>/stat does not say number_planted" "/dev/xen/irqpool does not say field_planted" \
		"pool/kinds does not say kind_planted" "csumfix/bad does not say word_planted" \
		"xbt_release does not say trace_planted" "pool/uevent does not say PLANTED="; do
		[[ $output == *"$gap"* ]] || {
			echo "not found: $gap"
			return 1
		}
	done
	[ "${#lines[@]}" -eq 8 ]
}

@test "... and what appears in a place that has no path yet" {
	printf 'static DEVICE_ATTR_RO(one);\nmodule_param(two, int, 0644);\n#define XPL_FOR_EACH_THREE(X) X(three)\n\tkobject_uevent(a, b);\n' \
		>"$tree/drivers/hooks/planted.c"
	run "$tree/scripts/abi.py"
	echo "$output"
	[ "$status" -eq 1 ]
	[[ $output == *"(no folder for drivers/hooks/planted.c in abi.py)/one is not described"* ]]
	[[ $output == *"(no module for drivers/hooks/planted.c in abi.py)/parameters/two is not described"* ]]
	[[ $output == *"(no place for XPL_FOR_EACH_THREE in abi.py) is not described"* ]]
	[[ $output == *"(no uevent of drivers/hooks/planted.c in abi.py) is not described"* ]]
	[ "${#lines[@]}" -eq 4 ]
}
