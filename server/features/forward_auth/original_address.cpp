// SPDX-License-Identifier: Apache-2.0
#include "server/features/forward_auth/original_address.h"

#include "core/http/path.h"
#include "server/storage/app_origins.h"

namespace gatehouse::server {
namespace {

constexpr std::size_t kMostBytes = 4096;
constexpr const char* kOriginalUrl = "X-Original-URL";
constexpr const char* kForwardedUri = "X-Forwarded-Uri";

/// Absent unless there is exactly one.
std::optional<std::string> only(const http::Request& request, std::string_view name) {
  const auto value = request.header(name);
  if (!value || request.headers.count(name) != 1) return std::nullopt;
  return std::string(*value);
}

std::optional<std::string> address_told(const http::Request& request) {
  if (request.headers.count(kOriginalUrl) > 0) return only(request, kOriginalUrl);
  const auto scheme = only(request, "X-Forwarded-Proto");
  const auto host = only(request, "X-Forwarded-Host");
  const auto uri = only(request, kForwardedUri);
  if (!scheme || !host || !uri) return std::nullopt;
  return *scheme + "://" + *host + *uri;
}

}  // namespace

bool is_address_of(const App& app, std::string_view address) {
  if (address.size() > kMostBytes) return false;
  const auto scheme_end = address.find("://");
  if (scheme_end == address.npos) return false;
  const auto path_begin = address.find_first_of("/?#", scheme_end + 3);
  if (!app_origins::belongs_to(app, address.substr(0, path_begin))) return false;
  if (path_begin == address.npos) return true;
  const auto rest = address.substr(path_begin);
  const auto mark = rest.find('?');
  return http::is_unambiguous_path(rest.substr(0, mark)) &&
         (mark == rest.npos || http::is_query(rest.substr(mark + 1)));
}

std::optional<std::string> find_original_address(const http::Request& request, const App& app) {
  if (auto told = address_told(request); told && is_address_of(app, *told)) return told;
  if (app.base_url.empty()) return std::nullopt;
  return app.base_url;
}

bool passes_redirects_on(const http::Request& request) {
  return request.headers.count(kOriginalUrl) == 0 && request.headers.count(kForwardedUri) > 0;
}

}  // namespace gatehouse::server
