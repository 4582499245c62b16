// SPDX-License-Identifier: Apache-2.0
#include "server/access/form_body.h"

#include "core/http/syntax.h"

namespace gatehouse::server {
namespace {

constexpr std::size_t kMostFormBytes = 64 * 1024;

bool is_form(const http::Request& request) {
  if (request.headers.count("Content-Type") != 1) return false;
  const auto type = *request.header("Content-Type");
  return http::equal_ignoring_case(http::trim_whitespace(type.substr(0, type.find(';'))),
                                   "application/x-www-form-urlencoded");
}

}  // namespace

Result<http::FormParameters, FormBodyFault> parse_form_body(const http::Request& request) {
  if (!is_form(request)) return fail(FormBodyFault::wrong_content_type);
  if (request.body.size() > kMostFormBytes) return fail(FormBodyFault::too_large);
  auto parameters = http::parse_form(request.body);
  if (!parameters) return fail(FormBodyFault::malformed);
  return std::move(*parameters);
}

}  // namespace gatehouse::server
