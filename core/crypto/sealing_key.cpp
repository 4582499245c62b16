// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/sealing_key.h"

#include <algorithm>
#include <string>

#include <sodium.h>

#include "core/crypto/sodium.h"

namespace gatehouse::crypto {
namespace {

constexpr auto kVersion = std::byte{1};
constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kHead = 1 + kNonce;
static_assert(SealingKey::kBytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

/// Each part preceded by its length, so that no two cells have one spelling.
std::string to_associated_data(const Cell& cell) {
  std::string data;
  for (const auto part : {cell.table, cell.row, cell.column}) {
    for (int shift = 56; shift >= 0; shift -= 8) data += char(std::uint64_t(part.size()) >> shift);
    data += part;
  }
  return data;
}

unsigned char* raw(std::byte* bytes) {
  return reinterpret_cast<unsigned char*>(bytes);
}
const unsigned char* raw(const std::byte* bytes) {
  return reinterpret_cast<const unsigned char*>(bytes);
}
const unsigned char* raw(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

SealingKey::SealingKey(std::span<const std::byte, kBytes> key) {
  ensure_sodium_ready();
  std::ranges::transform(key, key_.begin(),
                         [](std::byte byte) { return std::to_integer<unsigned char>(byte); });
}

SealingKey::~SealingKey() {
  sodium_memzero(key_.data(), key_.size());
}

Bytes SealingKey::seal(ByteView plain, const Cell& cell, RandomSource& random) const {
  Bytes sealed(kHead + plain.size() + kTag);
  sealed[0] = kVersion;
  random.fill(std::span(sealed).subspan(1, kNonce));
  const auto data = to_associated_data(cell);
  crypto_aead_xchacha20poly1305_ietf_encrypt(raw(sealed.data() + kHead), nullptr, raw(plain.data()),
                                             plain.size(), raw(data), data.size(), nullptr,
                                             raw(sealed.data() + 1), key_.data());
  return sealed;
}

std::optional<SecretString> SealingKey::open(ByteView sealed, const Cell& cell) const {
  if (sealed.size() < kHead + kTag || sealed[0] != kVersion) return std::nullopt;
  const auto data = to_associated_data(cell);
  std::string plain(sealed.size() - kHead - kTag, '\0');
  const int refused = crypto_aead_xchacha20poly1305_ietf_decrypt(
      reinterpret_cast<unsigned char*>(plain.data()), nullptr, nullptr, raw(sealed.data() + kHead),
      sealed.size() - kHead, raw(data), data.size(), raw(sealed.data() + 1), key_.data());
  if (refused != 0) return std::nullopt;
  return SecretString(std::move(plain));
}

}  // namespace gatehouse::crypto
