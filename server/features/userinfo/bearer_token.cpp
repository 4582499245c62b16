// SPDX-License-Identifier: Apache-2.0
#include "server/features/userinfo/bearer_token.h"

#include "server/access/form_body.h"

namespace gatehouse::server {
namespace {

constexpr std::string_view kScheme = "Bearer ";

std::optional<std::string> find_in_body(const http::Request& request) {
  if (request.method != http::Method::post) return std::nullopt;
  const auto parameters = parse_form_body(request);
  if (!parameters) return std::nullopt;
  const auto token = parameters->find("access_token");
  return token ? std::optional(std::string(*token)) : std::nullopt;
}

}  // namespace

Result<std::string, BearerFault> find_bearer_token(const http::Request& request) {
  auto in_body = find_in_body(request);
  const auto headers = request.headers.count("Authorization");
  if (headers > 1 || (headers == 1 && in_body)) return fail(BearerFault::sent_twice);
  if (in_body) return std::move(*in_body);
  if (headers == 0) return fail(BearerFault::missing);
  const auto header = *request.header("Authorization");
  if (header.size() <= kScheme.size() ||
      !http::equal_ignoring_case(header.substr(0, kScheme.size()), kScheme) ||
      header.find_first_of(" \t,", kScheme.size()) != std::string_view::npos) {
    return fail(BearerFault::malformed);
  }
  return std::string(header.substr(kScheme.size()));
}

}  // namespace gatehouse::server
