// SPDX-License-Identifier: GPL-2.0-or-later
// The contract of the header, put to the test: each call that it says fails, and
// that nothing has changed afterwards.
#pragma once

#include "device.h"

#include <memory>
#include <string>
#include <vector>

/// A page that is followed by one nobody may touch, and may be made read-only.
class EdgePage {
  public:
    EdgePage();
    ~EdgePage();
    EdgePage(const EdgePage&) = delete;
    EdgePage& operator=(const EdgePage&) = delete;

    static constexpr size_t size = 4096;
    char* begin() const { return at_; }
    char* end() const { return at_ + size; }
    void read_only(bool on) const;

  private:
    char* at_;
};

class Contract {
  public:
    Contract(__u16 domid, __u32 devid);

    /// The call gives this error (0: none), and no knob has changed.
    void gives(const std::string& what, int wanted, unsigned long request, void* argument);
    /// Something that ought to be so.
    void holds(const std::string& what, bool so);
    /// Prints the sum; the exit code.
    int result() const;

    const Device& device() const { return device_; }
    __u16 domid() const { return domid_; }
    __u32 devid() const { return devid_; }

  private:
    std::vector<xbt_state> knobs() const;

    Device device_;
    __u16 domid_;
    __u32 devid_;
    std::vector<xbt_state> before_;
    unsigned passed_ = 0;
    unsigned failed_ = 0;
};

inline __u64 address(const void* pointer) {
    return reinterpret_cast<unsigned long>(pointer);
}

template <typename T>
T argument() {
    T made = {};
    made.size = sizeof(T);
    return made;
}

/// What every call says of the size and the address of its argument.
template <typename T>
void contract_of_argument(Contract& contract, const std::string& name, unsigned long request,
                          const T& good);
void contract_of_set(Contract& contract);
void contract_of_get(Contract& contract);

template <typename T>
void contract_of_argument(Contract& contract, const std::string& name, unsigned long request,
                          const T& good) {
    alignas(8) char large[2 * EdgePage::size] = {};
    T& argument = *reinterpret_cast<T*>(large);
    auto with_size = [&](__u32 size) {
        argument = good;
        argument.size = size;
        return large;
    };
    contract.gives(name + " as it should be", 0, request, with_size(sizeof(T)));
    contract.gives(name + " at NULL", EFAULT, request, nullptr);
    contract.gives(name + " in the kernel", EFAULT, request, reinterpret_cast<void*>(-4096L));
    for (__u32 size : {0U, 1U, 4U, unsigned(sizeof(T)) - 1})
        contract.gives(name + " of " + std::to_string(size) + " bytes", EINVAL, request,
                       with_size(size));
    for (__u32 size : {unsigned(sizeof(T)) + 1, unsigned(sizeof(T)) + 64, 4096U})
        contract.gives(name + " with zeroes up to " + std::to_string(size), 0, request,
                       with_size(size));
    for (__u32 size : {4097U, 0x80000000U, 0xffffffffU})
        contract.gives(name + " of " + std::to_string(size) + " bytes", E2BIG, request,
                       with_size(size));
    for (size_t at : {sizeof(T), sizeof(T) + 63}) {
        large[at] = 1;
        contract.gives(name + " with a 1 at " + std::to_string(at), E2BIG, request,
                       with_size(sizeof(T) + 64));
        large[at] = 0;
    }

    EdgePage page;
    T* last = reinterpret_cast<T*>(page.end() - sizeof(T));
    *last = good;
    contract.gives(name + " that ends with its page", 0, request, last);
    *last = good;
    last->size = sizeof(T) + 8;
    contract.gives(name + " longer than its page", EFAULT, request, last);
    *reinterpret_cast<__u32*>(page.end() - 4) = sizeof(T);
    contract.gives(name + " of which only the size is there", EFAULT, request, page.end() - 4);
    contract.gives(name + " cut in its size", EFAULT, request, page.end() - 2);
}
