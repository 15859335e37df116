#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Style and form: one line for each check, then `N passed, N failed, N skipped`.
# checkpatch, kernel-doc and get_abi are those of the linux-source-6.1 package.
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=lib-source.sh
. "$(dirname "$0")/lib-source.sh"

need_commands git:git perl:perl python3:python3 cpp:cpp shellcheck:shellcheck clang-format:clang-format xz:xz-utils
cd "$TOP"
kernel=$(kernel_scripts)

passed=0 failed=0
# check NAME COMMAND...: quiet when it passes, everything it says when not.
check() {
	local name=$1 said
	shift
	if said=$("$@" 2>&1); then
		printf 'ok      %s\n' "$name"
		passed=$((passed + 1))
	else
		printf 'FAILED  %s\n' "$name"
		printf '%s\n' "$said" | sed -n '1,60s/^/        /p'
		failed=$((failed + 1))
	fi
}

mapfile -t files < <(tree_files)
[[ " ${files[*]} " == *" scripts/style.sh "* ]] || die "cannot list the files of $TOP; run it in a complete tree"
# select_files REGEX: those that match.
select_files() { printf '%s\n' "${files[@]}" | grep -E "$1" || true; }

mapfile -t kernel_c < <(select_files '^(drivers|include|kunit|tests/vm/modules)/.*\.[ch]$')
mapfile -t patches < <(select_files '^patches/.*\.patch$')
mapfile -t shells < <(
	for f in "${files[@]}"; do
		case $f in
		*.sh | *.bash | *.bats | *.postinst) echo "$f" ;;
		*.*) ;;
		*) grep -qaE '^#!.*\b(ba|da)?sh\b' <(head -c 64 "$f") && echo "$f" ;;
		esac
	done || true
)
mapfile -t cxx < <(select_files '^(tools|tests)/.*\.(cpp|h)$' | grep -v '^tests/vm/modules/')
mapfile -t documents < <(select_files '\.(md|rst)$')
mapfile -t pythons < <(select_files '\.py$')

# .checkpatch.conf in the root says which rules do not hold here.
checkpatch() {
	local said
	said=$(perl "$kernel/scripts/checkpatch.pl" --no-tree --no-signoff --no-summary --terse --color=never "$@" 2>&1) || true
	said=$(grep -vE '^(total:|$)|has no obvious style problems' <<<"$said" || true)
	[ -z "$said" ] || {
		printf '%s\n' "$said"
		return 1
	}
}

