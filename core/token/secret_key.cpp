// SPDX-License-Identifier: Apache-2.0
#include "core/token/secret_key.h"

#include <algorithm>
#include <set>

#include "core/base/base64url.h"
#include "core/crypto/hkdf.h"
#include "core/token/utf8.h"

namespace gatehouse::token {
namespace {

constexpr std::size_t kShortest = 32;
constexpr std::size_t kFewestCharacters = 8;

/// Secrets that everybody knows: RFC 7515's and 7520's keys, and the samples of much-read pages.
constexpr std::string_view kPrinted[] = {
    "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow",
    "hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg",
    "a-string-secret-at-least-256-bits-long",
    "your-256-bit-secret-your-256-bit-secret",
    "GawgguFyGrWKav7AX4VKUg0123456789",
    "qwertyuiopasdfghjklzxcvbnm123456",
    "0123456789abcdef0123456789abcdef",
    "abcdefghijklmnopqrstuvwxyz012345",
    "abcdefghijklmnopqrstuvwxyz123456",
    "your-secret-key-at-least-32-characters",
    "your-super-secret-key-at-least-32-characters-long",
};
constexpr std::string_view kSamplePrefix = "sample-secret-";

bool is_white_space(std::string_view character) {
  if (character.size() == 1) {
    const auto byte = static_cast<unsigned char>(character[0]);
    return byte <= 0x20 || byte == 0x7f;
  }
  // C1 controls, no-break space, the spaces of U+2000, line separators, zero-width ones, ideographic space,
  // BOM.
  if (character.size() == 2) return character >= "\xc2\x80" && character <= "\xc2\xa0";
  return (character >= "\xe2\x80\x80" && character <= "\xe2\x80\x8f") ||
         (character >= "\xe2\x80\xa8" && character <= "\xe2\x80\xaf") || character == "\xe2\x81\x9f" ||
         character == "\xe3\x80\x80" || character == "\xef\xbb\xbf" || character == "\xe1\x9a\x80";
}

}  // namespace

std::string_view to_code(SecretKeyFault fault) {
  switch (fault) {
    case SecretKeyFault::too_short:
      return "secret_too_short";
    case SecretKeyFault::too_few_distinct_characters:
      return "secret_too_simple";
    case SecretKeyFault::holds_comma:
      return "secret_holds_comma";
    case SecretKeyFault::holds_white_space:
      return "secret_holds_white_space";
    case SecretKeyFault::not_utf8:
      return "secret_not_utf8";
    case SecretKeyFault::printed_in_documentation:
      return "secret_is_a_sample";
  }
  return {};
}

std::string_view to_sentence(SecretKeyFault fault) {
  switch (fault) {
    case SecretKeyFault::too_short:
      return "The secret key has fewer than 32 bytes; make one with `openssl rand -hex 32`.";
    case SecretKeyFault::too_few_distinct_characters:
      return "The secret key has fewer than 8 different characters; make one with `openssl rand -hex 32`.";
    case SecretKeyFault::holds_comma:
      return "The secret key holds a comma, which separates the current from the next secret.";
    case SecretKeyFault::holds_white_space:
      return "The secret key holds white space or a control character; check for a line end copied with it.";
    case SecretKeyFault::not_utf8:
      return "The secret key is not UTF-8 text; make one with `openssl rand -hex 32`.";
    case SecretKeyFault::printed_in_documentation:
      return "The secret key is a printed sample that everybody knows; make one with `openssl rand -hex 32`.";
  }
  return {};
}

Result<void, SecretKeyFault> check_secret_key(std::string_view secret) {
  if (secret.size() < kShortest) return fail(SecretKeyFault::too_short);
  std::set<std::string_view> characters;
  for (auto rest = secret; !rest.empty();) {
    const auto length = utf8_length(rest);
    if (length == 0) return fail(SecretKeyFault::not_utf8);
    const auto character = rest.substr(0, length);
    if (character == ",") return fail(SecretKeyFault::holds_comma);
    if (is_white_space(character)) return fail(SecretKeyFault::holds_white_space);
    characters.insert(character);
    rest.remove_prefix(length);
  }
  if (characters.size() < kFewestCharacters) return fail(SecretKeyFault::too_few_distinct_characters);
  if (secret.starts_with(kSamplePrefix) || std::ranges::find(kPrinted, secret) != std::end(kPrinted)) {
    return fail(SecretKeyFault::printed_in_documentation);
  }
  return {};
}

Result<std::vector<SecretString>, SecretKeyFault> parse_secret_keys(std::string_view text) {
  std::vector<SecretString> secrets;
  const auto comma = text.find(',');
  for (const auto part : {text.substr(0, comma), comma == text.npos ? text : text.substr(comma + 1)}) {
    if (const auto checked = check_secret_key(part); !checked) return fail(checked.error());
    secrets.emplace_back(std::string(part));
    if (comma == text.npos) break;
  }
  return secrets;
}

std::string secret_key_id(const SecretString& secret) {
  const auto digest = crypto::derive_key(as_bytes(secret.reveal()), "gatehouse app secret id v1");
  return encode_base64url(ByteView(digest).first(12));
}

}  // namespace gatehouse::token
