// SPDX-License-Identifier: Apache-2.0
#include "server/model/password.h"

#include <cstdlib>
#include <cstring>
#include <set>
#include <utf8proc.h>

namespace gatehouse::server {

std::optional<SecretString> normalize_password(std::string_view text) {
  if (text.size() > kMostPasswordBytes || text.find('\0') != std::string_view::npos) return std::nullopt;
  if (text.empty()) return SecretString();
  utf8proc_uint8_t* mapped = nullptr;
  const auto length =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), utf8proc_ssize_t(text.size()),
                   &mapped, utf8proc_option_t(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT));
  if (length < 0) return std::nullopt;
  SecretString normalized(std::string(reinterpret_cast<char*>(mapped), std::size_t(length)));
  explicit_bzero(mapped, std::size_t(length));
  std::free(mapped);  // NOLINT(cppcoreguidelines-no-malloc): utf8proc's contract
  return normalized;
}

bool is_acceptable_password(const SecretString& normalized, std::string_view email) {
  const auto text = normalized.reveal();
  std::size_t characters = 0;
  std::set<char> distinct;
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) & 0xc0U) != 0x80U) ++characters;
    distinct.insert(c);
  }
  return characters >= kLeastPasswordCharacters && text.size() <= kMostPasswordBytes &&
         distinct.size() >= 4 && text != email;
}

}  // namespace gatehouse::server
