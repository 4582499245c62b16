// SPDX-License-Identifier: Apache-2.0
#include "server/model/app.h"

#include <algorithm>

namespace gatehouse::server {
namespace {

bool is_lower_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool is_loopback_host(std::string_view host) {
  return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

bool is_port(std::string_view text) {
  return !text.empty() && text.size() <= 5 && text.front() != '0' &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
         std::stoi(std::string(text)) <= 65535;
}

bool is_host(std::string_view text) {
  if (text == "[::1]") return true;
  return !text.empty() && text.size() <= 253 && text.front() != '.' && text.back() != '.' &&
         text.find("..") == std::string_view::npos && std::all_of(text.begin(), text.end(), [](char c) {
           return is_lower_alphanumeric(c) || c == '-' || c == '.';
         });
}

struct UriParts {
  bool https = false;
  std::string_view host;
  std::string_view rest;  ///< from the slash of the path
};

std::optional<UriParts> split_uri(std::string_view text) {
  UriParts parts;
  if (text.starts_with("https://")) {
    parts.https = true;
    text.remove_prefix(8);
  } else if (text.starts_with("http://")) {
    text.remove_prefix(7);
  } else {
    return std::nullopt;
  }
  const auto end = text.find_first_of("/?");
  auto authority = text.substr(0, end);
  if (end != std::string_view::npos) parts.rest = text.substr(end);
  const auto colon = authority.starts_with('[') ? authority.find("]:") : authority.rfind(':');
  if (colon != std::string_view::npos) {
    const auto host_end = colon + (authority.starts_with('[') ? 1 : 0);
    if (!is_port(authority.substr(host_end + 1))) return std::nullopt;
    authority = authority.substr(0, host_end);
  }
  if (!is_host(authority)) return std::nullopt;
  if (!parts.https && !is_loopback_host(authority)) return std::nullopt;
  parts.host = authority;
  return parts;
}

/// `http://127.0.0.1:5678/cb` without its port; empty for all but loopback addresses, `localhost` included:
/// that name may be somebody else's (RFC 8252, section 8.3).
std::string without_loopback_port(std::string_view uri) {
  const auto parts = split_uri(uri);
  if (!parts || parts->https || parts->host == "localhost") return "";
  return std::string(parts->host) + std::string(parts->rest);
}

}  // namespace

std::string_view to_text(ClientType type) {
  return type == ClientType::public_ ? "public" : "confidential";
}

std::optional<ClientType> parse_client_type(std::string_view text) {
  for (const auto type : {ClientType::confidential, ClientType::public_}) {
    if (text == to_text(type)) return type;
  }
  return std::nullopt;
}

std::string_view to_text(AppAlgorithm algorithm) {
  switch (algorithm) {
    case AppAlgorithm::hs256:
      return "HS256";
    case AppAlgorithm::eddsa:
      return "EdDSA";
    case AppAlgorithm::es256:
      return "ES256";
    case AppAlgorithm::rs256:
      return "RS256";
  }
  return "";
}

std::optional<AppAlgorithm> parse_app_algorithm(std::string_view text) {
  for (const auto algorithm :
       {AppAlgorithm::hs256, AppAlgorithm::eddsa, AppAlgorithm::es256, AppAlgorithm::rs256}) {
    if (text == to_text(algorithm)) return algorithm;
  }
  return std::nullopt;
}

bool App::has_redirect_uri(std::string_view uri) const {
  if (std::find(redirect_uris.begin(), redirect_uris.end(), uri) != redirect_uris.end()) return true;
  if (!is_public() || !is_redirect_uri(uri)) return false;
  const auto wanted = without_loopback_port(uri);
  return !wanted.empty() && std::any_of(redirect_uris.begin(), redirect_uris.end(), [&](const auto& one) {
    return without_loopback_port(one) == wanted;
  });
}

bool is_app_id(std::string_view text) {
  return !text.empty() && text.size() <= 64 && is_lower_alphanumeric(text.front()) &&
         !text.starts_with(kUserIdPrefix) && std::all_of(text.begin(), text.end(), [](char c) {
           return is_lower_alphanumeric(c) || c == '.' || c == '_' || c == '-';
         });
}

bool is_redirect_uri(std::string_view text) {
  if (text.size() > 2000) return false;
  if (!std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; })) return false;
  if (text.find_first_of("#*\\@\"<>^`{|}") != std::string_view::npos) return false;
  const auto parts = split_uri(text);
  if (!parts) return false;
  const auto path = parts->rest.substr(0, parts->rest.find('?'));
  return path.find("/../") == std::string_view::npos && !path.ends_with("/..") &&
         path.find("/./") == std::string_view::npos && !path.ends_with("/.");
}

bool is_origin(std::string_view text) {
  const auto parts = split_uri(text);
  return text.size() <= 300 && parts && parts->rest.empty();
}

}  // namespace gatehouse::server
