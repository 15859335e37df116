# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2154 # see helper.bash
# Each check of style.sh finds what it is for.
load helper

setup() {
	copy_tree
	cp "$project"/.{clang-format,checkpatch.conf,shellcheckrc} "$tree"
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
	style
	[ "$status" -eq 1 ]
	planted=$(grep -A 60 '^FAILED' <<<"$output")
	[[ $planted == *"FAILED  checkpatch --strict"*"drivers/hooks/planted.c:8"* ]]
	[[ $planted == *"FAILED  checkpatch: "*"patches/6.1/9999-planted.patch:5"* ]]
	[[ $planted == *"FAILED  kernel-doc"*"planted.c"*"'a' not described"* ]]
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
	[ "${lines[-1]}" = "0 passed, 13 failed, 0 skipped" ]
}

@test "kernel code under the tools' licence is found" {
	sed -i '1s/GPL-2.0-only/GPL-2.0-or-later/' "$tree/drivers/hooks/module.c"
	style
	[ "$status" -eq 1 ]
	[[ $output == *"drivers/hooks/module.c: no line SPDX-License-Identifier: GPL-2.0-only"* ]]
}
