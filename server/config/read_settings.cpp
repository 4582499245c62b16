// SPDX-License-Identifier: Apache-2.0
#include "server/config/read_settings.h"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>

#include "server/config/config_file.h"
#include "server/config/nearest_name.h"
#include "server/config/own_machine.h"
#include "server/config/setting_table.h"

namespace gatehouse::server {
namespace {

constexpr std::size_t kMostSocketPath = 107;  // unix(7)
constexpr std::string_view kPrefix = "GATEHOUSE_";
constexpr std::string_view kAppVariable = "GATEHOUSE_URL";  ///< what apps call the platform's address

/// A value on its way, with the words that name its origin.
struct Found {
  std::string text;
  std::string origin;
};

std::optional<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file.is_open() || file.bad()) return std::nullopt;
  return text;
}

/// In quotes, and on one line whatever it holds.
std::string quote(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; }, '?');
  return '"' + text + '"';
}

/// Collects values from the weakest source to the strongest, then reads them all.
class Reader {
 public:
  explicit Reader(const SettingSources& sources) : sources_(sources) {}

  Result<ReadSettings, SettingProblems> read() {
    add_file();
    add_environment();
    for (const auto& [key, text] : sources_.flags) found_[key] = {text, find_setting(key)->flag()};
    for (const Setting& setting : setting_table()) store(setting);
    check_together();
    if (!problems_.empty()) return fail(std::move(problems_));
    return std::move(result_);
  }

 private:
  void add_file() {
    const auto [path, origin] = find_config_path();
    if (path.empty()) return;
    const auto text = read_file(path);
    if (!text) {
      problems_.push_back("config (" + origin + "): " + path +
                          " can't be read: " + std::generic_category().message(errno) +
                          "; name an existing TOML file, or leave the setting out");
      return;
    }
    const auto entries = parse_config_file(*text);
    if (!entries) {
      problems_.push_back("config (" + origin + "): " + path + " line " +
                          std::to_string(entries.error().line) + " is " + entries.error().reason +
                          "; write KEY = VALUE, with texts in quotes");
      return;
    }
    for (const ConfigEntry& entry : *entries) add_entry(entry, path);
  }

  Found find_config_path() const {
    if (const auto flag = sources_.flags.find("config"); flag != sources_.flags.end()) {
      return {flag->second, "--config"};
    }
    const auto variable = sources_.environment.find("GATEHOUSE_CONFIG");
    if (variable == sources_.environment.end()) return {};
    return {variable->second, variable->first};
  }

  void add_entry(const ConfigEntry& entry, const std::string& path) {
    const std::string origin = path + " line " + std::to_string(entry.line);
    if (entry.key == "config") {
      problems_.push_back("config (" + origin + "): a settings file can't name another; remove this line");
    } else if (find_setting(entry.key) == nullptr) {
      problems_.push_back(entry.key + " (" + origin + "): there is no such setting" +
                          suggest_name(entry.key, keys()));
    } else if (entry.shape != ConfigEntry::Shape::value) {
      problems_.push_back(entry.key + " (" + origin + "): write one text, number or list of texts");
    } else {
      found_[entry.key] = {entry.value, origin};
    }
  }

  void add_environment() {
    std::map<std::string, const Setting*, std::less<>> by_name;
    for (const Setting& setting : setting_table()) by_name[setting.environment()] = &setting;
    for (auto variable = sources_.environment.lower_bound(kPrefix);
         variable != sources_.environment.end() && variable->first.starts_with(kPrefix); ++variable) {
      if (variable->second.empty()) continue;  // what compose files make of an unset variable
      if (variable->first == kAppVariable) continue;
      const auto known = by_name.find(variable->first);
      if (known != by_name.end()) {
        found_[std::string(known->second->key)] = {variable->second, variable->first};
        continue;
      }
      std::vector<std::string> names;
      for (const auto& [name, setting] : by_name) names.push_back(name);
      result_.warnings.push_back(variable->first + " (environment): there is no such setting" +
                                 suggest_name(variable->first, names));
    }
  }

