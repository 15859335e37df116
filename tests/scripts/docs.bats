# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2154 # see helper.bash
# The documents are made of what there is, and a mistake in them stops it.
load helper

setup() {
	copy_tree
	cp -r "$project/Documentation" "$tree"
}

docs() {
	run "$tree/scripts/docs.sh"
	echo "$output"
}

@test "the documents show the version, attributes, structures and functions" {
	docs
	[ "$status" -eq 0 ]
	[ "${lines[-1]}" = build/docs/index.html ]
	html=$tree/build/docs
	grep -q "dom0-pack $(cat "$tree/VERSION")" "$html/index.html"
	grep -q 'id="abi-sys-class-xen-irqpool-pool-guests-fit"' "$html/reference/irqpool.html"
	grep -q '/sys/class/xen-irqpool/dom&lt;domid&gt;/quota' "$html/reference/irqpool.html"
	grep -q 'href="../reference/irqpool.html#abi-dev-xen-irqpool"' "$html/admin-guide/monitoring.html"
	grep -q 'id="c.xbt_setting"' "$html/reference/blkthrottle.html"
	grep -q 'id="c.xbh_net_rescue"' "$html/reference/seam.html"
}

@test "links to nowhere, pages that nobody finds and mistakes in comments are found, with their files" {
	printf '\nSee [here](nowhere.md) and [there](../design/seam.md#no-such-heading).\n' >>"$tree/Documentation/admin-guide/install.md"
	printf '# Lost\n' >"$tree/Documentation/lost.md"
	# shellcheck disable=SC2016 # RST, no command
	printf '\n.. kernel-abi:: no-such-file\n\n.. kernel-doc:: include/xen/planted.h\n\n:ref:`abi-sys-nothing`\n' >>"$tree/Documentation/reference/seam.rst"
	printf '/**\n * planted() - what it does\n * @b: number\n */\nint planted(int a);\n' >"$tree/include/xen/planted.h"
	printf 'What:\t\t/sys/planted\nDescription:\n\t\tSee unknown_\n' >>"$tree/Documentation/ABI/sysfs-class-xen-irqpool"
	docs
	[ "$status" -eq 1 ]
	[[ ${lines[-1]} == "docs.sh: the documents have mistakes, see above" ]]
	for found in "install.md:.*nowhere.md" "install.md:.*no-such-heading" "lost.md: WARNING: document isn't included in any toctree" \
		"seam.rst:.*there is no Documentation/ABI/no-such-file" "seam.rst:.*planted.h:.*'a' not described" \
		"seam.rst:.*undefined label: 'abi-sys-nothing'" 'sysfs-class-xen-irqpool:.*Unknown target name: "unknown"'; do
		grep -Eq "$found" <<<"$output" || {
			echo "not found: $found"
			return 1
		}
	done
}
