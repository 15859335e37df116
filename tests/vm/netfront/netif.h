// SPDX-License-Identifier: GPL-2.0-or-later
//
// Xen's own header; it is made for C and wants these before it.
#pragma once

extern "C" {
#include <xen/xen.h>
// Keeps the order.
#include <xen/grant_table.h>
// Keeps the order.
#include <xen/io/ring.h>
// Keeps the order.
#include <xen/io/netif.h>
}
