// SPDX-License-Identifier: GPL-2.0-or-later
// Words of the command line and of sysfs, and the numbers of the interface.
#pragma once

#include <string>
#include <xen/blkthrottle.h>

/// The name of a knob as in sysfs; nullptr if there is none.
const char* knob_name(unsigned knob);
/// Its number; a number stands for itself, also where there is no such knob.
unsigned knob_number(const std::string& word);
/// A value as sysfs shows it: a number, max or auto.
std::string value_text(unsigned knob, __u64 value);
__u64 value_number(const std::string& word);
/// "-" for the domain as a whole.
std::string devid_text(__u32 devid);
__u32 devid_number(const std::string& word);
__u16 domid_number(const std::string& word);
