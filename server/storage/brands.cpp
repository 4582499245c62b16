// SPDX-License-Identifier: Apache-2.0
#include "server/storage/brands.h"

#include "core/base/base64url.h"
#include "core/crypto/sha256.h"

namespace gatehouse::server::brands {
namespace {

using Text = std::optional<std::string>;

std::string key_of(const Owner& owner) {
  return owner ? owner->value() : std::string();
}

Text app_of(const Owner& owner) {
  return owner ? Text(owner->value()) : std::nullopt;
}

Text to_text(const std::optional<Colour>& colour) {
  return colour ? Text(server::to_text(*colour)) : std::nullopt;
}

std::optional<Colour> to_colour(const Text& text) {
  return text ? parse_colour(*text) : std::nullopt;
}

}  // namespace

StoredBrand load(sql::Connection& connection, const Owner& owner) {
  const auto rows = connection.query(
      "select product_name, support_address, sign_in_text, accent_light, accent_dark, logo_hash, version "
      "from brands where owner = ?",
      key_of(owner));
  if (rows.empty()) return {};
  const auto row = rows[0];
  return {{row.get<Text>(0), row.get<Text>(1), row.get<Text>(2), to_colour(row.get<Text>(3)),
           to_colour(row.get<Text>(4)), row.get<Text>(5)},
          row.get<std::int64_t>(6)};
}

void put(sql::Connection& connection, const Owner& owner, const Brand& brand, Time now) {
  connection.query(
      "insert into brands (owner, app_id, product_name, support_address, sign_in_text, accent_light, "
      "accent_dark, updated_at, version) values (?, ?, ?, ?, ?, ?, ?, ?, 2) "
      "on conflict (owner) do update set product_name = excluded.product_name, "
      "support_address = excluded.support_address, sign_in_text = excluded.sign_in_text, "
      "accent_light = excluded.accent_light, accent_dark = excluded.accent_dark, "
      "updated_at = excluded.updated_at, version = brands.version + 1",
      key_of(owner), app_of(owner), brand.product_name, brand.support_address, brand.sign_in_text,
      to_text(brand.accent_light), to_text(brand.accent_dark), now);
}

void put_logo(sql::Connection& connection, const Owner& owner, const std::optional<std::string>& png,
              Time now) {
  std::optional<Bytes> bytes;
  Text hash;
  if (png) {
    bytes = to_bytes(*png);
    hash = encode_base64url(crypto::sha256(*bytes));
  }
  connection.query(
      "insert into brands (owner, app_id, logo_hash, logo, updated_at, version) values (?, ?, ?, ?, ?, 2) "
      "on conflict (owner) do update set logo_hash = excluded.logo_hash, logo = excluded.logo, "
      "updated_at = excluded.updated_at, version = brands.version + 1",
      key_of(owner), app_of(owner), hash, bytes, now);
}

Brand load_effective(sql::Connection& connection, const Owner& owner) {
  const auto platform = load(connection, std::nullopt).brand;
  return owner ? inherit(load(connection, owner).brand, platform) : platform;
}

std::optional<std::string> find_logo(sql::Connection& connection, std::string_view hash) {
  const auto rows = connection.query("select logo from brands where logo_hash = ? limit 1", hash);
  if (rows.empty()) return std::nullopt;
  return std::string(as_text(rows[0].get<Bytes>(0)));
}

}  // namespace gatehouse::server::brands
