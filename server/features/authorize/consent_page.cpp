// SPDX-License-Identifier: Apache-2.0
#include "server/features/authorize/consent_page.h"

#include <charconv>
#include <utility>

#include "core/base/base64url.h"
#include "server/features/authorize/reauthentication.h"
#include "server/issuance/asked_of_user.h"
#include "server/pages/page_response.h"

namespace gatehouse::server {
namespace {

std::string signed_text(std::string_view asked_at, const SessionId& session, std::string_view request) {
  return "consent\n" + std::string(asked_at) + '\n' + session.value() + '\n' + std::string(request);
}

std::string_view host_of(std::string_view uri) {
  const auto start = uri.find("//") + 2;
  return uri.substr(start, uri.find_first_of("/?", start) - start);
}

}  // namespace

ConsentPage::ConsentPage(const Clock& clock, const crypto::HmacSha256Key& key, std::string issuer)
    : clock_(clock), key_(key), issuer_(std::move(issuer)) {}

http::Response ConsentPage::show(const Call& call, const ClientReturn& client, std::string_view scope,
                                 const http::FormParameters& request) const {
  const auto encoded = encode_request(request);
  const auto asked_at = std::to_string(clock_.now().time_since_epoch().count());
  const auto mac = key_.compute(as_bytes(signed_text(asked_at, call.caller.session().id, encoded)));
  PageFields fields = {{"app", client.app.name},
                       {"host", std::string(host_of(client.redirect_uri))},
                       {"user", call.caller.user().email},
                       {"request", encoded},
                       {"mark", asked_at + '.' + encode_base64url(mac)}};
  const auto asked = asked_of_user(scope);
  fields.insert(fields.end(), asked.begin(), asked.end());
  auto response = page_response(200, "consent", fields);
  let_form_leave(response, client.redirect_uri);
  return response;
}

std::optional<http::FormParameters> ConsentPage::find_request(const Call& call,
                                                              const http::FormParameters& form) const {
  const auto& http_request = call.request;
  if (http_request.headers.count("Origin") != 1 || http_request.header("Origin") != issuer_) {
    return std::nullopt;
  }
  const auto request = form.find("request").value_or("");
  const auto mark = form.find("mark").value_or("");
  const auto dot = std::min(mark.find('.'), mark.size());
  const auto asked_at = mark.substr(0, dot);
  const auto mac = decode_base64url(mark.substr(std::min(dot + 1, mark.size())));
  const auto text = signed_text(asked_at, call.caller.session().id, request);
  if (!mac || !key_.verify(as_bytes(text), *mac)) return std::nullopt;
  std::int64_t milliseconds = 0;
  std::from_chars(asked_at.data(), asked_at.data() + asked_at.size(), milliseconds);
  if (clock_.now() >= Time(std::chrono::milliseconds(milliseconds)) + kLifetime) return std::nullopt;
  return http::parse_form(request);
}

}  // namespace gatehouse::server
