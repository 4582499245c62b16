// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>

#include "core/base/clock.h"

namespace gatehouse::server {

/// A client that lost the answer, or whose two tabs refreshed at once, may present the used token again for
/// so long.
inline constexpr std::chrono::seconds kRefreshRetryWindow{10};

/// Whether the token comes from the app that it was given to, as far as the app proved who it is.
enum class Presenter { same_client, other_client };
/// Whether a used token's successor has been used in its turn.
enum class Successor { unused, used };

/// A refresh token as it is stored, and how it comes.
struct PresentedRefreshToken {
  Presenter presenter = Presenter::other_client;
  Time expires_at{};
  std::optional<Time> used_at;  ///< when it was exchanged for its successor
  Successor successor = Successor::unused;
};

enum class RefreshVerdict {
  rotate,      ///< exchange it for a new successor
  repeat,      ///< give the same successor once more
  refuse,      ///< nothing for it, and nothing happens to it
  end_family,  ///< it was copied: all that came from its sign-in to the app ends
};

/// The whole rule (RFC 9700, section 4.14.2). Each token is good once, for its successor. A used one gets the
/// same successor within the window, while that is unused and the same client asks; a used one that comes
/// otherwise, late or from another app, has been copied. An unused one from another app gets nothing and
/// changes nothing: whoever it was given to can still use it.
[[nodiscard]] RefreshVerdict judge_refresh(const PresentedRefreshToken& token, Time now);

}  // namespace gatehouse::server
