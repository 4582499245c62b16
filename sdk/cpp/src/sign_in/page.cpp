// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/sign_in/page.h"

#include "core/crypto/sha256.h"
#include "sdk/cpp/src/sign_in/base64.h"

namespace gatehouse::sdk {
namespace {

constexpr std::string_view kStyle =
    ":root{color-scheme:light dark}"
    "body{margin:0;min-height:100vh;display:grid;place-items:center;background:Canvas;color:CanvasText;"
    "font:1rem/1.5 system-ui,sans-serif}"
    "main{max-width:26rem;margin:1.5rem;padding:2rem;border:1px solid GrayText;border-radius:.75rem}"
    "h1{margin:0 0 .5rem;font-size:1.375rem}p{margin:0 0 1.25rem}p:last-child{margin:0}"
    "a,button{display:inline-block;padding:.5rem "
    "1rem;border:0;border-radius:.5rem;background:#1f5fbf;color:#fff;"
    "font:inherit;text-decoration:none;cursor:pointer}"
    "a:focus-visible,button:focus-visible{outline:3px solid #7db0ff;outline-offset:2px}";

// The style stands in the page and is allowed by its hash (Content Security Policy Level 3, section 2.3.1).
const std::string& content_policy() {
  static const auto policy = "default-src 'none'; style-src 'sha256-" +
                             encode_base64(crypto::sha256(as_bytes(kStyle))) +
                             "'; frame-ancestors 'none'; base-uri 'none'";
  return policy;
}

std::string escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string action_of(const PageText& text) {
  if (text.action.empty()) return {};
  if (text.kind == PageText::Kind::link) {
    return "<p><a href=\"" + escape(text.target) + "\">" + escape(text.action) + "</a></p>";
  }
  return "<form method=\"post\" action=\"" + escape(text.target) + "\"><button>" + escape(text.action) +
         "</button></form>";
}

}  // namespace

http::Response page(int status, const PageText& text) {
  const auto title = escape(text.title);
  auto response = http::html_response(
      status, "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + title +
                  "</title><meta name=\"viewport\" content=\"width=device-width\">"
                  "<meta name=\"color-scheme\" content=\"light dark\"><style>" +
                  std::string(kStyle) + "</style></head><body><main><h1>" + title + "</h1><p>" +
                  escape(text.text) + "</p>" + action_of(text) + "</main></body></html>\n");
  // form-action is left open: the browser follows the answer's redirect to the platform.
  response.headers.add("Content-Security-Policy", content_policy());
  // Not `no-referrer`: that would take the Origin from the form's POST as well.
  response.headers.add("Referrer-Policy", "same-origin");
  return response;
}

}  // namespace gatehouse::sdk
