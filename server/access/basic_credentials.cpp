// SPDX-License-Identifier: Apache-2.0
#include "server/access/basic_credentials.h"

#include "core/base/base64url.h"
#include "core/crypto/sha256.h"
#include "core/http/form.h"
#include "core/http/syntax.h"

namespace gatehouse::server {
namespace {

/// The alphabet of Basic credentials (RFC 4648, section 4), by way of the one decoder that we have.
std::optional<Bytes> decode_base64(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  std::string url(text);
  for (char& c : url) {
    if (c == '-' || c == '_') return std::nullopt;
    c = c == '+' ? '-' : c == '/' ? '_' : c;
  }
  return decode_base64url(url);
}

/// application/x-www-form-urlencoded; absent for broken encoding.
std::optional<std::string> decode_form_text(std::string_view text) {
  std::string spaced(text);
  for (char& c : spaced) c = c == '+' ? ' ' : c;
  return http::percent_decode(spaced);
}

}  // namespace

std::optional<BasicCredentials> read_basic_credentials(const http::Request& request) {
  if (request.headers.count("Authorization") != 1) return std::nullopt;
  const auto header = *request.header("Authorization");
  const auto space = header.find(' ');
  if (space == std::string_view::npos || !http::equal_ignoring_case(header.substr(0, space), "Basic")) {
    return std::nullopt;
  }
  const auto decoded = decode_base64(http::trim_whitespace(header.substr(space)));
  if (!decoded) return std::nullopt;
  const auto text = as_text(*decoded);
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  auto id = decode_form_text(text.substr(0, colon));
  if (!id) return std::nullopt;
  const std::string as_sent(text.substr(colon + 1));
  return BasicCredentials{std::move(*id), SecretString(decode_form_text(as_sent).value_or(as_sent)),
                          SecretString(as_sent)};
}

bool is_secret_of(const apps::Secrets& secrets, const SecretString& secret,
                  const SecretString& secret_as_sent) {
  const auto given = crypto::sha256(as_bytes(secret.reveal()));
  const auto given_as_sent = crypto::sha256(as_bytes(secret_as_sent.reveal()));
  bool matches = false;
  for (const auto* one : {&secrets.current, &secrets.next, &secrets.previous}) {
    if (!*one) continue;
    const auto kept = crypto::sha256(as_bytes((*one)->reveal()));
    matches |= equal_in_constant_time(kept, given);
    matches |= equal_in_constant_time(kept, given_as_sent);
  }
  return matches;
}

}  // namespace gatehouse::server
