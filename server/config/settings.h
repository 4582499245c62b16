// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/log.h"
#include "core/base/secret_string.h"
#include "server/config/network_address.h"
#include "server/config/public_url.h"

namespace gatehouse::server {

/// Which database holds the platform's rows.
struct DatabaseLocation {
  enum class Kind { sqlite };
  Kind kind = Kind::sqlite;
  std::filesystem::path path;  ///< of the SQLite file

  friend bool operator==(const DatabaseLocation&, const DatabaseLocation&) = default;
};

/// How mail leaves. Without a host it stays in the outbox, for administrators to read.
struct MailSettings {
  enum class Security { none, starttls, tls };
  std::string host;        ///< empty: no mail server
  std::uint16_t port = 0;  ///< never 0 once read: the usual one of `security` where none is set
  Security security = Security::starttls;
  std::string user;  ///< empty: no authentication
  std::optional<SecretString> password;
  std::filesystem::path ca_file;  ///< empty: the authorities that this machine trusts
  std::string from_name;          ///< may be empty
  std::string from_address;       ///< never empty once read

  [[nodiscard]] bool has_server() const { return !host.empty(); }
};

/// Where copies of audit events go.
struct AuditStreamSettings {
  std::string destination;  ///< `file:PATH` or a URL; empty: nowhere

  [[nodiscard]] bool is_file() const { return destination.starts_with("file:"); }
  [[nodiscard]] std::string file() const { return destination.substr(5); }
};

/// Every setting, checked and typed. Made by `read_settings` (all sources) or `make_default_settings` alone,
/// so that the table of settings is the only place with defaults. One member per key of the table.
struct Settings {
  std::filesystem::path data;
  DatabaseLocation database;  ///< `gatehouse.sqlite` in the data folder where none is set
  ListenAddress listen;
  PublicUrl public_url;
  std::filesystem::path config;  ///< empty when no file was named
  LogFormat log_format = LogFormat::text;
  LogLevel log_level = LogLevel::info;
  std::optional<ListenAddress> metrics_listen;  ///< absent: off
  std::vector<std::string> trusted_proxies;     ///< addresses and CIDR ranges
  std::vector<std::string> outbound_allow;      ///< likewise
  std::optional<SecretString> master_key;       ///< base64url of 32 bytes; absent: a file in the data folder
  std::chrono::seconds session_idle{};
  std::chrono::seconds session_lifetime{};
  std::chrono::seconds deletion_grace{};  ///< from asking to delete the own account until it is done
  std::filesystem::path places_file;      ///< MaxMind DB; empty: places are not told
  std::uint32_t hash_memory_kib = 0;
  std::uint32_t hash_iterations = 0;
  std::uint32_t hash_threads = 0;  ///< at least 1; `auto` is resolved
  std::uint32_t hash_queue = 0;
  std::uint32_t io_threads = 0;  ///< at least 1; `auto` is resolved
  MailSettings mail;
  AuditStreamSettings audit_stream;
  std::optional<SecretString> audit_stream_key;  ///< `whsec_` and base64; present where the stream is a URL

  [[nodiscard]] std::filesystem::path socket_path() const { return data / "gatehouse.sock"; }
};

}  // namespace gatehouse::server
