// SPDX-License-Identifier: Apache-2.0
#include "core/http/problem.h"
#include "server/features/me/mount.h"
#include "server/storage/avatars.h"

namespace gatehouse::server {
namespace {

http::Response picture_file(std::string png) {
  http::Response response;
  response.headers.set("Content-Type", "image/png");
  // A picture of a person: browsers keep it, proxies that many share don't.
  response.headers.set("Cache-Control", "private, max-age=31536000, immutable");
  response.headers.set("Content-Security-Policy", "default-src 'none'; sandbox");
  // Apps show it on their own pages: the claim `picture` leads here.
  response.headers.set("Cross-Origin-Resource-Policy", "cross-origin");
  response.headers.set("X-Content-Type-Options", "nosniff");
  response.body = std::move(png);
  return response;
}

}  // namespace

/// Whoever knows the name may look: it can't be guessed, and says nothing about whose picture it is.
Route serve_avatar_route(sql::Database& database) {
  constexpr std::string_view kEnding = ".png";
  return {.method = http::Method::get,
          .path = "/avatars/{file}",
          .access = Access::anyone(),
          .summary = "The picture of a person",
          .handle = [&database, kEnding](const Call& call) {
            std::string_view hash = call.request.param("file");
            if (!hash.ends_with(kEnding)) return http::problem(404, "not_found", "There is no such file.");
            hash.remove_suffix(kEnding.size());
            auto png =
                database.read([&](sql::Connection& connection) { return avatars::find(connection, hash); });
            return png ? picture_file(std::move(*png))
                       : http::problem(404, "not_found", "There is no such file.");
          }};
}

}  // namespace gatehouse::server
