#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The kernel's own sum over bytes, from its source package: csum-source.sh SERIES FILE
set -euo pipefail
scripts=$(cd "$(dirname "$0")/../../../../scripts" && pwd)
# shellcheck source=../../../../scripts/lib.sh
. "$scripts/lib.sh"
# shellcheck source=../../../../scripts/lib-source.sh
. "$scripts/lib-source.sh"

[ $# = 2 ] || die "usage: csum-source.sh SERIES FILE"
name=arch/x86/lib/csum-partial_64.c
source=$(cached_source "$1" csum "linux-source-$1/$name")
cp "$source/$name" "$2"
