// SPDX-License-Identifier: Apache-2.0
#include "server/session/refresh_rule.h"

namespace gatehouse::server {

RefreshVerdict judge_refresh(const PresentedRefreshToken& token, Time now) {
  if (now >= token.expires_at) return RefreshVerdict::refuse;
  const bool is_own = token.presenter == Presenter::same_client;
  if (!token.used_at) return is_own ? RefreshVerdict::rotate : RefreshVerdict::refuse;
  const bool is_soon = now <= *token.used_at + kRefreshRetryWindow;
  return is_own && is_soon && token.successor == Successor::unused ? RefreshVerdict::repeat
                                                                   : RefreshVerdict::end_family;
}

}  // namespace gatehouse::server
