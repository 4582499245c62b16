// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/password_hasher.h"

#include <charconv>
#include <new>
#include <stdexcept>

#include <sodium.h>

#include "core/base/bytes.h"
#include "core/crypto/hash_memory.h"
#include "core/crypto/sodium.h"

namespace gatehouse::crypto {
namespace {

constexpr std::uint32_t kMostMemoryKib = 256 * 1024;
constexpr std::uint32_t kMostPasses = 16;
constexpr std::uint32_t kMostLanes = 4;
constexpr std::size_t kLongestPhc = crypto_pwhash_STRBYTES - 1;

bool take_text(std::string_view& text, std::string_view wanted) {
  if (!text.starts_with(wanted)) return false;
  text.remove_prefix(wanted.size());
  return true;
}

/// A decimal number from 1 to `most`, without leading zeros.
std::optional<std::uint32_t> take_number(std::string_view& text, std::uint32_t most) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || text.front() == '0' || number > most) return std::nullopt;
  text.remove_prefix(std::size_t(end - text.data()));
  return number;
}

std::string random_base64(std::size_t size) {
  Bytes random(size);
  randombytes_buf(random.data(), random.size());
  std::string text(sodium_base64_encoded_len(size, sodium_base64_VARIANT_ORIGINAL_NO_PADDING), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(random.data()),
                    random.size(), sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
  text.pop_back();  // the terminator
  return text;
}

/// Costs as much to verify as any other, and is no password's hash.
std::string make_unmatched_phc(const PasswordCost& cost) {
  return "$argon2id$v=19$m=" + std::to_string(cost.memory_kib) + ",t=" + std::to_string(cost.passes) +
         ",p=1$" + random_base64(crypto_pwhash_SALTBYTES) + '$' + random_base64(32);
}

}  // namespace

bool PasswordCost::is_sane() const {
  return memory_kib >= 8 * 1024 && memory_kib <= kMostMemoryKib && passes >= 1 && passes <= kMostPasses;
}

std::optional<PasswordCost> parse_password_cost(std::string_view phc) {
  if (phc.size() > kLongestPhc || phc.find('\0') != phc.npos || !take_text(phc, "$argon2id$v=19$m="))
    return std::nullopt;
  const auto memory = take_number(phc, kMostMemoryKib);
  if (!memory || !take_text(phc, ",t=")) return std::nullopt;
  const auto passes = take_number(phc, kMostPasses);
  if (!passes || !take_text(phc, ",p=")) return std::nullopt;
  const auto lanes = take_number(phc, kMostLanes);
  if (!lanes || !take_text(phc, "$")) return std::nullopt;
  return PasswordCost{.memory_kib = *memory, .passes = *passes};
}

PasswordHasher::PasswordHasher(PasswordCost cost) : cost_(cost) {
  ensure_sodium_ready();
  if (!cost.is_sane()) throw std::invalid_argument("PasswordHasher: cost outside 8-256 MiB and 1-16 passes");
  nothing_ = make_unmatched_phc(cost);
}

std::string PasswordHasher::hash(const SecretString& password) const {
  const KeptHashMemory kept;
  const auto text = password.reveal();
  char phc[crypto_pwhash_STRBYTES];
  if (crypto_pwhash_str_alg(phc, text.data(), text.size(), cost_.passes, std::size_t(cost_.memory_kib) * 1024,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw std::bad_alloc();
  }
  return phc;
}

bool PasswordHasher::verify(const SecretString& password, std::string_view phc) const {
  if (!parse_password_cost(phc)) return false;
  const KeptHashMemory kept;
  const auto text = password.reveal();
  return crypto_pwhash_str_verify(std::string(phc).c_str(), text.data(), text.size()) == 0;
}

bool PasswordHasher::verify_nothing(const SecretString& password) const {
  (void)verify(password, nothing_);
  return false;
}

bool PasswordHasher::needs_rehash(std::string_view phc) const {
  return parse_password_cost(phc) != cost_;
}

std::size_t PasswordHasher::release_idle_memory() {
  return release_kept_hash_memory();
}

}  // namespace gatehouse::crypto