  void store(const Setting& setting) {
    const auto found = found_.find(std::string(setting.key));
    if (found == found_.end()) {
      if (!setting.standard.empty()) setting.read(setting.standard, result_.settings);
      return;
    }
    const auto& [text, origin] = found->second;
    result_.origins[found->first] = origin;
    if (const auto mend = setting.read(text, result_.settings)) {
      const bool shown = setting.secrecy == Setting::Secrecy::open;
      problems_.push_back(found->first + " (" + origin + "): " + (shown ? quote(text) : "its value") + " " +
                          *mend);
    }
  }

  /// What only several settings together can say; of no use while single ones are wrong.
  void check_together() {
    if (!problems_.empty()) return;
    Settings& settings = result_.settings;
    if (settings.database.path.empty()) settings.database.path = settings.data / "gatehouse.sqlite";
    if (settings.socket_path().native().size() > kMostSocketPath) {
      problems_.emplace_back(
          "data: the folder's path is too long for the socket in it; name one of at most " +
          std::to_string(kMostSocketPath - std::string_view("/gatehouse.sock").size()) + " bytes");
    }
    if (settings.session_idle > settings.session_lifetime) {
      problems_.emplace_back("session_idle: it is longer than session_lifetime; shorten it or lengthen that");
    }
    if (result_.origins.count("public_url") == 0 && settings.listen.port != 0) {
      settings.public_url =
          parse_public_url("http://localhost:" + std::to_string(settings.listen.port)).value();
    }
    complete_mail(settings.mail, settings.public_url);
    const auto& stream = settings.audit_stream;
    if (!stream.destination.empty() && !stream.is_file() && !settings.audit_stream_key) {
      problems_.emplace_back(
          "audit_stream_key: audit_stream is a URL, whose receiver must be able to tell that we send; set a "
          "key, "
          "made with: echo whsec_$(openssl rand -base64 32)");
    }
    check_encryption(settings.public_url);
  }

  void check_encryption(const PublicUrl& url) {
    if (url.is_https() || url.is_loopback()) return;
    result_.warnings.push_back("public_url: " + url.text +
                               " is not encrypted, so passwords and tokens can be read on the way; "
                               "put a TLS proxy in front and use https");
  }

  void complete_mail(MailSettings& mail, const PublicUrl& url) {
    using Security = MailSettings::Security;
    if (mail.port == 0) {
      mail.port = mail.security == Security::starttls ? 587 : mail.security == Security::tls ? 465 : 25;
    }
    if (mail.from_address.empty()) {
      // An address literal is no good sender; mails of such a platform name the machine.
      const bool named = url.host.find_first_not_of("0123456789.") != std::string::npos && url.host[0] != '[';
      mail.from_address = "no-reply@" + (named ? url.host : "localhost");
    }
    if (mail.user.empty() != !mail.password.has_value()) {
      problems_.emplace_back("smtp_user: smtp_user and smtp_password go together; set both or none");
    }
    if (mail.security == Security::none && !mail.user.empty() && !is_own_machine(mail.host)) {
      problems_.emplace_back(
          "smtp_security: with none, smtp_password would cross the network in clear; use starttls or tls");
    }
  }

  static std::vector<std::string> keys() {
    std::vector<std::string> keys;
    for (const Setting& setting : setting_table()) keys.emplace_back(setting.key);
    return keys;
  }

  const SettingSources& sources_;
  std::map<std::string, Found> found_;
  ReadSettings result_;
  SettingProblems problems_;
};

}  // namespace

Result<ReadSettings, SettingProblems> read_settings(const SettingSources& sources) {
  return Reader(sources).read();
}

Settings make_default_settings() {
  return read_settings({}).value().settings;
}

}  // namespace gatehouse::server
