// SPDX-License-Identifier: Apache-2.0
#include "server/access/app_authentication.h"

#include "core/base/base64url.h"
#include "core/crypto/sha256.h"
#include "core/http/form.h"
#include "core/http/syntax.h"
#include "server/storage/apps.h"

namespace gatehouse::server {
namespace {

struct Credentials {
  std::string id;
  SecretString secret;
  SecretString secret_as_sent;  ///< many clients leave out the encoding that RFC 6749 asks for
};

/// The alphabet of Basic credentials (RFC 4648, section 4), by way of the one decoder that we have.
std::optional<std::string> decode_base64(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  std::string url(text);
  for (char& c : url) {
    if (c == '-' || c == '_') return std::nullopt;
    c = c == '+' ? '-' : c == '/' ? '_' : c;
  }
  const auto bytes = decode_base64url(url);
  if (!bytes) return std::nullopt;
  return std::string(as_text(*bytes));
}

std::optional<std::string> decode_form_text(std::string text) {
  for (char& c : text) c = c == '+' ? ' ' : c;
  return http::percent_decode(text);
}

std::optional<Credentials> read_credentials(const http::Request& request) {
  if (request.headers.count("Authorization") != 1) return std::nullopt;
  const auto header = *request.header("Authorization");
  const auto space = header.find(' ');
  if (space == std::string_view::npos || !http::equal_ignoring_case(header.substr(0, space), "Basic")) {
    return std::nullopt;
  }
  const auto text = decode_base64(http::trim_whitespace(header.substr(space)));
  const auto colon = text ? text->find(':') : std::string::npos;
  if (colon == std::string::npos) return std::nullopt;
  const auto id = decode_form_text(text->substr(0, colon));
  if (!id || !is_app_id(*id)) return std::nullopt;
  const auto as_sent = text->substr(colon + 1);
  return Credentials{*id, SecretString(decode_form_text(as_sent).value_or(as_sent)), SecretString(as_sent)};
}

bool is_same(const SecretString& kept, const SecretString& given) {
  return equal_in_constant_time(crypto::sha256(as_bytes(kept.reveal())),
                                crypto::sha256(as_bytes(given.reveal())));
}

bool has_secret(const apps::Secrets& secrets, const Credentials& credentials) {
  bool matches = false;
  for (const auto* secret : {&secrets.current, &secrets.next, &secrets.previous}) {
    if (!*secret) continue;
    matches |= is_same(**secret, credentials.secret);
    matches |= is_same(**secret, credentials.secret_as_sent);
  }
  return matches;
}

}  // namespace

std::optional<App> authenticate_app(const http::Request& request, sql::Database& database,
                                    const crypto::SealingKey& sealing_key) {
  const auto credentials = read_credentials(request);
  if (!credentials) return std::nullopt;
  return database.read([&](sql::Connection& connection) -> std::optional<App> {
    const AppId id(credentials->id);
    if (!has_secret(apps::load_secrets(connection, sealing_key, id), *credentials)) return std::nullopt;
    return apps::find(connection, id);
  });
}

}  // namespace gatehouse::server
