// SPDX-License-Identifier: Apache-2.0
#include "server/app/command_line/api.h"

#include <boost/json.hpp>

#include "core/http/form.h"
#include "server/app/command_line/show.h"

namespace gatehouse::server {
namespace {

namespace json = boost::json;

/// One line from a problem answer (RFC 9457).
Refusal to_refusal(const http::Response& response, const Api::NameField& name_field) {
  json::error_code failed;
  const json::value body = json::parse(response.body, failed);
  if (failed || !body.is_object()) {
    return {"the platform answered with status " + std::to_string(response.status) +
            "; look at the server's log"};
  }
  const json::object& problem = body.get_object();
  std::string line = show(problem, "detail");
  if (line.empty()) line = show(problem, "title");
  while (line.ends_with('.')) line.pop_back();
  if (const auto* errors = problem.if_contains("errors"); errors != nullptr && errors->is_array()) {
    std::string_view separator = ": ";
    for (const json::value& error : errors->get_array()) {
      if (!error.is_object()) continue;
      const std::string message = show(error.get_object(), "message");
      const bool is_sentence = !message.empty() && message[0] >= 'A' && message[0] <= 'Z';
      line += std::string(separator) + name_field(show(error.get_object(), "field")) +
              (is_sentence ? ": " : " ") + message;
      separator = "; ";
    }
  }
  const std::string code = show(problem, "code");
  return {code.empty() ? line : line + " (" + code + ")"};
}

http::Request make_request(http::Method method, std::string_view target) {
  http::Request request;
  const auto question = target.find('?');
  request.method = method;
  request.path = target.substr(0, question);
  if (question != target.npos) request.query = target.substr(question + 1);
  return request;
}

}  // namespace

Outcome<http::Response> Api::exchange_raw(const http::Request& request) {
  if (!transport_) {
    auto opened = open_();
    if (!opened) return fail(opened.error());
    transport_ = std::move(*opened);
  }
  auto response = transport_->send(request);
  if (!response) return fail(response.error());
  if (response->status >= 300) return fail(to_refusal(*response, name_field_));
  return response;
}

Outcome<json::value> Api::exchange(const http::Request& request) {
  const auto response = exchange_raw(request);
  if (!response) return fail(response.error());
  if (response->body.empty()) return json::value();
  json::error_code failed;
  json::value value = json::parse(response->body, failed);
  if (failed)
    return fail(Refusal{"the platform's answer is no JSON; are server and command of one version?"});
  return value;
}

Outcome<http::Response> Api::send_raw(http::Method method, std::string_view target, std::string content_type,
                                      std::string body) {
  auto request = make_request(method, target);
  if (!content_type.empty()) request.headers.set("Content-Type", content_type);
  request.body = std::move(body);
  return exchange_raw(request);
}

Outcome<json::value> Api::get(std::string_view target) {
  return send(http::Method::get, target);
}

Outcome<json::value> Api::send(http::Method method, std::string_view target) {
  return exchange(make_request(method, target));
}

Outcome<json::value> Api::send(http::Method method, std::string_view target, const json::value& body) {
  auto request = make_request(method, target);
  request.headers.set("Content-Type", "application/json");
  request.body = json::serialize(body);
  return exchange(request);
}

Outcome<json::array> Api::list(std::string_view path) {
  json::array items;
  std::string cursor;
  do {
    const std::string after = cursor.empty() ? "" : "&cursor=" + http::percent_encode(cursor);
    const char* join = path.find('?') == path.npos ? "?" : "&";
    auto page = get(std::string(path) + join + "limit=500" + after);
    if (!page) return fail(page.error());
    json::object& object = page->as_object();
    for (json::value& item : object.at("items").as_array()) items.push_back(std::move(item));
    cursor = show(object, "nextCursor");
  } while (!cursor.empty());
  return items;
}

Outcome<std::string> Api::find_user_id(std::string_view user) {
  if (user.find('@') == user.npos) return std::string(user);
  auto page = get("/api/v1/users?email=" + http::percent_encode(user));
  if (!page) return fail(page.error());
  const json::array& items = page->as_object().at("items").as_array();
  if (items.empty()) {
    return fail(Refusal{"there is no user with the e-mail address " + std::string(user) +
                        "; gatehouse user list shows all"});
  }
  return show(items.front().as_object(), "id");
}

}  // namespace gatehouse::server
