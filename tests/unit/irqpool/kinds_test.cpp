// SPDX-License-Identifier: GPL-2.0-or-later
// What a channel is for, by names that Linux gives interrupts.
extern "C" {
#include "kinds.h"
}
#include <gtest/gtest.h>
#include <string>

namespace {

TEST(Kinds, AreKnownByTheNameOfTheInterrupt) {
    const std::pair<const char*, xip_kind> known[] = {
        {"evtchn:xenstored", XIP_KIND_xenstore},
        {"evtchn:oxenstored", XIP_KIND_xenstore},
        {"xenbus", XIP_KIND_xenstore},
        {"evtchn:xenconsoled", XIP_KIND_console},
        {"evtchn:qemu-system-i38", XIP_KIND_user},
        {"evtchn:", XIP_KIND_user},
        {"blkif-backend", XIP_KIND_vbd},
        {"blkif", XIP_KIND_vbd},
        {"vif12.0-q3-rx", XIP_KIND_vif},
        {"vif1.0", XIP_KIND_vif},
        {"xen-netback-ctrl", XIP_KIND_vif},
        // With vifname= in the guest's file.
        {"web1-lan-q0", XIP_KIND_vif},
        {"web1-lan-q12-tx", XIP_KIND_vif},
        {"q-q-q1-rx", XIP_KIND_vif},
        {"tx-q7-tx", XIP_KIND_vif},
        {"", XIP_KIND_other},
        {"evtch", XIP_KIND_other},
        {"pciback", XIP_KIND_other},
        {"my-vif", XIP_KIND_other},
        {"-q1", XIP_KIND_other},
        {"-tx", XIP_KIND_other},
        {"lan-tx", XIP_KIND_other},
        {"lan-q", XIP_KIND_other},
        {"lan-q-tx", XIP_KIND_other},
        {"lan-q1x", XIP_KIND_other},
        {"lan-q1-tx-tx", XIP_KIND_other},
        {"lan-1-tx", XIP_KIND_other},
    };
    for (const auto& [name, kind] : known)
        EXPECT_EQ(xip_kind_of(name), kind) << name;
}

TEST(Kinds, HaveNames) {
    EXPECT_STREQ(xip_kind_names[XIP_KIND_xenstore], "xenstore");
    EXPECT_STREQ(xip_kind_names[XIP_KIND_left], "left");
    EXPECT_STREQ(xip_kind_names[XIP_KIND_other], "other");
}

} // namespace
