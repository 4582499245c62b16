// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/sign_in/offline_grace.h"

#include <algorithm>

namespace gatehouse::sdk {

Result<std::shared_ptr<const VerifiedToken>, TokenRefusal> OfflineGrace::extend(const http::Request& request,
                                                                                std::string_view text) const {
  const auto kept = parts_.cookies.find(request);
  if (!kept) return fail(TokenRefusal{"no_session", "the browser holds no session of this app"});
  auto token = parts_.verify_late(text);
  if (!token) return token;
  if ((*token)->user.id != kept->user_id)
    return fail(TokenRefusal{"user_mismatch", "the token is not that of the browser's session"});
  // That the token was issued proves as well that the platform was there.
  const auto there =
      std::max(parts_.contact.last_reached().value_or((*token)->issued_at), (*token)->issued_at);
  if (parts_.clock.now() >= there + parts_.limit)
    return fail(TokenRefusal{"offline_grace_over", "the platform has been away for too long"});
  if (!parts_.contact.is_following()) return token;
  if (!parts_.state.has_state() || (*token)->expires_at < parts_.state.complete_since())
    return fail(
        TokenRefusal{"revocations_unknown", "the session may have been revoked before this app followed"});
  return token;
}

}  // namespace gatehouse::sdk
