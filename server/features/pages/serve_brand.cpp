// SPDX-License-Identifier: Apache-2.0
#include "server/features/pages/serve_brand.h"

#include "core/http/problem.h"
#include "server/pages/dress_page.h"
#include "server/storage/brands.h"

namespace gatehouse::server {
namespace {

http::Response immutable_file(std::string_view type, std::string body) {
  http::Response response;
  response.headers.set("Content-Type", type);
  response.headers.set("Cache-Control", "public, max-age=31536000, immutable");
  response.headers.set("Content-Security-Policy", "default-src 'none'; sandbox");
  response.headers.set("Cross-Origin-Resource-Policy", "same-origin");
  response.headers.set("X-Content-Type-Options", "nosniff");
  response.body = std::move(body);
  return response;
}

http::Response no_such_file() {
  return http::problem(404, "not_found", "There is no such file.");
}

/// `1d5847-86cdb0.css`: what it says is what it is named, so that nothing else than two colours can come out.
http::Response serve_style(std::string_view file) {
  constexpr std::size_t kHexDigits = 6;
  if (file.size() != 2 * kHexDigits + 5 || file[kHexDigits] != '-' || !file.ends_with(".css"))
    return no_such_file();
  const auto colour = [&](std::size_t at) {
    return parse_colour("#" + std::string(file.substr(at, kHexDigits)));
  };
  const auto light = colour(0);
  const auto dark = colour(kHexDigits + 1);
  if (!light || !dark) return no_such_file();
  return immutable_file("text/css; charset=utf-8", brand_style(*light, *dark));
}

http::Response serve_logo(sql::Database& database, std::string_view file) {
  if (!file.ends_with(".png")) return no_such_file();
  auto png = database.read([&](sql::Connection& connection) {
    return brands::find_logo(connection, file.substr(0, file.size() - 4));
  });
  return png ? immutable_file("image/png", std::move(*png)) : no_such_file();
}

}  // namespace

Routes serve_brand_routes(sql::Database& database) {
  return {
      {.method = http::Method::get,
       .path = "/brand/style/{file}",
       .access = Access::anyone(),
       .summary = "The accent colours of a brand, as a style sheet",
       .handle = [](const Call& call) { return serve_style(call.request.param("file")); }},
      {.method = http::Method::get,
       .path = "/brand/logo/{file}",
       .access = Access::anyone(),
       .summary = "The logo of a brand",
       .handle = [&database](const Call& call) { return serve_logo(database, call.request.param("file")); }}};
}

}  // namespace gatehouse::server
