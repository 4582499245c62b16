// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cassert>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

namespace gatehouse {

/// Marks a value as the failure side of a Result: `return fail(SignInFailure::wrong_password);`
template <class E>
struct Failed {
  E error;
};

template <class E>
Failed<E> fail(E error) {
  return {std::move(error)};
}

/// A failure of type F that an operation failing with E can report.
template <class F, class E>
concept ReportsAs = std::is_constructible_v<E, F>;

/// Success of type T or an expected failure of type E. Exceptions are for bugs and broken environments only.
///
/// Reading `value()` of a failure, or `error()` of a success, is a bug and ends the program.
template <class T, class E>
class [[nodiscard]] Result {
 public:
  using Value = T;
  using Error = E;

  // Implicit, so that `return value;` and `return fail(error);` read as they mean.
  // NOLINTBEGIN(google-explicit-constructor)
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  template <ReportsAs<E> F>
  Result(Failed<F> failed) : state_(std::in_place_index<1>, std::move(failed.error)) {}
  // NOLINTEND(google-explicit-constructor)

  [[nodiscard]] bool has_value() const noexcept { return state_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }

  [[nodiscard]] T& value() & { return *checked(std::get_if<0>(&state_)); }
  [[nodiscard]] const T& value() const& { return *checked(std::get_if<0>(&state_)); }
  [[nodiscard]] T&& value() && { return std::move(*checked(std::get_if<0>(&state_))); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  [[nodiscard]] const E& error() const { return *checked(std::get_if<1>(&state_)); }

 private:
  template <class P>
  static P checked(P pointer) {
    if (pointer == nullptr) __builtin_trap();
    return pointer;
  }
  std::variant<T, E> state_;
};

/// A Result without a value: success carries nothing.
template <class E>
class [[nodiscard]] Result<void, E> {
 public:
  using Value = void;
  using Error = E;

  Result() = default;
  template <ReportsAs<E> F>
  Result(Failed<F> failed) : error_(std::move(failed.error)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool has_value() const noexcept { return !error_.has_value(); }
  explicit operator bool() const noexcept { return has_value(); }
  [[nodiscard]] const E& error() const {
    if (!error_) __builtin_trap();
    return *error_;
  }

 private:
  std::optional<E> error_;
};

}  // namespace gatehouse
