// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/csum_keys.h"
#include "lib/stat.h"
#include "lib/sysfs.h"

#include <optional>
#include <string>

namespace dom0ctl {

/// What a setting is of: a network interface, by its name, or, without one, the
/// defaults for interfaces that appear from now on.
using CsumScope = std::optional<std::string>;

/// What xen-csumfix shows in sysfs: a folder in each Xen network interface of
/// this network namespace, and its module parameters.
///
/// Errors of all members: no_guest when the interface is not there (it can go
/// between two calls), not_ready (the module is gone, or too old), no_permission,
/// failed.
class Csum {
  public:
    explicit Csum(const Sysfs& sysfs) : sysfs_(sysfs) {}

    /// Whether the interface has settings.
    bool covers(const std::string& vif) const;

    Result<std::string> get(const CsumScope& scope, const CsumKey& key) const;
    Result<CsumSettings> settings(const CsumScope& scope) const;
    Result<void> set(const CsumScope& scope, const CsumKey& key, const std::string& word) const;
    Result<Stat> stat(const std::string& vif) const;

  private:
    Result<CsumSettings> read(const CsumScope& scope, const CsumKey& key) const;
    Error explain(const CsumScope& scope, const char* verb, const SysfsError& error) const;

    const Sysfs& sysfs_;
};

/// Success when xen-csumfix is loaded; else not_ready, saying what to do.
Result<void> require_csumfix(const Sysfs& sysfs);

} // namespace dom0ctl
