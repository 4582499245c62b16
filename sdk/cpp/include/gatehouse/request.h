// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "gatehouse/json.h"
#include "gatehouse/user.h"

namespace gatehouse {

class DataSource;
namespace sdk {
struct RequestAccess;
}

/// The client's mistake: thrown by a handler or by `Request::json`, answered with this status (400 to 499)
/// and `{"error": text}`.
class BadRequest : public std::runtime_error {
 public:
  explicit BadRequest(const std::string& text, int status = 400)
      : std::runtime_error(text), status_(status) {}
  [[nodiscard]] int status() const { return status_; }

 private:
  int status_;
};

/// One request. Lives until the handler returns; used by one fiber at a time.
class Request {
 public:
  struct Context;  // private to the library
  explicit Request(Context& context) : context_(context) {}
  Request(const Request&) = delete;
  Request& operator=(const Request&) = delete;

  [[nodiscard]] std::string_view method() const;  ///< `GET`, `DELETE`, ...
  /// As sent, still percent-encoded, without the query; always starts with `/`.
  [[nodiscard]] const std::string& path() const;
  /// `{id}` of the route `/orders/{id}`, decoded. Throws std::out_of_range for a name that the route lacks.
  [[nodiscard]] const std::string& param(std::string_view name) const;
  /// A query parameter, decoded; absent when it is missing or stands more than once.
  [[nodiscard]] std::optional<std::string> query(std::string_view name) const;
  /// The first header field of that name, whatever its case.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
  [[nodiscard]] std::optional<std::string> cookie(std::string_view name) const;
  [[nodiscard]] const std::string& body() const;
  /// The body as JSON; throws BadRequest when it is none (400) or not declared as such (415).
  [[nodiscard]] Json json() const;
  [[nodiscard]] const std::string& client_address() const;
  [[nodiscard]] const std::string& request_id() const;  ///< also in logs and in the answer's X-Request-Id

  /// Whose verified token the request carries. Public routes have no user: there it throws std::logic_error.
  [[nodiscard]] const User& user() const;
  [[nodiscard]] bool has_user() const;
  /// For middlewares such as dynamic permissions. Throws std::logic_error where there is no user.
  void set_permissions(std::vector<std::string> permissions);

  /// A data source given to `App::register_data_sources`; throws std::out_of_range for an unknown name.
  [[nodiscard]] DataSource& data_source(std::string_view name) const;

 private:
  friend struct sdk::RequestAccess;
  Context& context_;
};

}  // namespace gatehouse
