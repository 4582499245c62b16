// SPDX-License-Identifier: Apache-2.0
#include "server/features/signals/receiver.h"

#include <algorithm>

#include "core/http/form.h"
#include "core/http/problem.h"
#include "core/http/security_headers.h"
#include "core/http/syntax.h"
#include "server/access/app_authentication.h"
#include "server/access/audit.h"
#include "server/storage/audit_events.h"

namespace gatehouse::server {
namespace {

constexpr std::size_t kMostBodyBytes = 64 * 1024;

/// A token that the app got for itself (client credentials) names the app as its subject.
std::optional<App> find_bearer(const Signals& signals, const http::Request& request) {
  const auto header = request.header("Authorization").value_or("");
  const auto space = header.find(' ');
  if (space == std::string_view::npos || !http::equal_ignoring_case(header.substr(0, space), "Bearer")) {
    return std::nullopt;
  }
  auto read = signals.app_tokens.verify(http::trim_whitespace(header.substr(space)));
  if (!read || read->token.user_id() != read->app.id.value()) return std::nullopt;
  return std::move(read->app);
}

void record_failure(const Signals& signals, const Call& call) {
  auto event = make_audit_event(call, signals.clock.now(), "app.authenticate");
  event.outcome = "failure";
  event.reason = "invalid_client";
  signals.database.write([&](sql::Connection& connection) { audit_events::append(connection, event); });
}

bool is_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

}  // namespace

Result<App, http::Response> authenticate_receiver(const Signals& signals, const Call& call) {
  auto app = authenticate_app(call.request, signals.database, signals.sealing_key);
  if (!app) app = find_bearer(signals, call.request);
  if (app) return std::move(*app);
  record_failure(signals, call);
  auto response =
      http::problem(401, "invalid_client", "The app must authenticate with its id and secret key.");
  response.headers.set("WWW-Authenticate", "Basic realm=\"gatehouse\"");
  return fail(std::move(response));
}

StreamId stream_id_of(const http::Request& request) {
  const auto query = http::parse_form(request.query);
  const auto id = query ? query->find("stream_id") : std::nullopt;
  return StreamId(std::string(id.value_or("").substr(0, 64)));
}

http::Response no_such_stream(const StreamId& id) {
  if (id.empty()) return bad_member("stream_id", "must name the stream");
  return http::problem(404, "not_found", "There is no such stream: make a new one.");
}

Result<boost::json::object, http::Response> parse_receiver_body(const http::Request& request) {
  if (request.body.size() > kMostBodyBytes) {
    return fail(http::problem(413, "body_too_large", "The body may have at most 64 KiB."));
  }
  if (request.body.empty()) return boost::json::object{};
  boost::json::error_code error;
  boost::json::parse_options options;
  options.max_depth = 8;
  auto parsed = boost::json::parse(request.body, error, {}, options);
  if (error || !parsed.is_object()) {
    return fail(http::problem(400, "malformed_json", "The body must be a JSON object."));
  }
  return std::move(parsed.as_object());
}

http::Response bad_member(std::string_view member, std::string_view rule) {
  return http::problem(400, "invalid_request", std::string(member) + ' ' + std::string(rule));
}

Result<std::optional<std::string>, http::Response> read_text(const boost::json::object& object,
                                                             std::string_view member,
                                                             std::size_t most_bytes) {
  const auto* value = object.if_contains(member);
  if (value == nullptr || value->is_null()) return std::optional<std::string>();
  const auto* text = value->if_string();
  const bool fits = text != nullptr && text->size() <= most_bytes &&
                    std::none_of(text->begin(), text->end(), [](char c) { return c >= 0 && c < 0x20; });
  if (!fits) {
    return fail(
        bad_member(member, "must be one line of text of at most " + std::to_string(most_bytes) + " bytes"));
  }
  return std::optional(std::string(*text));
}

Result<std::optional<std::vector<std::string>>, http::Response> read_words(const boost::json::object& object,
                                                                           std::string_view member,
                                                                           std::size_t most_items,
                                                                           std::size_t most_bytes) {
  using Words = std::optional<std::vector<std::string>>;
  const auto* value = object.if_contains(member);
  if (value == nullptr || value->is_null()) return Words();
  const auto* array = value->if_array();
  std::vector<std::string> words;
  bool fits = array != nullptr && array->size() <= most_items;
  for (std::size_t i = 0; fits && i < array->size(); ++i) {
    const auto* text = (*array)[i].if_string();
    fits = text != nullptr && text->size() <= most_bytes && is_word(*text);
    if (fits) words.emplace_back(*text);
  }
  if (!fits)
    return fail(bad_member(member, "must be a list of at most " + std::to_string(most_items) + " texts"));
  return Words(std::move(words));
}

http::Response receiver_answer(int status, const boost::json::object& body) {
  auto response = http::json_response(status, boost::json::serialize(body));
  http::add_api_security_headers(response);
  return response;
}

Route receiver_route(http::Method method, std::string path, std::string summary,
                     std::function<http::Response(const Call&, const App&)> handle, const Signals& signals) {
  return {.method = method,
          .path = std::move(path),
          .access = Access::anyone(),  // the app authenticates itself
          .summary = std::move(summary),
          .handle = [signals, handle = std::move(handle)](const Call& call) {
            const auto app = authenticate_receiver(signals, call);
            return app ? handle(call, *app) : app.error();
          }};
}

}  // namespace gatehouse::server
