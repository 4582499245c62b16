// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/http/form.h"
#include "server/model/app.h"

namespace gatehouse::server {

enum class Prompt {
  if_needed,  ///< no prompt parameter, or only what needs nothing here
  none,       ///< never show a page
  login,      ///< authenticate again
};

/// What an app asks for, after its id and redirect URI have been found good (RFC 6749, section 4.1.1; OpenID
/// Connect Core, section 3.1.2.1).
struct AuthorizationRequest {
  std::string scope;           ///< as parse_scope gives it
  std::string code_challenge;  ///< empty only where the app may go without
  std::string nonce;
  Prompt prompt = Prompt::if_needed;
  bool wants_consent = false;  ///< `prompt` holds `consent`: ask even if the user agreed before
  std::optional<std::chrono::seconds> max_age;
  std::string id_token_hint;
  std::string subject;                     ///< the only user that will do; empty: any
  std::vector<std::string> essential_acr;  ///< one of these is demanded; empty: none
};

/// An answer to the app by redirect (RFC 6749, section 4.1.2.1).
struct AuthorizationError {
  std::string error;
  std::string description;
};

/// The parameters except `client_id`, `redirect_uri` and `state`.
[[nodiscard]] Result<AuthorizationRequest, AuthorizationError> parse_authorization_request(
    const http::FormParameters& parameters, const App& app);

}  // namespace gatehouse::server
