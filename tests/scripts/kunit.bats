# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2154 # see helper.bash
# kunit.sh believes no suite that fails, corrupts memory or does not run.
load helper

setup() {
	copy_tree
	suites=$BATS_TEST_TMPDIR/suites
	mkdir "$suites"
}

suite() {
	echo 'obj-y := planted.o' >"$suites/Kbuild"
	{
		printf '#include <kunit/test.h>\n#include <linux/module.h>\n#include <linux/slab.h>\n'
		printf 'static void planted_case(struct kunit *test)\n{\n%s\n}\n' "$1"
		printf 'static struct kunit_case cases[] = { KUNIT_CASE(planted_case), {} };\n'
		printf 'static struct kunit_suite suite = { .name = "planted", .test_cases = cases };\n'
		printf 'kunit_test_suites(&suite);\nMODULE_LICENSE("GPL");\n'
	} >"$suites/planted.c"
}

kunit() {
	run "$tree/scripts/kunit.sh" --suites "$suites"
	echo "$output"
}

@test "a wrong expectation fails" {
	suite 'KUNIT_EXPECT_EQ(test, 1, 2);'
	kunit
	[ "$status" -eq 1 ]
	[[ $output == *"Expected 1 == 2"* ]]
	[ "${lines[-1]}" = "0 passed, 1 failed, 0 skipped" ]
}

@test "a read beyond an allocation fails, named by KASAN" {
	suite 'volatile char *p = kmalloc(13, GFP_KERNEL); p[13] = 1; kfree((void *)p);'
	kunit
	[ "$status" -eq 1 ]
	[[ $output == *"KASAN: slab-out-of-bounds in planted_case"* ]]
}

@test "no test at all fails" {
	echo 'obj-y :=' >"$suites/Kbuild"
	kunit
	[ "$status" -eq 1 ]
	[ "${lines[-1]}" = "0 passed, 1 failed, 0 skipped" ]
}

@test "a suite that does not compile fails with the compiler's words" {
	suite 'nonsense;'
	kunit
	[ "$status" -eq 1 ]
	[[ $output == *"planted.c"*"nonsense"* ]]
	[[ ${lines[-1]} == *"the User-Mode Linux build failed"* ]]
}
