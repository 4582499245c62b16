// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace gatehouse {

/// Text that is no JSON, a member that is missing, or a value of another type than the one asked for.
class JsonError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A JSON value: null, boolean, integer, number, string, array or object (members in order).
///
/// Braces make objects and arrays: `{{"id", 7}, {"tags", {"a", "b", "c"}}}`. A list whose elements all are
/// pairs that start with a string is an object; write `Json::array({...})` where such a list is meant.
class Json {
 public:
  using Array = std::vector<Json>;
  using Member = std::pair<std::string, Json>;
  using Object = std::vector<Member>;
  class Element;

  // NOLINTBEGIN(google-explicit-constructor): literals are to look like JSON.
  Json() = default;  ///< null
  Json(std::nullptr_t) {}
  template <std::same_as<bool> T>
  Json(T value) : value_(value) {}
  template <std::integral T>
  requires(!std::same_as<T, bool>) Json(T value) : value_(static_cast<std::int64_t>(value)) {}
  Json(double value) : value_(value) {}
  Json(const char* value) : value_(std::string(value)) {}
  Json(std::string_view value) : value_(std::string(value)) {}
  Json(std::string value) : value_(std::move(value)) {}
  template <class T>
  requires std::constructible_from<Json, T> Json(const std::vector<T>& values)
      : value_(Array(values.begin(), values.end())) {}
  Json(Array values) : value_(std::move(values)) {}
  Json(std::initializer_list<Element> list);
  // NOLINTEND(google-explicit-constructor)
  explicit Json(Object members) : value_(std::move(members)) {}

  static Json array(std::initializer_list<Element> elements = {});
  static Json object(std::initializer_list<Member> members = {});

  /// Strict JSON (RFC 8259) of at most 32 levels; throws JsonError for anything else.
  static Json parse(std::string_view text);
  [[nodiscard]] std::string to_text() const;

  [[nodiscard]] bool is_null() const { return holds<std::monostate>(); }
  [[nodiscard]] bool is_bool() const { return holds<bool>(); }
  [[nodiscard]] bool is_int() const { return holds<std::int64_t>(); }
  [[nodiscard]] bool is_number() const { return is_int() || holds<double>(); }
  [[nodiscard]] bool is_string() const { return holds<std::string>(); }
  [[nodiscard]] bool is_array() const { return holds<Array>(); }
  [[nodiscard]] bool is_object() const { return holds<Object>(); }

  /// These throw JsonError for a value of another type; `as_double` takes integers too.
  [[nodiscard]] bool as_bool() const;
  [[nodiscard]] std::int64_t as_int() const;
  [[nodiscard]] double as_double() const;
  [[nodiscard]] const std::string& as_string() const;
  [[nodiscard]] const Array& as_array() const;
  [[nodiscard]] const Object& as_object() const;

  /// A member of an object, an element of an array; throws JsonError when it is not there.
  [[nodiscard]] const Json& at(std::string_view name) const;
  [[nodiscard]] const Json& at(std::size_t index) const;
  [[nodiscard]] const Json& at(int index) const { return at(static_cast<std::size_t>(index)); }
  /// The member, or nullptr when it is missing or this is no object.
  [[nodiscard]] const Json* find(std::string_view name) const;
  [[nodiscard]] bool contains(std::string_view name) const { return find(name) != nullptr; }
  /// Elements or members; 0 for everything else.
  [[nodiscard]] std::size_t size() const;

  /// Adds or replaces a member; null becomes an object first. Throws JsonError for other types.
  Json& set(std::string name, Json value);
  /// Appends an element; null becomes an array first. Throws JsonError for other types.
  Json& push_back(Json value);

  /// Calls `visitor` with the value as it is held: std::monostate for null, bool, std::int64_t, double,
  /// const std::string&, const Array& or const Object&.
  template <class Visitor>
  auto visit(Visitor&& visitor) const {
    return std::visit(std::forward<Visitor>(visitor), value_);
  }

  friend bool operator==(const Json&, const Json&) = default;

 private:
  template <class T>
  [[nodiscard]] bool holds() const {
    return std::holds_alternative<T>(value_);
  }
  template <class T>
  [[nodiscard]] const T& get(std::string_view wanted) const;
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> value_;
};

/// What stands between braces: a value or again a list. It can be moved from, which the elements of a plain
/// list of values could not, so that nothing is copied on its way. Lives as long as the expression that it
/// stands in; not to be kept.
class Json::Element {
 public:
  // NOLINTBEGIN(google-explicit-constructor)
  template <class T>
  requires(!std::same_as<std::remove_cvref_t<T>, Element> && std::constructible_from<Json, T>)
      Element(T&& value)
      : value_(std::forward<T>(value)) {}
  Element(std::initializer_list<Element> list) : list_(list), is_list_(true) {}
  // NOLINTEND(google-explicit-constructor)

 private:
  friend class Json;
  [[nodiscard]] bool is_member() const {
    return is_list_ && list_.size() == 2 && !list_.begin()->is_list_ && list_.begin()->value_.is_string();
  }
  [[nodiscard]] Json take() const { return is_list_ ? Json(list_) : std::move(value_); }

  mutable Json value_;
  std::initializer_list<Element> list_;
  bool is_list_ = false;
};

}  // namespace gatehouse
