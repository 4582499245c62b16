// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <gatehouse/token.h>

// guide: verify
static bool may_read_reports(const gatehouse::TokenVerifier& verifier, std::string_view text) {
  const auto verdict = verifier.verify(text);
  if (!verdict) {
    std::fprintf(stderr, "token refused: %s\n", std::string(verdict.code).c_str());
    return false;
  }
  return verdict->user.has_permission("reports:read");
}
// guide: end

int main() {
  const gatehouse::SecretKey secret = "8f3c1d90b7a24e65c1d2f0a9e8b76543";
  const gatehouse::TokenVerifier verifier({.app_id = "orders", .secret_key = secret});
  const gatehouse::TokenSigner signer({.app_id = "orders", .secret_key = secret});
  const auto good = signer.sign({.user = {.id = "usr_1", .permissions = {"reports:read"}}});
  const auto other = signer.sign({.user = {.id = "usr_2"}});
  const bool right = may_read_reports(verifier, good) && !may_read_reports(verifier, other) &&
                     !may_read_reports(verifier, good + "x");
  return right ? 0 : 1;
}
