// SPDX-License-Identifier: Apache-2.0
#include "core/net/response_text.h"

#include <algorithm>

#include "core/http/status.h"

namespace gatehouse::net {
namespace {

bool is_ours(std::string_view name) {
  static constexpr std::string_view kNames[] = {"Content-Length", "Transfer-Encoding", "Connection", "Date",
                                                "X-Request-Id"};
  return std::any_of(std::begin(kNames), std::end(kNames),
                     [&](std::string_view each) { return http::equal_ignoring_case(each, name); });
}

void add_line(std::string& text, std::string_view name, std::string_view value) {
  text.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

std::string head_text(const http::Response& response, std::string_view date, std::string_view request_id,
                      AfterAnswer after) {
  std::string text;
  text.reserve(512);
  text.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
  text.append(http::status_phrase(response.status)).append("\r\n");
  add_line(text, "Date", date);
  add_line(text, "X-Request-Id", request_id);
  if (may_have_content(response.status))
    add_line(text, "Content-Length", std::to_string(response.body.size()));
  if (after == AfterAnswer::close) add_line(text, "Connection", "close");
  for (const auto& field : response.headers) {
    if (!is_ours(field.name)) add_line(text, field.name, field.value);
  }
  return text.append("\r\n");
}

bool may_have_content(int status) {
  return status >= 200 && status != 204 && status != 304;
}

}  // namespace gatehouse::net
