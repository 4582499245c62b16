// SPDX-License-Identifier: Apache-2.0
#include "server/session/refresh_rule.h"

namespace gatehouse::server {

RefreshVerdict judge_refresh(const PresentedRefreshToken& token, Time now) {
  if (token.presenter == Presenter::other_client || now >= token.expires_at) return RefreshVerdict::refuse;
  if (!token.used_at) return RefreshVerdict::rotate;
  const bool is_soon = now <= *token.used_at + kRefreshRetryWindow;
  return is_soon && token.successor == Successor::unused ? RefreshVerdict::repeat
                                                         : RefreshVerdict::end_family;
}

}  // namespace gatehouse::server
