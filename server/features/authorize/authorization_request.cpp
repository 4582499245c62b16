// SPDX-License-Identifier: Apache-2.0
#include "server/features/authorize/authorization_request.h"

#include <algorithm>
#include <charconv>

#include "server/features/authorize/claims_request.h"
#include "server/issuance/scope.h"

namespace gatehouse::server {
namespace {

constexpr std::size_t kMostNonceBytes = 1024;

Failed<AuthorizationError> invalid(std::string description) {
  return fail(AuthorizationError{"invalid_request", std::move(description)});
}

/// A parameter without a value counts as left out (RFC 6749, section 3.1).
std::string_view value_of(const http::FormParameters& parameters, std::string_view name) {
  return parameters.find(name).value_or("");
}

/// 43 to 128 unreserved characters (RFC 7636, section 4.2).
bool is_code_challenge(std::string_view text) {
  return text.size() >= 43 && text.size() <= 128 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
                  c == '.' || c == '_' || c == '~';
         });
}

struct Prompts {
  Prompt prompt = Prompt::if_needed;
  bool consent = false;
};

std::optional<Prompts> parse_prompt(std::string_view text) {
  Prompts prompts;
  if (text == "none") {
    prompts.prompt = Prompt::none;
    return prompts;
  }
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    const auto word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    // Another account is chosen by signing in with it.
    if (word == "login" || word == "select_account") {
      prompts.prompt = Prompt::login;
    } else if (word == "consent") {
      prompts.consent = true;
    } else if (!word.empty()) {
      return std::nullopt;  // `none` beside another word included
    }
  }
  return prompts;
}

std::optional<std::chrono::seconds> parse_max_age(std::string_view text) {
  std::uint32_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return std::chrono::seconds(seconds);
}

std::optional<AuthorizationError> refuse_unsupported(const http::FormParameters& parameters) {
  // Refused without looking at what they hold or point to (OpenID Connect Core, section 3.1.2.6).
  if (!value_of(parameters, "request").empty()) {
    return AuthorizationError{"request_not_supported", "request objects are not supported"};
  }
  if (!value_of(parameters, "request_uri").empty()) {
    return AuthorizationError{"request_uri_not_supported", "request_uri is not supported"};
  }
  if (!value_of(parameters, "registration").empty()) {
    return AuthorizationError{"registration_not_supported", "registration is not supported"};
  }
  const auto type = value_of(parameters, "response_type");
  if (type.empty()) return AuthorizationError{"invalid_request", "response_type is missing"};
  if (type != "code") {
    return AuthorizationError{"unsupported_response_type", "the only response_type is code"};
  }
  if (const auto mode = value_of(parameters, "response_mode");
      !mode.empty() && mode != "query" && mode != "form_post") {
    return AuthorizationError{"invalid_request", "response_mode must be query or form_post"};
  }
  return std::nullopt;
}

/// Every client proves that it began what it ends: by PKCE, or where it is trusted to check it, by the nonce
/// of its ID token (RFC 9700, section 2.1.1).
bool may_go_without_pkce(const http::FormParameters& parameters, const App& app) {
  return app.pkce_optional && !app.is_public() && value_of(parameters, "code_challenge_method").empty() &&
         !value_of(parameters, "nonce").empty() && has_scope(value_of(parameters, "scope"), scope::kOpenId);
}

std::optional<AuthorizationError> refuse_without_pkce(const http::FormParameters& parameters,
                                                      const App& app) {
  const auto challenge = value_of(parameters, "code_challenge");
  if (challenge.empty()) {
    if (may_go_without_pkce(parameters, app)) return std::nullopt;
    return AuthorizationError{"invalid_request", "code_challenge is missing: PKCE with S256 is required"};
  }
  if (value_of(parameters, "code_challenge_method") != "S256") {
    return AuthorizationError{"invalid_request", "code_challenge_method must be S256"};
  }
  if (!is_code_challenge(challenge)) {
    return AuthorizationError{"invalid_request", "code_challenge must have 43 to 128 unreserved characters"};
  }
  return std::nullopt;
}

}  // namespace

Result<AuthorizationRequest, AuthorizationError> parse_authorization_request(
    const http::FormParameters& parameters, const App& app) {
  if (parameters.has_duplicates()) return invalid("a parameter stands more than once");
  if (auto error = refuse_unsupported(parameters)) return fail(std::move(*error));
  if (auto error = refuse_without_pkce(parameters, app)) return fail(std::move(*error));

  AuthorizationRequest request;
  request.code_challenge = value_of(parameters, "code_challenge");
  auto scope = parse_scope(value_of(parameters, "scope"));
  if (!scope) return fail(AuthorizationError{"invalid_scope", "scope holds a character that no scope has"});
  request.scope = std::move(*scope);
  request.nonce = value_of(parameters, "nonce");
  if (request.nonce.size() > kMostNonceBytes) return invalid("nonce is longer than 1024 bytes");
  const auto prompts = parse_prompt(value_of(parameters, "prompt"));
  if (!prompts) return invalid("prompt must be none alone, or of login, select_account and consent");
  request.prompt = prompts->prompt;
  request.wants_consent = prompts->consent;
  if (const auto max_age = value_of(parameters, "max_age"); !max_age.empty()) {
    request.max_age = parse_max_age(max_age);
    if (!request.max_age) return invalid("max_age must be a whole number of seconds");
  }
  request.id_token_hint = value_of(parameters, "id_token_hint");
  if (const auto claims = value_of(parameters, "claims"); !claims.empty()) {
    auto asked = parse_claims_request(claims);
    if (!asked) return invalid("claims is not the JSON object of OpenID Connect");
    if (has_scope(request.scope, scope::kOpenId)) request.scope = join_scopes(request.scope, asked->scope);
    request.subject = std::move(asked->subject);
    request.essential_acr = std::move(asked->essential_acr);
  }
  return request;
}

}  // namespace gatehouse::server
