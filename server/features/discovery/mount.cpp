// SPDX-License-Identifier: Apache-2.0
#include "server/features/discovery/mount.h"

#include "core/base/base64url.h"
#include "core/crypto/sha256.h"
#include "core/http/security_headers.h"
#include "server/access/cross_origin.h"
#include "server/features/discovery/metadata.h"
#include "server/issuance/key_schedule.h"

namespace gatehouse::server {
namespace {

using PublishedKeys = PlatformKeys::PublishedKeys;

/// How long others may keep what we publish.
constexpr std::string_view kCacheControl = "public, max-age=300";
static_assert(KeySchedule::kCacheLife == std::chrono::seconds(300));

bool names_tag(std::string_view if_none_match, std::string_view tag) {
  return if_none_match == "*" || if_none_match.find(tag) != std::string_view::npos;
}

http::Response public_document(const http::Request& request, const std::string& json, const std::string& etag,
                               sql::Database& database) {
  const auto known = request.header("If-None-Match");
  auto response = known && names_tag(*known, etag) ? http::Response{.status = 304, .headers = {}, .body = {}}
                                                   : http::json_response(200, json);
  response.headers.set("ETag", etag);
  response.headers.set("Cache-Control", kCacheControl);
  allow_registered_origin(response, request, database);
  http::add_api_security_headers(response);
  return response;
}

Route document_route(std::string path, std::string summary,
                     std::function<http::Response(const Call&)> handle) {
  return {.method = http::Method::get,
          .path = std::move(path),
          .access = Access::anyone(),
          .summary = std::move(summary),
          .handle = std::move(handle)};
}

}  // namespace

void mount_discovery(Routes& routes, const std::string& issuer, PlatformKeys& keys, sql::Database& database) {
  const auto json = provider_metadata(issuer);
  const auto etag = '"' + encode_base64url(crypto::sha256(as_bytes(json))) + '"';
  const auto metadata = [json, etag, &database](const Call& call) {
    return public_document(call.request, json, etag, database);
  };
  routes.push_back(document_route("/.well-known/openid-configuration", "OpenID Connect discovery", metadata));
  routes.push_back(document_route("/.well-known/oauth-authorization-server",
                                  "OAuth 2.0 authorization server metadata", metadata));
  routes.push_back(
      document_route("/oauth2/jwks", "The platform's public keys", [&keys, &database](const Call& call) {
        const auto published = keys.published();
        return public_document(call.request, published->json, published->etag, database);
      }));
}

}  // namespace gatehouse::server
