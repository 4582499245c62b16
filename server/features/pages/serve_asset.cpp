// SPDX-License-Identifier: Apache-2.0
#include "server/features/pages/serve_asset.h"

#include <string>
#include <string_view>

#include "console/assets.h"
#include "core/http/problem.h"
#include "server/features/pages/accept_encoding.h"

namespace gatehouse::server {
namespace {

struct Form {
  std::string_view bytes;
  std::string_view coding;  ///< empty: identity
};

Form choose_form(const console::Asset& asset, std::string_view accepted) {
  if (!asset.brotli.empty() && accepts_coding(accepted, "br")) return {asset.brotli, "br"};
  if (!asset.gzip.empty() && accepts_coding(accepted, "gzip")) return {asset.gzip, "gzip"};
  return {asset.identity, {}};
}

/// Each form is another representation and needs a tag of its own (RFC 9110, section 8.8.3.3).
std::string tag_of(const console::Asset& asset, const Form& form) {
  if (form.coding.empty()) return std::string(asset.etag);
  return std::string(asset.etag.substr(0, asset.etag.size() - 1)) + "-" + std::string(form.coding) + "\"";
}

/// Our tags hold neither commas nor quotes inside, so that finding one in the list is enough.
bool names_tag(std::string_view if_none_match, std::string_view tag) {
  return if_none_match == "*" || if_none_match.find(tag) != std::string_view::npos;
}

}  // namespace

http::Response serve_asset(const http::Request& request) {
  const auto* asset = console::find_asset(request.path);
  if (asset == nullptr) return http::problem(404, "not_found", "There is no such file.");

  const Form form = choose_form(*asset, request.header("Accept-Encoding").value_or(""));
  const std::string tag = tag_of(*asset, form);
  http::Response response;
  response.headers.set("ETag", tag);
  response.headers.set("Vary", "Accept-Encoding");
  response.headers.set("Cache-Control", asset->caching == console::Caching::immutable
                                            ? "public, max-age=31536000, immutable"
                                            : "no-cache");
  response.headers.set("X-Content-Type-Options", "nosniff");
  response.headers.set("Cross-Origin-Resource-Policy", "same-origin");
  if (const auto known = request.header("If-None-Match"); known && names_tag(*known, tag)) {
    response.status = 304;
    return response;
  }
  response.headers.set("Content-Type", asset->content_type);
  // An image opened on its own must not become a document that runs scripts. A script opened on its own is
  // text, and a worker that is sandboxed would not start (CSP 3, section 6.3.2): it may load nothing.
  const bool is_script = asset->content_type.starts_with("text/javascript");
  response.headers.set("Content-Security-Policy",
                       is_script ? "default-src 'none'" : "default-src 'none'; sandbox");
  if (!form.coding.empty()) response.headers.set("Content-Encoding", form.coding);
  response.body = form.bytes;
  return response;
}

}  // namespace gatehouse::server
