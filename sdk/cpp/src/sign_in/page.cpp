// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/sign_in/page.h"

namespace gatehouse::sdk {
namespace {

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
                  "<meta name=\"color-scheme\" content=\"light dark\"></head><body><main><h1>" +
                  title + "</h1><p>" + escape(text.text) + "</p>" + action_of(text) +
                  "</main></body></html>\n");
  // form-action is left open for this origin: the browser follows the answer's redirect to the platform.
  response.headers.add("Content-Security-Policy",
                       "default-src 'none'; frame-ancestors 'none'; base-uri 'none'");
  response.headers.add("Referrer-Policy", "no-referrer");
  return response;
}

}  // namespace gatehouse::sdk
