// SPDX-License-Identifier: Apache-2.0
#include "server/config/setting_table.h"

#include <algorithm>
#include <charconv>
#include <thread>
#include <vector>

#include "core/base/base64url.h"
#include "core/base/time_text.h"

namespace gatehouse::server {
namespace {

using std::chrono::seconds;

/// A Read that keeps what `parse` makes of the text in one member.
template <class Member, class Parse>
Setting::Read into(Member Settings::*member, Parse parse) {
  return [member, parse](std::string_view text, Settings& settings) -> std::optional<std::string> {
    auto parsed = parse(text);
    if (!parsed) return parsed.error();
    settings.*member = std::move(*parsed);
    return std::nullopt;
  };
}

/// The same for a member of the mail settings.
template <class Member, class Parse>
Setting::Read into_mail(Member MailSettings::*member, Parse parse) {
  return [member, parse](std::string_view text, Settings& settings) -> std::optional<std::string> {
    auto parsed = parse(text);
    if (!parsed) return parsed.error();
    settings.mail.*member = std::move(*parsed);
    return std::nullopt;
  };
}

template <class T>
using Parsed = Result<T, std::string>;

Parsed<std::filesystem::path> parse_path(std::string_view text) {
  if (text.empty() || text.find('\0') != text.npos) return fail("is empty; name a file or folder");
  return std::filesystem::path(text);
}

Parsed<std::filesystem::path> parse_optional_path(std::string_view text) {
  if (text.empty()) return std::filesystem::path();
  return parse_path(text);
}

Parsed<DatabaseLocation> parse_database(std::string_view text) {
  constexpr std::string_view kSqlite = "sqlite:";
  if (text.starts_with("postgresql:") || text.starts_with("postgres:")) {
    return fail("asks for PostgreSQL, which this version does not support yet; use sqlite:PATH");
  }
  if (!text.starts_with(kSqlite) || text.size() == kSqlite.size()) {
    return fail("is not sqlite:PATH; write for example sqlite:/var/lib/gatehouse/gatehouse.sqlite");
  }
  return DatabaseLocation{DatabaseLocation::Kind::sqlite, text.substr(kSqlite.size())};
}

Parsed<LogFormat> parse_log_format(std::string_view text) {
  if (text == "text") return LogFormat::text;
  if (text == "json") return LogFormat::json;
  return fail("is neither text nor json");
}

Parsed<LogLevel> parse_log_level(std::string_view text) {
  if (text == "debug") return LogLevel::debug;
  if (text == "info") return LogLevel::info;
  if (text == "warning") return LogLevel::warning;
  if (text == "error") return LogLevel::error;
  return fail("is none of debug, info, warning, error");
}

Parsed<std::optional<ListenAddress>> parse_optional_listen(std::string_view text) {
  if (text.empty()) return std::optional<ListenAddress>();
  auto address = parse_listen_address(text);
  if (!address) return fail(address.error());
  return std::optional(std::move(*address));
}

Parsed<std::optional<SecretString>> parse_master_key(std::string_view text) {
  if (text.empty()) return std::optional<SecretString>();
  const auto bytes = decode_base64url(text);
  if (!bytes || bytes->size() != 32) {
    return fail(
        "is not base64url of 32 bytes (43 characters, no padding); "
        "make one with: openssl rand -base64 32 | tr '+/' '-_' | tr -d '='");
  }
  return std::optional(SecretString(std::string(text)));
}

auto duration_between(seconds least, seconds most, std::string_view range) {
  return [=](std::string_view text) -> Parsed<seconds> {
    const auto duration = parse_duration(text);
    if (!duration) return fail("is no duration; write for example 90s, 15m, 4h or 14d");
    if (*duration < least || *duration > most) return fail("is out of range; write " + std::string(range));
    return *duration;
  };
}

auto number_between(std::uint32_t least, std::uint32_t most) {
  return [=](std::string_view text) -> Parsed<std::uint32_t> {
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    if (!whole || number < least || number > most) {
      return fail("is not a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    }
    return number;
  };
}

Parsed<std::uint32_t> parse_threads(std::string_view text) {
  if (text == "auto") return std::max(1U, std::thread::hardware_concurrency());
  auto number = number_between(1, 256)(text);
  if (!number) return fail(number.error() + ", or auto");
  return *number;
}

Parsed<std::string> parse_mail_host(std::string_view text) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_' || c == ':' || c == '[' || c == ']';
  };
  if (text.size() > 255 || !std::all_of(text.begin(), text.end(), fits))
    return fail("is no host name or address; write for example smtp.example.com");
  return std::string(text);
}

Parsed<std::uint16_t> parse_mail_port(std::string_view text) {
  const auto number = number_between(1, 65535)(text);
  if (!number) return fail(number.error());
  return std::uint16_t(*number);
}

Parsed<MailSettings::Security> parse_mail_security(std::string_view text) {
  if (text == "starttls") return MailSettings::Security::starttls;
  if (text == "tls") return MailSettings::Security::tls;
  if (text == "none") return MailSettings::Security::none;
  return fail("is none of starttls, tls, none");
}

bool is_one_line(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

Parsed<std::string> parse_mail_user(std::string_view text) {
  if (!is_one_line(text)) return fail("holds a control character; leave it out");
  return std::string(text);
}

Parsed<std::optional<SecretString>> parse_mail_password(std::string_view text) {
  if (text.empty()) return std::optional<SecretString>();
  if (!is_one_line(text)) return fail("holds a control character; leave it out");
  return std::optional(SecretString(std::string(text)));
}

bool is_mail_address(std::string_view text) {
  const auto at = text.find('@');
  return at != text.npos && at > 0 && at + 1 < text.size() && text.find('@', at + 1) == text.npos &&
         text.size() <= 254 && std::all_of(text.begin(), text.end(), [](char c) {
           return c > ' ' && c < 0x7F && std::string_view("<>()[]\\,;:\"").find(c) == std::string_view::npos;
         });
}

/// `ADDRESS` or `NAME <ADDRESS>`.
std::optional<std::string> read_mail_from(std::string_view text, Settings& settings) {
  std::string_view name;
  std::string_view address = text;
  if (const auto open = text.find('<'); open != text.npos && text.ends_with('>')) {
    name = text.substr(0, open);
    address = text.substr(open + 1, text.size() - open - 2);
    while (name.ends_with(' ')) name.remove_suffix(1);
  }
  if (!is_mail_address(address) || !is_one_line(name) || name.size() > 100)
    return "is no sender; write for example no-reply@example.com or Example <no-reply@example.com>";
  settings.mail.from_name = name;
  settings.mail.from_address = address;
  return std::nullopt;
}

/// `file:PATH`, or a URL that only this machine's own may be without TLS.
Parsed<AuditStreamSettings> parse_audit_stream(std::string_view text) {
  if (text.starts_with("file:") && text.size() > 5 && is_one_line(text))
    return AuditStreamSettings{std::string(text)};
  const auto host_ends = [&](std::string_view start) {
    const auto rest = text.substr(start.size());
    return rest.empty() || rest[0] == ':' || rest[0] == '/';
  };
  bool is_lawful = text.starts_with("https://") && text.size() > 8 && text[8] != '/';
  for (const std::string_view own : {"http://127.0.0.1", "http://localhost", "http://[::1]"})
    is_lawful = is_lawful || (text.starts_with(own) && host_ends(own));
  const bool has_bad_part = !is_one_line(text) || text.find_first_of(" @#") != text.npos;
  if (!text.empty() && (!is_lawful || has_bad_part))
    return fail(
        "is neither file:PATH nor an https URL without user name; write for example "
        "file:/var/log/gatehouse/audit.jsonl or https://siem.example.com/gatehouse");
  return AuditStreamSettings{std::string(text)};
}

Parsed<std::optional<SecretString>> parse_webhook_key(std::string_view text) {
  if (text.empty()) return std::optional<SecretString>();
  std::string key(text.starts_with("whsec_") ? text.substr(6) : "");
  while (key.ends_with('=')) key.pop_back();
  std::replace(key.begin(), key.end(), '+', '-');
  std::replace(key.begin(), key.end(), '/', '_');
  const auto bytes = decode_base64url(key);
  if (!bytes || bytes->size() < 24 || bytes->size() > 64)
    return fail(
        "is not whsec_ and base64 of 24 to 64 bytes; make one with: "
        "echo whsec_$(openssl rand -base64 32)");
  return std::optional(SecretString(std::string(text)));
}

std::vector<Setting> make_table() {
  using enum Setting::Secrecy;
  return {
      {"data", "DIR", "./gatehouse-data", open,
       "Folder with the database, the keys and the socket through which commands reach the running server.",
       into(&Settings::data, parse_path)},
      {"database", "URL", "", open,
       "Where the rows are kept: sqlite:PATH. Unset: gatehouse.sqlite in the data folder.",
       into(&Settings::database, parse_database)},
      {"config", "FILE", "", open,
       "TOML file with any of these settings, by their keys. Relative paths count from the working folder.",
       into(&Settings::config, parse_path)},
      {"listen", "HOST:PORT", "127.0.0.1:8420", open,
       "Address the server listens on; port 0 lets the system choose one.",
       into(&Settings::listen, parse_listen_address)},
      {"public_url", "URL", "http://localhost:8420", open,
       "Where people and apps reach the platform; the issuer of every token. https; plain http is for this "
       "machine, and warned of beyond it. "
       "The default has the port of listen.",
       into(&Settings::public_url, parse_public_url)},
      {"trusted_proxies", "RANGES", "", open,
       "Addresses and CIDR ranges, separated by commas, whose X-Forwarded-For and -Proto are believed.",
       into(&Settings::trusted_proxies, parse_address_ranges)},
      {"outbound_allow", "RANGES", "", open,
       "Addresses and CIDR ranges, separated by commas, that the platform may call besides public ones, as "
       "for "
       "apps in your own network.",
       into(&Settings::outbound_allow, parse_address_ranges)},
      {"metrics_listen", "HOST:PORT", "", open,
       "Second address that serves /metrics without an API key. Unset: off.",
       into(&Settings::metrics_listen, parse_optional_listen)},
      {"log_format", "FORMAT", "text", open, "How log lines are written: text or json.",
       into(&Settings::log_format, parse_log_format)},
      {"log_level", "LEVEL", "info", open, "Least level that is logged: debug, info, warning or error.",
       into(&Settings::log_level, parse_log_level)},
      {"master_key", "KEY", "", secret,
       "Key that encrypts secrets in the database, base64url of 32 bytes. Unset: kept as a file in the data "
       "folder.",
       into(&Settings::master_key, parse_master_key)},
      {"session_idle", "DURATION", "14d", open, "A session ends after this long without use.",
       into(&Settings::session_idle, duration_between(seconds(60), std::chrono::days(366), "1m to 366d"))},
      {"session_lifetime", "DURATION", "90d", open, "A session ends after this long, used or not.",
       into(&Settings::session_lifetime,
            duration_between(seconds(60), std::chrono::days(366), "1m to 366d"))},
      {"deletion_grace", "DURATION", "14d", open,
       "Accounts that their owners delete are kept for so long, in case they think better of it.",
       into(&Settings::deletion_grace, duration_between(seconds(3600), std::chrono::days(90), "1h to 90d"))},
      {"places_file", "FILE", "", open,
       "MaxMind DB file (.mmdb, city or country) that tells people from where their sessions are used. "
       "Unset: "
       "addresses alone.",
       into(&Settings::places_file, parse_optional_path)},
      {"hash_memory_kib", "KIB", "19456", open, "Memory one password hash takes (argon2id), in KiB.",
       into(&Settings::hash_memory_kib, number_between(8192, 262144))},
      {"hash_iterations", "N", "2", open, "Passes one password hash makes over its memory (argon2id).",
       into(&Settings::hash_iterations, number_between(1, 16))},
      {"hash_threads", "N", "auto", open,
       "Password hashes computed at the same moment; auto is one for each processor core.",
       into(&Settings::hash_threads, parse_threads)},
      {"hash_queue", "N", "64", open,
       "Password hashes that may wait; beyond them sign-in answers 503 with Retry-After.",
       into(&Settings::hash_queue, number_between(1, 100000))},
      {"io_threads", "N", "auto", open, "Threads that serve requests; auto is one for each processor core.",
       into(&Settings::io_threads, parse_threads)},
      {"smtp_host", "HOST", "", open,
       "Mail server that takes our mail. Unset: mails stay in the outbox, which administrators can read.",
       into_mail(&MailSettings::host, parse_mail_host)},
      {"smtp_port", "PORT", "", open,
       "Port of the mail server. Unset: 587 for starttls, 465 for tls, 25 for none.",
       into_mail(&MailSettings::port, parse_mail_port)},
      {"smtp_security", "KIND", "starttls", open,
       "How mail is secured on its way to the mail server: starttls or tls; none only for one on this "
       "machine "
       "or network.",
       into_mail(&MailSettings::security, parse_mail_security)},
      {"smtp_user", "NAME", "", open, "User name at the mail server. Unset: none is asked for.",
       into_mail(&MailSettings::user, parse_mail_user)},
      {"smtp_password", "PASSWORD", "", secret, "Password at the mail server.",
       into_mail(&MailSettings::password, parse_mail_password)},
      {"smtp_ca_file", "FILE", "", open,
       "PEM file of the authority that signed the mail server's certificate. Unset: those of this machine.",
       into_mail(&MailSettings::ca_file, parse_path)},
      {"mail_from", "SENDER", "", open,
       "Sender of our mails: ADDRESS or NAME <ADDRESS>. Unset: no-reply at the host of public_url.",
       read_mail_from},
      {"audit_stream", "DESTINATION", "", open,
       "Where each audit event is copied to: file:PATH, one JSON object a line, or an https URL that gets "
       "signed batches. Unset: nowhere.",
       into(&Settings::audit_stream, parse_audit_stream)},
      {"audit_stream_key", "KEY", "", secret,
       "Key that signs the batches for an audit_stream URL (Standard Webhooks): whsec_ and base64 of 24 to "
       "64 "
       "bytes.",
       into(&Settings::audit_stream_key, parse_webhook_key)},
  };
}

std::string transform_key(std::string_view prefix, std::string_view key, char (*change)(char)) {
  std::string text(prefix);
  std::transform(key.begin(), key.end(), std::back_inserter(text), change);
  return text;
}

}  // namespace

std::string Setting::flag() const {
  return transform_key("--", key, [](char c) { return c == '_' ? '-' : c; });
}

std::string Setting::environment() const {
  return transform_key("GATEHOUSE_", key,
                       [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
}

std::string Setting::standard_text() const {
  return standard.empty() ? "unset" : std::string(standard);
}

std::span<const Setting> setting_table() {
  static const std::vector<Setting> table = make_table();
  return table;
}

const Setting* find_setting(std::string_view key) {
  const auto table = setting_table();
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const Setting& setting) { return setting.key == key; });
  return found == table.end() ? nullptr : &*found;
}

}  // namespace gatehouse::server
