// SPDX-License-Identifier: GPL-2.0-or-later
// The kernel's header of /dev/xen/blkthrottle, that of this tree and no other. Being
// found by its path, it needs no folder of headers beside libxen's, which has an xen/
// of its own.
#pragma once

#include "../../include/uapi/xen/blkthrottle.h"
