// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/error.h"

#include <cassert>
#include <optional>
#include <utility>
#include <variant>

namespace dom0ctl {

/// Either a value or the reason why there is none. C++20 has no std::expected
/// yet; this is the little of it that dom0ctl needs, under the same names.
template <typename T, typename E = Error>
class [[nodiscard]] Result {
  public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(E error) : state_(std::in_place_index<1>, std::move(error)) {}

    explicit operator bool() const { return state_.index() == 0; }

    /// Only after a check that there is a value.
    const T& operator*() const& { return value(); }
    T& operator*() & { return const_cast<T&>(value()); }
    T operator*() && { return std::move(const_cast<T&>(value())); }
    const T* operator->() const { return &value(); }
    T* operator->() { return &const_cast<T&>(value()); }

    /// Only after a check that there is no value.
    const E& error() const {
        assert(state_.index() == 1);
        return *std::get_if<1>(&state_);
    }

  private:
    const T& value() const {
        assert(state_.index() == 0);
        return *std::get_if<0>(&state_);
    }

    std::variant<T, E> state_;
};

/// Success without a value, or the reason for the failure.
template <typename E>
class [[nodiscard]] Result<void, E> {
  public:
    Result() = default;
    Result(E error) : error_(std::move(error)) {}

    explicit operator bool() const { return !error_; }

    /// Only after a check that there is a failure.
    const E& error() const {
        assert(error_);
        return *error_;
    }

  private:
    std::optional<E> error_;
};

} // namespace dom0ctl
