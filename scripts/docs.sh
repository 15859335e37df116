#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Makes HTML of Documentation/ in build/docs/. Each warning is an error, also a link
# to nowhere. kernel-doc is that of the linux-source-6.1 package.
#
#   docs.sh [BUILDER]      another of Sphinx' builders than html
set -euo pipefail
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=lib-source.sh
. "$(dirname "$0")/lib-source.sh"

need_commands sphinx-build:python3-sphinx perl:perl xz:xz-utils
builder=${1:-html}
out=$TOP/build/docs
kernel=$(kernel_scripts)
mkdir -p "$out"
cd "$TOP"
DOM0PACK_KERNEL_SCRIPTS=$kernel/scripts sphinx-build -q -W --keep-going -n -b "$builder" \
	-d "$out/.doctrees" Documentation "$out" >&2 ||
	die "the documents have mistakes, see above"
[ "$builder" != html ] || echo "build/docs/index.html"
