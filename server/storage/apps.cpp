// SPDX-License-Identifier: Apache-2.0
#include "server/storage/apps.h"

#include <algorithm>
#include <stdexcept>

#include "server/storage/user_index.h"

namespace gatehouse::server::apps {
namespace {

constexpr std::string_view kSelect =
    "select id, name, base_url, algorithm, token_lifetime, third_party, created_at, updated_at, version, "
    "client_type, pkce_optional, jwks, userinfo_algorithm, backchannel_logout_uri, "
    "id_token_algorithm from apps ";

std::vector<std::string> list_uris(sql::Connection& connection, std::string_view statement, const AppId& id) {
  const auto rows = connection.query(statement, id);
  std::vector<std::string> uris;
  for (const auto row : rows) uris.push_back(row.get<std::string>(0));
  return uris;
}

App to_app(sql::Connection& connection, const sql::Rows::Row& row) {
  App app;
  app.id = row.get<AppId>(0);
  app.name = row.get<std::string>(1);
  app.base_url = row.get<std::string>(2);
  app.algorithm = parse_app_algorithm(row.get<std::string>(3)).value();
  app.token_lifetime = std::chrono::seconds(row.get<std::int64_t>(4));
  app.third_party = row.get<bool>(5);
  app.created_at = row.get<Time>(6);
  app.updated_at = row.get<Time>(7);
  app.version = row.get<std::int64_t>(8);
  app.client_type = parse_client_type(row.get<std::string>(9)).value();
  app.pkce_optional = row.get<bool>(10);
  app.jwks = row.get<std::string>(11);
  app.userinfo_algorithm = row.get<std::string>(12);
  app.backchannel_logout_uri = row.get<std::string>(13);
  app.id_token_algorithm = parse_app_algorithm(row.get<std::string>(14)).value();
  app.redirect_uris =
      list_uris(connection, "select uri from app_redirect_uris where app_id = ? order by uri", app.id);
  app.post_logout_uris =
      list_uris(connection, "select uri from app_post_logout_uris where app_id = ? order by uri", app.id);
  return app;
}

void insert_uris(sql::Connection& connection, const App& app) {
  for (const auto& uri : app.redirect_uris) {
    connection.query("insert into app_redirect_uris (app_id, uri) values (?, ?) on conflict do nothing",
                     app.id, uri);
  }
  for (const auto& uri : app.post_logout_uris) {
    connection.query("insert into app_post_logout_uris (app_id, uri) values (?, ?) on conflict do nothing",
                     app.id, uri);
  }
}

std::string_view to_text(SecretSlot slot) {
  switch (slot) {
    case SecretSlot::current:
      return "current";
    case SecretSlot::next:
      return "next";
    case SecretSlot::previous:
      return "previous";
  }
  return "";
}

// The slot is not part of the seal: a rotation moves a secret from slot to slot.
crypto::Cell secret_cell(const AppId& id) {
  return {"app_secrets", id.value(), "sealed_secret"};
}

}  // namespace

Inserted insert(sql::Connection& connection, const App& app) {
  const auto rows = connection.query(
      "insert into apps (id, name, base_url, algorithm, token_lifetime, third_party, created_at, updated_at, "
      "version, client_type, pkce_optional, jwks, userinfo_algorithm, backchannel_logout_uri, "
      "id_token_algorithm) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing",
      app.id, app.name, app.base_url, server::to_text(app.algorithm), app.token_lifetime.count(),
      app.third_party, app.created_at, app.updated_at, app.version, server::to_text(app.client_type),
      app.pkce_optional, app.jwks, app.userinfo_algorithm, app.backchannel_logout_uri,
      server::to_text(app.id_token_algorithm));
  if (rows.affected() != 1) return Inserted::id_taken;
  insert_uris(connection, app);
  return Inserted::yes;
}

std::optional<App> find(sql::Connection& connection, const AppId& id) {
  static const std::string statement = std::string(kSelect) + "where id = ?";
  const auto rows = connection.query(statement, id);
  if (rows.empty()) return std::nullopt;
  return to_app(connection, rows[0]);
}

Page<App> list(sql::Connection& connection, const PageRequest& page) {
  static const std::string statement = std::string(kSelect) + "where id > ? order by id limit ?";
  const auto rows = connection.query(statement, page.after, page.limit + 1);
  std::vector<App> apps;
  for (std::size_t i = 0; i < rows.size(); ++i) apps.push_back(to_app(connection, rows[i]));
  return make_page(std::move(apps), page.limit, [](const App& app) { return app.id.value(); });
}

Page<App> list(sql::Connection& connection, const PageRequest& page, const std::vector<AppId>& among) {
  std::vector<App> apps;
  for (auto id = std::upper_bound(among.begin(), among.end(), AppId(page.after));
       id != among.end() && apps.size() <= page.limit; ++id) {
    if (auto app = find(connection, *id)) apps.push_back(std::move(*app));
  }
  return make_page(std::move(apps), page.limit, [](const App& app) { return app.id.value(); });
}

bool update(sql::Connection& connection, const App& app) {
  const auto rows = connection.query(
      "update apps set name = ?, base_url = ?, algorithm = ?, token_lifetime = ?, third_party = ?, "
      "client_type = ?, pkce_optional = ?, jwks = ?, userinfo_algorithm = ?, backchannel_logout_uri = ?, "
      "id_token_algorithm = ?, updated_at = ?, "
      "version = version + 1 where id = ? and version = ?",
      app.name, app.base_url, server::to_text(app.algorithm), app.token_lifetime.count(), app.third_party,
      server::to_text(app.client_type), app.pkce_optional, app.jwks, app.userinfo_algorithm,
      app.backchannel_logout_uri, server::to_text(app.id_token_algorithm), app.updated_at, app.id,
      app.version);
  if (rows.affected() != 1) return false;
  connection.query("delete from app_redirect_uris where app_id = ?", app.id);
  connection.query("delete from app_post_logout_uris where app_id = ?", app.id);
  insert_uris(connection, app);
  return true;
}

void raise_version(sql::Connection& connection, const AppId& id) {
  connection.query("update apps set version = version + 1 where id = ?", id);
}

bool remove(sql::Connection& connection, const AppId& id) {
  user_index::remove_app(connection, id);
  return connection.query("delete from apps where id = ?", id).affected() == 1;
}

Secrets load_secrets(sql::Connection& connection, const crypto::SealingKey& sealing_key, const AppId& id) {
  Secrets secrets;
  const auto rows = connection.query("select slot, sealed_secret from app_secrets where app_id = ?", id);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    auto secret = sealing_key.open(rows[i].get<Bytes>(1), secret_cell(id));
    if (!secret) {
      throw std::runtime_error("the secret of app " + id.value() +
                               " does not open: the master key is another one, or the row was tampered with");
    }
    const auto slot = rows[i].get<std::string>(0);
    auto& place = slot == "current" ? secrets.current : slot == "next" ? secrets.next : secrets.previous;
    place = std::move(*secret);
  }
  return secrets;
}

