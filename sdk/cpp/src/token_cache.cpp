// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/token_cache.h"

#include <algorithm>
#include <functional>

#include "core/base/bytes.h"

namespace gatehouse::sdk {
namespace {

// The MAC of an HS256 token, base64url. It is what nobody can guess: it chooses the place, and is compared in
// constant time before anything else, so that time tells nothing of it.
constexpr std::size_t kSignatureLength = 43;

std::string_view signature_of(std::string_view text) {
  return text.substr(text.size() - std::min(text.size(), kSignatureLength));
}

bool is_same(std::string_view kept, std::string_view text) {
  return equal_in_constant_time(as_bytes(signature_of(kept)), as_bytes(signature_of(text))) && kept == text;
}

}  // namespace

TokenCache::TokenCache() : entries_(kEntries) {}

std::shared_ptr<const VerifiedToken> TokenCache::find(std::string_view text, Time now) const {
  const auto place = std::hash<std::string_view>()(signature_of(text)) % kEntries;
  const std::lock_guard lock(locks_[place % kLocks]);
  const auto& entry = entries_[place];
  if (!entry.token || now < entry.verified_at || now >= entry.token->expires_at) return nullptr;
  return is_same(entry.text, text) ? entry.token : nullptr;
}

void TokenCache::keep(std::string_view text, std::shared_ptr<const VerifiedToken> token, Time verified_at) {
  if (text.size() > kLongestText) return;
  const auto place = std::hash<std::string_view>()(signature_of(text)) % kEntries;
  const std::lock_guard lock(locks_[place % kLocks]);
  entries_[place] = {std::string(text), std::move(token), verified_at};
}

}  // namespace gatehouse::sdk
