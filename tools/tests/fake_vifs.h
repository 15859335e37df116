// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/csum.h"
#include "tests/fake_host.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace dom0ctl {

/// Xen network interfaces and xen-csumfix in a made-up /sys.
class FakeVifs {
  public:
    explicit FakeVifs(const FakeHost& host) : host_(host) {}

    /// Xen with the module, its defaults being off, pass, count.
    void ready() const;
    /// The settings and counters of an interface: "off netback", pass, count.
    void covered(const std::string& name) const;
    /// An interface of a guest, under the module.
    void vif(Domid domid, std::uint32_t handle, const std::string& name) const;
    /// An interface of a guest, without settings.
    void bare(Domid domid, std::uint32_t handle, const std::string& name) const;
    /// Our own interface in a guest, under the module.
    void frontend(std::uint32_t handle, const std::string& name) const;
    /// The interface goes to another network namespace, or for good.
    void vanish(std::string_view device, const std::string& name) const;

    static std::string path(const CsumScope& scope, std::string_view name);
    void set(const CsumScope& scope, std::string_view name, std::string_view value) const;
    /// "mode gso bad", as the files have them.
    std::string settings(const CsumScope& scope) const;
    /// Leaves the attribute readable for everybody, and writable for nobody but
    /// root; the other settings of the scope are writable for everybody.
    void protect(const CsumScope& scope, std::string_view name) const;

  private:
    const FakeHost& host_;
};

} // namespace dom0ctl
