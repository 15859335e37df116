// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/throttle.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace dom0ctl {

/// A made-up /sys of a Xen host, in a temporary folder that goes with it.
class FakeHost {
  public:
    FakeHost();
    ~FakeHost();
    FakeHost(const FakeHost&) = delete;
    FakeHost& operator=(const FakeHost&) = delete;

    std::string root() const { return (top_ / "sys").native(); }
    /// A folder beside the tree for other files of the test.
    std::string scratch(std::string_view name) const;

    /// Makes a file with its folders; content gets its newline.
    void file(std::string_view path, std::string_view content) const;
    void folder(std::string_view path) const;
    /// The content without its newline.
    std::string read(std::string_view path) const;

    void xen() const;
    void module(std::string_view name, std::string_view version = "") const;
    /// The patched xen-blkback, and the throttle, on Xen.
    void ready() const;
    void stock_blkback() const { module("xen_blkback"); }
    void vbd(Domid domid, int device) const;
    /// A domain under the throttle with one disk, xvda, without limits.
    void governed(Domid domid) const;
    /// A disk under the throttle, without limits.
    void governed_disk(Domid domid, Devid devid) const;

    static std::string knob_path(const Scope& scope, std::string_view name);
    std::string knob(const Scope& scope, std::string_view name) const;
    void set_knob(const Scope& scope, std::string_view name, std::string_view value) const;
    /// Those that are set: "write_bps=4000000 read_iops=500".
    std::string limits(const Scope& scope) const;
    /// Leaves the knob readable for everybody, and writable for nobody but
    /// root; all the others of the scope are writable for everybody.
    void protect(const Scope& scope, std::string_view name) const;
    /// An attribute of the running kernel takes the place of this one, which
    /// refuses what is no number from -1000 to 1000 with EINVAL. Returns the
    /// full path.
    std::string refuse(std::string_view path) const;

  private:
    std::filesystem::path top_;
};

/// Without root's powers for as long as it lives; for nobody but root this
/// changes nothing.
class Unprivileged {
  public:
    Unprivileged();
    ~Unprivileged();
    Unprivileged(const Unprivileged&) = delete;
    Unprivileged& operator=(const Unprivileged&) = delete;

  private:
    unsigned int uid_;
};

/// Who stands for nobody in these tests.
inline constexpr unsigned int nobody = 65534;

} // namespace dom0ctl
