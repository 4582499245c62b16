// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/result.h"
#include "core/http/problem.h"
#include "core/http/request.h"
#include "core/http/response.h"

namespace gatehouse::server {

/// One member that a JSON body may have. The same list validates requests and describes them in OpenAPI.
struct Field {
  enum class Type { text, flag, integer, text_list };
  std::string name;
  Type type = Type::text;
  std::string description;
  bool is_required = false;
  bool may_be_null = false;
  std::size_t max_bytes = 500;           ///< of a text, or of each text of a list
  std::vector<std::string> values = {};  ///< of a text: it is one of these; empty: any
  struct Bounds {
    std::int64_t least, most;
  };
  std::optional<Bounds> bounds = {};  ///< of a whole number

  static Field text(std::string name, std::string description) {
    return {.name = std::move(name), .type = Type::text, .description = std::move(description)};
  }
  static Field flag(std::string name, std::string description) {
    return {.name = std::move(name), .type = Type::flag, .description = std::move(description)};
  }
  static Field integer(std::string name, std::string description) {
    return {.name = std::move(name), .type = Type::integer, .description = std::move(description)};
  }
  static Field text_list(std::string name, std::string description) {
    return {.name = std::move(name), .type = Type::text_list, .description = std::move(description)};
  }
  [[nodiscard]] Field required() && {
    is_required = true;
    return std::move(*this);
  }
  [[nodiscard]] Field nullable() && {
    may_be_null = true;
    return std::move(*this);
  }
  [[nodiscard]] Field at_most(std::size_t bytes) && {
    max_bytes = bytes;
    return std::move(*this);
  }
  [[nodiscard]] Field one_of(std::vector<std::string> allowed) && {
    values = std::move(allowed);
    return std::move(*this);
  }
  [[nodiscard]] Field between(std::int64_t least, std::int64_t most) && {
    bounds = Bounds{least, most};
    return std::move(*this);
  }
};

/// A JSON body that has passed its fields' types and sizes. Asking for a field by another type than declared
/// gives nothing.
class Body {
 public:
  struct Null {};
  struct Other {};  ///< a type that no field has: nested objects, fractions
  using Value = std::variant<Null, bool, std::int64_t, std::string, std::vector<std::string>, Other>;

  explicit Body(std::map<std::string, Value, std::less<>> members) : members_(std::move(members)) {}

  [[nodiscard]] bool has(std::string_view name) const { return members_.find(name) != members_.end(); }
  [[nodiscard]] bool is_null(std::string_view name) const;
  [[nodiscard]] std::optional<std::string> text(std::string_view name) const {
    return get<std::string>(name);
  }
  [[nodiscard]] std::optional<bool> flag(std::string_view name) const { return get<bool>(name); }
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view name) const {
    return get<std::int64_t>(name);
  }
  [[nodiscard]] std::optional<std::vector<std::string>> texts(std::string_view name) const {
    return get<std::vector<std::string>>(name);
  }

 private:
  template <class T>
  std::optional<T> get(std::string_view name) const {
    const auto found = members_.find(name);
    if (found == members_.end()) return std::nullopt;
    const T* value = std::get_if<T>(&found->second);
    return value ? std::optional<T>(*value) : std::nullopt;
  }
  std::map<std::string, Value, std::less<>> members_;
};

/// Reads the request's JSON object. The error is the answer to give: 415 for another content type, 413 over
/// 64 KiB, 400 for malformed JSON (broken UTF-8, repeated members and deep nesting included), 422
/// `invalid_fields` naming each field that is unknown, missing, of the wrong type or out of bounds. An empty
/// body counts as `{}` where nothing is required.
[[nodiscard]] Result<Body, http::Response> parse_body(const http::Request& request,
                                                      const std::vector<Field>& fields);

/// 422 `invalid_fields` for checks beyond types.
[[nodiscard]] http::Response invalid_fields(std::vector<http::FieldError> errors);

}  // namespace gatehouse::server