# Trace events have a form of their own, which upstream's do not pass either.
checkpatch_sources() {
	local f plain=() trace=() bad=0
	for f in "${kernel_c[@]}"; do
		case $f in */trace.h) trace+=("$f") ;; *) plain+=("$f") ;; esac
	done
	checkpatch --strict -f "${plain[@]}" || bad=1
	[ ${#trace[@]} = 0 ] ||
		checkpatch --strict --ignore OPEN_ENDED_LINE,PARENTHESIS_ALIGNMENT -f "${trace[@]}" || bad=1
	return $bad
}

# The text before a patch is no commit message, and a line that the patch only
# moves keeps upstream's form. Through stdin: checkpatch takes a file that git
# tracks for source, whatever it holds.
checkpatch_patches() {
	local f bad=0
	for f in "${patches[@]}"; do
		checkpatch --ignore COMMIT_LOG_LONG_LINE,MSLEEP - <"$f" | sed "s,^[^:]*,$f," || bad=1
	done
	return $bad
}

# Every file says its licence; data that cannot hold a comment need not.
spdx() {
	local f bad=0 want
	for f in "${files[@]}"; do
		case $f in
		VERSION | LICENSE* | patches/*.patch | *.json | *.png | *.svg | *.golden) continue ;;
		debian/changelog | debian/source/format) continue ;;
		drivers/* | include/* | kunit/* | Kbuild) want=GPL-2.0-only ;;
		tests/* | tools/* | scripts/*) want=GPL-2.0-or-later ;;
		*) want='GPL-2.0-(only|or-later)' ;;
		esac
		grep -qE "SPDX-License-Identifier: $want( WITH [A-Za-z-]+)?( |\$)" <(head -n 5 "$f") || {
			echo "$f: no line SPDX-License-Identifier: $want near its top"
			bad=1
		}
	done
	return $bad
}

# Patches carry no licence line of their own and must not carry upstream files.
text_form() {
	local bad=0
	# Patches end context lines with a blank; nothing else may.
	if printf '%s\0' "${files[@]}" | grep -zvE '\.patch$' | xargs -0 grep -nIE '[[:blank:]]+$' --; then
		echo "blanks at the end of these lines"
		bad=1
	fi
	for f in "${files[@]}"; do
		[ ! -s "$f" ] || [ -z "$(tail -c 1 "$f")" ] || {
			echo "$f: no newline at the end"
			bad=1
		}
	done
	return $bad
}

# The version has one home. What tests make up of modules may say any version; the
# history of the packages says each in its turn, and the one of now at its top.
one_version() {
	local version bad=0
	version=$(cat VERSION)
	! printf '%s\0' "${files[@]}" | grep -zvE '^(VERSION|debian/changelog|patches/.*|(tools/)?tests/.*)$' |
		xargs -0 grep -nIFe "$version" -- || bad=1
	[ ! -f debian/changelog ] || grep -qF "dom0-pack ($version) " <(head -n 1 debian/changelog) || {
		echo "debian/changelog: its first line does not say $version, as VERSION does"
		bad=1
	}
	return $bad
}

# grep -q goes at the first match. Whatever is still writing to it then is killed, and
# with pipefail that is a failure, now and then: let it read from <(...).
no_quiet_pipes() {
	local scripts
	mapfile -t scripts < <(printf '%s\n' "${shells[@]}" | grep -v '\.bats$')
	! grep -nE '[^|]\|[[:blank:]]*grep[[:blank:]]+(-[[:alnum:]]+[[:blank:]]+)*-[[:alpha:]]*q' -- "${scripts[@]}"
}

# What differs from kernel to kernel stays out of the logic.
versions_apart() {
	! printf '%s\0' "${kernel_c[@]}" | grep -zv '^include/compat/' | xargs -0 grep -nE 'LINUX_VERSION_CODE|KERNEL_VERSION' --
}

series_complete() {
	local dir bad=0 f
	for dir in patches/*/; do
		for f in "$dir"*.patch; do
			grep -qxF "$(basename "$f")" "$dir/series" || {
				echo "$f is not named in ${dir}series"
				bad=1
			}
		done
	done
	return $bad
}

# Upstream's files are changed in as few lines as possible.
patches_thin() {
	local f lines bad=0
	for f in "${patches[@]}"; do
		lines=$(sed -n '/^--- /,$p' "$f" | grep -cE '^[+-]' || true)
		[ "$lines" -lt 200 ] || {
			echo "$f changes $lines lines, 200 or more; move what it does into a file of ours"
			bad=1
		}
	done
	return $bad
}

kernel_doc() {
	perl "$kernel/scripts/kernel-doc" -none -Werror "${kernel_c[@]}"
}

# The form of the kernel's Documentation/ABI. get_abi only warns.
abi_form() {
	local said
	said=$(perl "$kernel/scripts/get_abi.pl" validate --dir Documentation/ABI 2>&1) || true
	[ -z "$said" ] || {
		printf '%s\n' "$said"
		return 1
	}
}

# What the documents say in `...` of the tree's files is there.
named_files() {
	local f path bad=0
	# shellcheck disable=SC2016 # Markdown, no command
	local named='`(Documentation|debian|drivers|include|kunit|patches|scripts|tests|tools)/[^` {<]*`'
	for f in "${documents[@]}"; do
		while read -r path; do
			compgen -G "$path*" >/dev/null || {
				echo "$f: there is no $path"
				bad=1
			}
		done < <(grep -oE "$named" "$f" | tr -d '`' | sort -u)
	done
	return $bad
}

python_compiles() {
	# Into memory: no cache files in the tree.
	python3 -c 'import sys
for name in sys.argv[1:]:
    compile(open(name, encoding="utf-8").read(), name, "exec")' "${pythons[@]}"
}

[ ${#kernel_c[@]} = 0 ] || check "checkpatch --strict: ${#kernel_c[@]} files" checkpatch_sources
[ ${#patches[@]} = 0 ] || check "checkpatch: ${#patches[@]} patches" checkpatch_patches
[ ${#kernel_c[@]} = 0 ] || check "kernel-doc: ${#kernel_c[@]} files" kernel_doc
[ ! -d Documentation/ABI ] || check "ABI: the form of the kernel's" abi_form
[ ! -d Documentation/ABI ] || check "ABI: all that is offered is described" scripts/abi.py
[ ${#documents[@]} = 0 ] || check "files that are named: ${#documents[@]} documents" named_files
check "shellcheck: ${#shells[@]} scripts" shellcheck "${shells[@]}"
[ ${#cxx[@]} = 0 ] || check "clang-format: ${#cxx[@]} files" clang-format --dry-run -Werror "${cxx[@]}"
[ ${#pythons[@]} = 0 ] || check "python: ${#pythons[@]} files compile" python_compiles
check "licence line: ${#files[@]} files" spdx
check "blanks and newlines at ends of lines and files" text_form
check "the version stands in VERSION alone" one_version
[ ${#kernel_c[@]} = 0 ] || check "kernels are told apart in include/compat alone" versions_apart
check "nothing is piped into grep -q" no_quiet_pipes
check "every patch is in its series" series_complete
check "every patch changes less than 200 lines" patches_thin
printf '%d passed, %d failed, 0 skipped\n' "$passed" "$failed"
[ "$failed" = 0 ]
