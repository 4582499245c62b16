// SPDX-License-Identifier: Apache-2.0
#include "server/pages/page_response.h"

#include <utility>

#include "console/assets.h"

namespace gatehouse::server {
namespace {

constexpr std::pair<std::string_view, std::string_view> kPageHeaders[] = {
    {"Cache-Control", "no-store"},
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
     "worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
    {"Referrer-Policy", "same-origin"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
};

}  // namespace

http::Response page_response(int status, std::string_view name, const PageFields& fields,
                             const PageData& data) {
  auto response = http::html_response(status, fill_page(console::page_html(name), fields, data));
  for (const auto& [header, value] : kPageHeaders) response.headers.set(header, value);
  return response;
}

void let_form_leave(http::Response& response, std::string_view uri) {
  constexpr std::string_view kOwn = "form-action 'self'";
  std::string policy(response.headers.find("Content-Security-Policy").value_or(""));
  const auto at = policy.find(kOwn);
  if (at == std::string::npos) return;
  policy.insert(at + kOwn.size(), uri.starts_with("http:") ? " https: http:" : " https:");
  response.headers.set("Content-Security-Policy", policy);
}

}  // namespace gatehouse::server
