// SPDX-License-Identifier: Apache-2.0
#include "gatehouse/request.h"

#include "core/http/cookie.h"
#include "core/http/form.h"
#include "sdk/cpp/src/credentials.h"
#include "sdk/cpp/src/exchange.h"

namespace gatehouse {

std::string_view Request::method() const {
  return http::to_text(context_.http.method);
}

const std::string& Request::path() const {
  return context_.http.path;
}

const std::string& Request::param(std::string_view name) const {
  for (const auto& [key, value] : context_.params) {
    if (key == name) return value;
  }
  throw std::out_of_range("the route has no parameter {" + std::string(name) + "}");
}

std::optional<std::string> Request::query(std::string_view name) const {
  const auto form = http::parse_form(context_.http.query);
  if (!form) return std::nullopt;
  const auto value = form->find(name);
  return value ? std::optional(std::string(*value)) : std::nullopt;
}

std::optional<std::string_view> Request::header(std::string_view name) const {
  return context_.http.header(name);
}

std::optional<std::string> Request::cookie(std::string_view name) const {
  return http::find_cookie(context_.http, name);
}

const std::string& Request::body() const {
  return context_.http.body;
}

Json Request::json() const {
  const auto type = header("Content-Type").value_or("");
  const auto media_type = type.substr(0, type.find_first_of("; "));
  if (!http::equal_ignoring_case(media_type, "application/json")) {
    throw BadRequest("Expected Content-Type: application/json", 415);
  }
  try {
    return Json::parse(body());
  } catch (const JsonError& error) {
    throw BadRequest(error.what());
  }
}

const std::string& Request::client_address() const {
  return context_.http.client_address;
}

const std::string& Request::request_id() const {
  return context_.http.request_id;
}

const User& Request::user() const {
  if (!context_.user) throw std::logic_error("a public route has no user");
  return *context_.user;
}

bool Request::has_user() const {
  return context_.user != nullptr;
}

void Request::set_permissions(std::vector<std::string> permissions) {
  if (!context_.user) throw std::logic_error("a public route has no user");
  auto changed = std::make_shared<User>(*context_.user);
  changed->permissions = std::move(permissions);
  context_.user = std::move(changed);
}

DataSource& Request::data_source(std::string_view name) const {
  if (!context_.find_data_source) throw std::out_of_range("no data sources are registered");
  return (*context_.find_data_source)(name);
}

const Clock& sdk::RequestAccess::clock(const Request& request) {
  return request.context_.clock;
}

const sdk::LinkPort& sdk::RequestAccess::link(const Request& request) {
  if (request.context_.link == nullptr)
    throw std::logic_error("this middleware needs an app with a platform_url");
  return *request.context_.link;
}

std::string sdk::RequestAccess::token(const Request& request) {
  if (!request.context_.renewed_token.empty()) return request.context_.renewed_token;
  std::string room;
  const auto credentials = find_credentials(request.context_.http, room);
  const auto* token = std::get_if<TokenText>(&credentials);
  return token != nullptr ? std::string(token->text) : std::string();
}

}  // namespace gatehouse
