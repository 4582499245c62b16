// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/sign_in/platform.h"

#include <algorithm>

#include "gatehouse/json.h"
#include "sdk/cpp/src/sign_in/basic_credentials.h"

namespace gatehouse::sdk {
namespace {

using namespace std::chrono_literals;
using Kind = PlatformFailure::Kind;

constexpr auto kKeepFor = 1h;
constexpr std::size_t kKeyFetchesAMinute = 3;
// Who waited for so long can still ask once more while the platform repeats what it answered.
constexpr auto kAnswerWithin = 4s;

std::string text_member(const Json& json, std::string_view name) {
  const auto* member = json.find(name);
  return member != nullptr && member->is_string() ? member->as_string() : std::string();
}

PlatformFailure no_answer(const net::ClientFailure& failure) {
  return {Kind::unreachable, "the platform can't be reached: " + failure.detail};
}

bool is_passing_trouble(int status) {
  return status >= 500 || status == 429 || status == 408;
}

Result<Json, PlatformFailure> parse_object(std::string_view text, std::string_view what) {
  try {
    auto json = Json::parse(text);
    if (json.is_object()) return json;
  } catch (const JsonError&) {
  }
  return fail(PlatformFailure{Kind::unsound, std::string(what) + " is no JSON object"});
}

Result<PlatformMetadata, PlatformFailure> parse_metadata(std::string_view text, const std::string& url) {
  const auto json = parse_object(text, "the platform's discovery document");
  if (!json) return fail(json.error());
  const auto issuer = text_member(*json, "issuer");
  // OpenID Connect Discovery 1.0, section 4.3: exactly the issuer that was asked for.
  if (issuer != url) {
    return fail(
        PlatformFailure{Kind::unsound, "platform_url is " + url + ", but the platform says it is " + issuer});
  }
  const auto* sends_issuer = json->find("authorization_response_iss_parameter_supported");
  PlatformMetadata metadata{.authorization_endpoint = text_member(*json, "authorization_endpoint"),
                            .token_endpoint = text_member(*json, "token_endpoint"),
                            .jwks_uri = text_member(*json, "jwks_uri"),
                            .end_session_endpoint = text_member(*json, "end_session_endpoint"),
                            .revocation_endpoint = text_member(*json, "revocation_endpoint"),
                            .introspection_endpoint = text_member(*json, "introspection_endpoint"),
                            .sends_issuer = sends_issuer != nullptr && *sends_issuer == Json(true)};
  const auto scheme = url.substr(0, url.find("//") + 2);
  for (const auto* endpoint :
       {&metadata.authorization_endpoint, &metadata.token_endpoint, &metadata.jwks_uri}) {
    // A platform on https must not lead a secret or a browser to plain http.
    if (!endpoint->starts_with(scheme) && !endpoint->starts_with("https://")) {
      return fail(PlatformFailure{Kind::unsound, "the platform's discovery document lacks a sound endpoint"});
    }
  }
  return metadata;
}

}  // namespace

std::string to_form(const http::FormParameters& form) {
  std::string text;
  for (const auto& [name, value] : form.pairs()) {
    if (!text.empty()) text += '&';
    text += http::percent_encode(name) + '=' + http::percent_encode(value);
  }
  return text;
}

Platform::Platform(std::string url, std::string app_id, std::vector<SecretString> secrets, SendRequest send,
                   const Clock& clock)
    : url_(std::move(url)),
      app_id_(std::move(app_id)),
      secrets_(std::move(secrets)),
      send_(std::move(send)),
      clock_(clock) {}

Result<PlatformMetadata, PlatformFailure> Platform::metadata() {
  {
    const std::lock_guard lock(mutex_);
    if (metadata_ && clock_.monotonic() - metadata_at_ < kKeepFor) return *metadata_;
  }
  const auto text = load(url_ + "/.well-known/openid-configuration");
  auto fresh = text ? parse_metadata(*text, url_) : fail(text.error());
  const std::lock_guard lock(mutex_);
  if (fresh) {
    metadata_ = *fresh;
    metadata_at_ = clock_.monotonic();
  } else if (metadata_ && fresh.error().kind == Kind::unreachable) {
    return *metadata_;  // what it said last still holds while it is away
  }
  return fresh;
}

Result<std::string, PlatformFailure> Platform::keys(Freshness freshness) {
  {
    const std::lock_guard lock(mutex_);
    const bool kept = keys_ && clock_.monotonic() - keys_->at < kKeepFor;
    if (kept && (freshness == Freshness::kept || !may_fetch_keys())) return keys_->text;
    if (!kept && !may_fetch_keys()) {
      return fail(PlatformFailure{Kind::unreachable, "the platform's keys were asked for too often"});
    }
    key_fetches_.push_back(clock_.monotonic());
  }
  const auto found = metadata();
  if (!found) return fail(found.error());
  auto text = load(found->jwks_uri);
  if (text) {
    const std::lock_guard lock(mutex_);
    keys_ = Kept{*text, clock_.monotonic()};
  }
  return text;
}

void Platform::forget_keys() {
  const std::lock_guard lock(mutex_);
  keys_.reset();
  key_fetches_.clear();  // what strangers have used up must not keep us from the new ones
}

bool Platform::may_fetch_keys() {
  std::erase_if(key_fetches_, [now = clock_.monotonic()](auto at) { return now - at >= 1min; });
  return key_fetches_.size() < kKeyFetchesAMinute;
}

Result<TokenAnswer, PlatformFailure> Platform::exchange_code(const std::string& code,
                                                             const std::string& redirect_uri,
                                                             const std::string& verifier) {
  http::FormParameters form;
  form.add("grant_type", "authorization_code");
  form.add("code", code);
  form.add("redirect_uri", redirect_uri);
  form.add("code_verifier", verifier);
  return ask_for_tokens(form);
}

Result<TokenAnswer, PlatformFailure> Platform::refresh(const std::string& refresh_token) {
  http::FormParameters form;
  form.add("grant_type", "refresh_token");
  form.add("refresh_token", refresh_token);
  return ask_for_tokens(form);
}

void Platform::revoke(const std::string& refresh_token) {
  const auto found = metadata();
  if (!found || found->revocation_endpoint.empty()) return;
  http::FormParameters form;
  form.add("token", refresh_token);
  form.add("token_type_hint", "refresh_token");
  (void)post(found->revocation_endpoint, form);
}

Result<bool, PlatformFailure> Platform::introspect(const std::string& token) {
  const auto found = metadata();
  if (!found) return fail(found.error());
  if (!found->introspection_endpoint.starts_with(url_ + "/"))
    return fail(PlatformFailure{Kind::unsound, "the platform has no introspection endpoint of its own"});
  http::FormParameters form;
  form.add("token", token);
  form.add("token_type_hint", "access_token");
  const auto answer = post(found->introspection_endpoint, form);
  if (!answer) return fail(answer.error());
  const auto json = parse_object(answer->body, "the answer of the platform's introspection endpoint");
  if (!json) return fail(json.error());
  const auto* active = json->find("active");
  if (answer->status != 200 || active == nullptr || !active->is_bool())
    return fail(PlatformFailure{
        Kind::unsound, "the platform's introspection endpoint answered " + std::to_string(answer->status)});
  return active->as_bool();
}

Result<TokenAnswer, PlatformFailure> Platform::ask_for_tokens(const http::FormParameters& form) {
  const auto found = metadata();
  if (!found) return fail(found.error());
  const auto answer = post(found->token_endpoint, form);
  if (!answer) return fail(answer.error());
  const auto json = parse_object(answer->body, "the answer of the platform's token endpoint");
  if (answer->status != 200) {
    const auto error = json ? text_member(*json, "error") : std::string();
    return fail(PlatformFailure{error.empty() ? Kind::unsound : Kind::refused,
                                "the platform's token endpoint answered " + std::to_string(answer->status) +
                                    " " + error.substr(0, 64)});
  }
  if (!json) return fail(json.error());
  TokenAnswer tokens{.access_token = text_member(*json, "access_token"),
                     .id_token = text_member(*json, "id_token"),
                     .refresh_token = text_member(*json, "refresh_token")};
  if (tokens.access_token.empty()) {
    return fail(PlatformFailure{Kind::unsound, "the platform's token endpoint gave no access_token"});
  }
  return tokens;
}

Result<net::ClientResponse, PlatformFailure> Platform::post(const std::string& url,
                                                            const http::FormParameters& form) {
  net::ClientRequest request{
      .method = http::Method::post, .url = url, .body = to_form(form), .timeout = kAnswerWithin};
  request.headers.add("Content-Type", "application/x-www-form-urlencoded");
  request.headers.add("Accept", "application/json");
  // During a rotation the platform may know only one of our secrets as the client secret.
  for (std::size_t i = 0;; ++i) {
    request.headers.set("Authorization", basic_credentials(app_id_, secrets_[i]));
    auto answer = send_(request);
    if (!answer) return fail(no_answer(answer.error()));
    if (is_passing_trouble(answer->status)) {
      return fail(
          PlatformFailure{Kind::unreachable, "the platform answered " + std::to_string(answer->status)});
    }
    if (answer->status != 401 || i + 1 == secrets_.size()) return *std::move(answer);
  }
}

Result<std::string, PlatformFailure> Platform::load(const std::string& url) {
  net::ClientRequest request{.url = url};
  request.headers.add("Accept", "application/json");
  auto answer = send_(request);
  if (!answer) return fail(no_answer(answer.error()));
  if (answer->status == 200) return std::move(answer->body);
  return fail(PlatformFailure{is_passing_trouble(answer->status) ? Kind::unreachable : Kind::unsound,
                              url + " answered " + std::to_string(answer->status)});
}

}  // namespace gatehouse::sdk
