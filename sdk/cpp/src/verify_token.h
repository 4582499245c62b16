// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "gatehouse/user.h"
#include "sdk/cpp/src/live_link/token_mark.h"

namespace gatehouse::sdk {

struct TokenRefusal {
  std::string code;    ///< stable
  std::string detail;  ///< for people
};

struct VerifiedToken {
  User user;
  Time issued_at;
  Time expires_at;
  TokenMark mark;                ///< what a revocation of it would be found by
  std::uint64_t generation = 0;  ///< of what the platform had said when it was verified
};

/// Verifies one app token against the app's own secret, with no input or output.
using VerifyToken =
    std::function<Result<std::shared_ptr<const VerifiedToken>, TokenRefusal>(std::string_view token)>;

}  // namespace gatehouse::sdk
