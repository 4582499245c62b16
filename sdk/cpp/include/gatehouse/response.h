// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "gatehouse/json.h"

namespace gatehouse {

class Response;
namespace sdk {
struct ResponseAccess;
}

/// The answer being made. The first of `json`, `text`, `html`, `send`, `redirect` and `end` completes it;
/// completing it twice is a bug in the app and answers 500. Nothing goes out before the whole chain is done,
/// so headers may still be set after that.
class Response {
 public:
  struct State;  // private to the library
  explicit Response(State& state) : state_(state) {}
  Response(const Response&) = delete;
  Response& operator=(const Response&) = delete;

  Response& status(int code);  ///< 200 to 599; 200 when not called
  /// Replaces a header field. Throws std::invalid_argument for a value with CR, LF or NUL.
  Response& set(std::string_view name, std::string_view value);
  /// Adds a header field beside those of that name.
  Response& append(std::string_view name, std::string_view value);

  void json(const Json& body);
  void text(std::string body);
  void html(std::string body);
  void send(std::string body, std::string_view content_type);
  void redirect(std::string_view location, int status = 303);
  void end();  ///< without a body

  [[nodiscard]] bool answered() const;
  /// The status that goes out as things stand: 500 once something failed.
  [[nodiscard]] int status_code() const;

 private:
  friend struct sdk::ResponseAccess;
  State& state_;
};

}  // namespace gatehouse
