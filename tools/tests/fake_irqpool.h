// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/irqpool.h"
#include "tests/fake_host.h"

#include <string>
#include <string_view>

namespace dom0ctl {

/// xen-irqpool in a made-up /sys.
class FakeIrqPool {
  public:
    explicit FakeIrqPool(const FakeHost& host) : host_(host) {}

    /// Xen with the module on a patched 6.1 kernel.
    void ready() const;
    /// What the kernel lacks without the built-in parts.
    void unmodified() const;
    /// A domain with one disk, one vif and so many more channels of device models.
    void domain(Domid domid, unsigned int more) const;
    /// The domain is shut down: its device is gone, or, with a trace of it, going.
    void vanish(Domid domid) const;
    void half_gone(Domid domid) const;

    static std::string path(const IrqScope& scope, std::string_view name);
    std::string get(const IrqScope& scope, std::string_view name) const;
    void set(const IrqScope& scope, std::string_view name, std::string_view value) const;
    /// Leaves the attribute readable for everybody, and writable for nobody but
    /// root; what else can be set is writable for everybody.
    void protect(const IrqScope& scope, std::string_view name) const;

  private:
    std::string full(const IrqScope& scope, std::string_view name) const;

    const FakeHost& host_;
};

} // namespace dom0ctl
