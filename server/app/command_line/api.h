// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <boost/json/fwd.hpp>

#include "core/http/method.h"
#include "server/app/command_line/transport.h"

namespace gatehouse::server {

/// The platform's JSON API as commands use it. The platform is opened at the first request, so that commands
/// that need none also work without one.
class Api {
 public:
  using Open = std::function<Outcome<std::unique_ptr<Transport>>()>;
  /// What the person at the command line calls a field that a refusal names.
  using NameField = std::function<std::string(std::string_view field)>;
  Api(Open open, NameField name_field) : open_(std::move(open)), name_field_(std::move(name_field)) {}

  /// `target` is a path with an optional query, encoded. The value is null for an answer without content.
  /// Problem answers are refusals that say what the problem says.
  Outcome<boost::json::value> get(std::string_view target);
  Outcome<boost::json::value> send(http::Method method, std::string_view target);
  Outcome<boost::json::value> send(http::Method method, std::string_view target,
                                   const boost::json::value& body);
  /// As it comes, for what is no JSON. Problem answers are refusals all the same.
  Outcome<http::Response> send_raw(http::Method method, std::string_view target,
                                   std::string content_type = "", std::string body = "");
  /// All items of a list, page after page; the path may have a query.
  Outcome<boost::json::array> list(std::string_view path);
  /// The id of the user that a word names by id or e-mail address.
  Outcome<std::string> find_user_id(std::string_view user);

 private:
  Outcome<http::Response> exchange_raw(const http::Request& request);
  Outcome<boost::json::value> exchange(const http::Request& request);
  Open open_;
  NameField name_field_;
  std::unique_ptr<Transport> transport_;
};

}  // namespace gatehouse::server