void put_secret(sql::Connection& connection, const crypto::SealingKey& sealing_key, RandomSource& random,
                const AppId& id, SecretSlot slot, const SecretString& secret, Time now) {
  connection.query(
      "insert into app_secrets (app_id, slot, sealed_secret, created_at) values (?, ?, ?, ?) "
      "on conflict (app_id, slot) do update set sealed_secret = excluded.sealed_secret, created_at = "
      "excluded.created_at",
      id, to_text(slot), sealing_key.seal(as_bytes(secret.reveal()), secret_cell(id), random), now);
}

std::optional<Time> find_secret_time(sql::Connection& connection, const AppId& id, SecretSlot slot) {
  const auto rows =
      connection.query("select created_at from app_secrets where app_id = ? and slot = ?", id, to_text(slot));
  return rows.empty() ? std::nullopt : std::optional(rows[0].get<Time>(0));
}

bool has_secret(sql::Connection& connection, const AppId& id, SecretSlot slot) {
  return !connection.query("select 1 from app_secrets where app_id = ? and slot = ?", id, to_text(slot))
              .empty();
}

bool remove_secret(sql::Connection& connection, const AppId& id, SecretSlot slot) {
  return connection.query("delete from app_secrets where app_id = ? and slot = ?", id, to_text(slot))
             .affected() == 1;
}

}  // namespace gatehouse::server::apps
