// SPDX-License-Identifier: Apache-2.0
// The one-shot and EVP forms look the digest up again at every call, which costs more than the hashing of a
// token. The block functions behind both are the same.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "core/crypto/hmac.h"

#include <algorithm>
#include <cstring>

#include <openssl/crypto.h>
#include <openssl/sha.h>

namespace gatehouse::crypto {
namespace {

constexpr std::size_t kBlock = SHA256_CBLOCK;
using Block = std::array<unsigned char, kBlock>;

/// A hash that has taken in exactly one block and left `state`.
template <class State>
SHA256_CTX resume_after_one_block(const State& state) {
  SHA256_CTX hash;
  std::memcpy(hash.h, state.data(), sizeof(hash.h));
  hash.Nl = kBlock * 8;
  hash.Nh = 0;
  hash.num = 0;
  hash.md_len = SHA256_DIGEST_LENGTH;
  return hash;
}

template <class State>
State absorb_padded_key(Block key, unsigned char pad) {
  for (auto& byte : key) byte ^= pad;
  SHA256_CTX hash;
  SHA256_Init(&hash);
  SHA256_Transform(&hash, key.data());
  State state;
  std::memcpy(state.data(), hash.h, sizeof(hash.h));
  OPENSSL_cleanse(&hash, sizeof(hash));
  OPENSSL_cleanse(key.data(), key.size());
  return state;
}

/// The outer hash is always of one more block, so its padding is written here and the block function called
/// at once.
template <class State>
Sha256Digest finish(const State& outer, const Sha256Digest& inner_digest) {
  Block block{};
  std::memcpy(block.data(), inner_digest.data(), inner_digest.size());
  block[inner_digest.size()] = 0x80;
  constexpr auto kBits = (kBlock + sizeof(Sha256Digest)) * 8;
  block[kBlock - 2] = kBits >> 8;
  block[kBlock - 1] = kBits & 0xff;
  auto hash = resume_after_one_block(outer);
  SHA256_Transform(&hash, block.data());
  Sha256Digest digest;
  for (std::size_t i = 0; i < digest.size(); ++i) digest[i] = std::byte(hash.h[i / 4] >> (24 - 8 * (i % 4)));
  return digest;
}

/// All 32 bytes are looked at, word by word, without a branch: time tells nothing about where they differ.
std::uint64_t differing_bits(const Sha256Digest& left, ByteView right) {
  std::array<std::uint64_t, 4> one;
  std::array<std::uint64_t, 4> other;
  std::memcpy(one.data(), left.data(), sizeof(one));
  std::memcpy(other.data(), right.data(), sizeof(other));
  return (one[0] ^ other[0]) | (one[1] ^ other[1]) | (one[2] ^ other[2]) | (one[3] ^ other[3]);
}

const unsigned char* data(ByteView bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace

HmacSha256Key::HmacSha256Key(ByteView key) {
  Block block{};
  if (key.size() > kBlock) {
    SHA256_CTX hash;
    SHA256_Init(&hash);
    SHA256_Update(&hash, data(key), key.size());
    SHA256_Final(block.data(), &hash);
  } else {
    std::copy_n(data(key), key.size(), block.data());
  }
  inner_ = absorb_padded_key<State>(block, 0x36);
  outer_ = absorb_padded_key<State>(block, 0x5c);
  OPENSSL_cleanse(block.data(), block.size());
}

HmacSha256Key::~HmacSha256Key() {
  OPENSSL_cleanse(inner_.data(), sizeof(inner_));
  OPENSSL_cleanse(outer_.data(), sizeof(outer_));
}

Sha256Digest HmacSha256Key::compute(ByteView message) const {
  Sha256Digest digest;
  auto* const out = reinterpret_cast<unsigned char*>(digest.data());
  auto inner = resume_after_one_block(inner_);
  SHA256_Update(&inner, data(message), message.size());
  SHA256_Final(out, &inner);
  return finish(outer_, digest);
}

bool HmacSha256Key::verify(ByteView message, ByteView mac) const {
  if (mac.size() != sizeof(Sha256Digest)) return false;
  return differing_bits(compute(message), mac) == 0;
}

}  // namespace gatehouse::crypto
