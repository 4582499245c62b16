// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/http/form.h"
#include "core/sql/database.h"
#include "server/access/route.h"
#include "server/issuance/id_token_issuer.h"
#include "server/model/app.h"
#include "server/session/session_service.h"

namespace gatehouse::server {

/// RP-initiated logout (OpenID Connect RP-Initiated Logout 1.0). An app that shows an ID token of this very
/// session ends it; anybody else's request only makes the page ask. The page carries the app and its address,
/// which are looked at again when the person has said yes.
///
/// `post_logout_redirect_uri` must be one that the app registered for it, one of its redirect URIs, its base
/// URL, or the base URL with `/` behind: that is where an app's own pages are.
class EndSession {
 public:
  static constexpr std::string_view kPath = "/oauth2/end_session";

  EndSession(const Clock& clock, sql::Database& database, const SessionService& sessions,
             const IdTokenIssuer& id_tokens, std::string issuer);

  http::Response operator()(const Call& call) const;

 private:
  /// What is asked for, once it is known to be lawful.
  struct Asked {
    std::optional<IdTokenHint> hint;
    std::optional<App> app;  ///< that the hint is for, or that `client_id` names
    std::string uri;         ///< registered for the app; empty: our own page
    std::string state;
    [[nodiscard]] std::string return_to() const;
  };
  [[nodiscard]] Result<Asked, std::string> read(const http::FormParameters& parameters) const;
  [[nodiscard]] http::Response sign_out(const Call& call, const Asked& asked) const;
  [[nodiscard]] static http::Response ask_person(const Call& call, const Asked& asked);
  [[nodiscard]] bool is_confirmed(const http::Request& request, const http::FormParameters& parameters) const;

  const Clock& clock_;
  sql::Database& database_;
  const SessionService& sessions_;
  const IdTokenIssuer& id_tokens_;
  std::string issuer_;
};

}  // namespace gatehouse::server
