# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# What patches/<series>/ has for whom, and how it is applied. Sourced after
# lib.sh and lib-source.sh, never run.
# shellcheck disable=SC2154 # backends is lib-source.sh's

# patch_files PATCH: the files that it touches, without the a/ and b/ in front.
patch_files() {
	sed -nE 's,^(\+\+\+|---) [ab]/([^[:space:]]+).*,\2,p' "$1" | sort -u
}

# backend_of FILE: the backend that the file is a part of, if any.
backend_of() {
	local pair
	for pair in "${backends[@]}"; do
		[[ $1 != "${pair%:*}" && $1 != "${pair%:*}"/* ]] || printf '%s\n' "${pair%:*}"
	done
}

# series_patches SERIES: in the order of the series file, a line each: what the
# patch belongs to (a backend, or "built-in" for what is no module of its own), a
# tab, and the patch.
series_patches() {
	local name file touched
	while read -r name _; do
		[[ -z $name || $name == \#* ]] && continue
		file=$TOP/patches/$1/$name
		[ -f "$file" ] || die "patches/$1/series names $name, which does not exist; restore it"
		mapfile -t touched < <(patch_files "$file" | while read -r f; do
			backend=$(backend_of "$f")
			echo "${backend:-built-in}"
		done | sort -u)
		case ${#touched[@]} in
		0) die "patches/$1/$name changes no file with a/ and b/ in front; make it a -p1 patch" ;;
		1) ;;
		*) die "patches/$1/$name touches backend and built-in files, or two backends; split it" ;;
		esac
		printf '%s\t%s\n' "${touched[0]}" "$file"
	done <"$TOP/patches/$1/series"
}

# say_why LOG: the first thing that patch(1) complained of.
say_why() {
	local where
	where=$(awk '/^(patching|checking) file / { file = $3 }
		/^Hunk #[0-9]+ FAILED/ { sub(/\.$/, ""); print file ": hunk " $2 " at line " $NF; exit }
		/malformed|find file to patch|Only garbage/ { print; exit }
		/^patch: / { print; exit }' "$1")
	printf '%s\n' "${where:-$(tail -n 1 "$1")}"
}

# apply_patch PATCH DIR PRISTINE: PRISTINE, of which DIR has a part, is for the
# messages.
apply_patch() {
	local log=$2/.log name=${1#"$TOP"/}
	if ! LC_ALL=C patch -p1 -F0 -f --no-backup-if-mismatch -r - -d "$2" -i "$1" >"$log" 2>&1; then
		if LC_ALL=C patch -p1 -F0 -f -R --dry-run -d "$2" -i "$1" >/dev/null 2>&1; then
			die "$(basename "$1") is already applied in $3; take unpatched source"
		fi
		die "$name does not apply to $(version_of_tree "$3"), $(say_why "$log");" \
			"take source nearer to the patch's, or port the patch"
	fi
	rm -f "$log"
}
