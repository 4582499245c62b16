// SPDX-License-Identifier: Apache-2.0
#include "server/features/authorize/form_post.h"

#include "core/base/base64url.h"
#include "core/crypto/sha256.h"
#include "server/pages/fill_page.h"

namespace gatehouse::server {
namespace {

constexpr std::string_view kScript = "document.forms[0].submit()";

/// As content policies write hashes (CSP Level 3, section 2.3.1): base64 of the usual alphabet.
std::string script_hash() {
  auto text = encode_base64url(crypto::sha256(as_bytes(kScript)));
  for (char& c : text) c = c == '-' ? '+' : c == '_' ? '/' : c;
  return text + '=';
}

}  // namespace

http::Response form_post_response(std::string_view redirect_uri, const http::FormParameters& parameters) {
  std::string page =
      "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Back to the app</title></head>"
      "<body><form method=\"post\" action=\"" +
      escape_html(redirect_uri) + "\">";
  for (const auto& [name, value] : parameters.pairs()) {
    page += "<input type=\"hidden\" name=\"" + escape_html(name) + "\" value=\"" + escape_html(value) + "\">";
  }
  page += "<noscript><button type=\"submit\">Go back to the app</button></noscript></form><script>" +
          std::string(kScript) + "</script></body></html>";
  auto response = http::html_response(200, page);
  // Where the app goes on to from there is its own affair, which some browsers hold against `form-action`.
  response.headers.set("Content-Security-Policy",
                       "default-src 'none'; script-src 'sha256-" + script_hash() +
                           "'; form-action https:" + (redirect_uri.starts_with("http:") ? " http:" : "") +
                           "; base-uri 'none'; frame-ancestors 'none'");
  response.headers.set("Cache-Control", "no-store");
  response.headers.set("Referrer-Policy", "no-referrer");
  response.headers.set("X-Content-Type-Options", "nosniff");
  return response;
}

}  // namespace gatehouse::server
