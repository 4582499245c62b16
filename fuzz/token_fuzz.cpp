// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/token/app_token_verifier.h"
#include "core/token/unverified_token.h"

using namespace gatehouse;
using namespace gatehouse::token;

namespace {

const FixedClock kClock(from_unix_seconds(1'795'428'900));

const AppTokenVerifier& verifier() {
  static const AppTokenVerifier one({.app_id = "orders", .issuer = accept_any_issuer()},
                                    KeyRing::from_secrets({SecretString("d41f7a5c0b9e83621fa7c05be98d3642")}),
                                    kClock);
  return one;
}

}  // namespace

/// Any text as a token: what passes names a user, and what can't even be looked at never passes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto looked_at = UnverifiedToken::parse(text);
  const auto verified = verifier().verify(text);
  if (verified && (!looked_at || verified->user_id().empty())) std::abort();
  return 0;
}
