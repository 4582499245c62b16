// SPDX-License-Identifier: Apache-2.0
#include "server/features/signals/stream_rules.h"

#include <algorithm>

namespace gatehouse::server {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostEvents = 50;
constexpr std::size_t kMostAuthorizationBytes = 2000;

std::optional<http::Response> apply_text(const json::object& body, std::string_view member, std::size_t most,
                                         std::string& text) {
  const auto read = read_text(body, member, most);
  if (!read) return read.error();
  if (*read) text = **read;
  return std::nullopt;
}

/// What an instance tells of itself, beside the standard.
std::optional<http::Response> apply_instance(const json::object& body, Stream& stream) {
  const auto* value = body.if_contains("gatehouse_instance");
  if (value == nullptr) return std::nullopt;
  const auto* instance = value->if_object();
  if (instance == nullptr) return bad_member("gatehouse_instance", "must be an object");
  if (auto refused = apply_text(*instance, "id", 100, stream.instance_id)) return refused;
  if (auto refused = apply_text(*instance, "host", 255, stream.instance_host)) return refused;
  if (auto refused = apply_text(*instance, "version", 100, stream.instance_version)) return refused;
  const auto secrets = read_words(*instance, "secrets", 4, 64);
  if (!secrets) return secrets.error();
  if (*secrets) stream.instance_secrets = **secrets;
  return std::nullopt;
}

using Authorization = std::optional<SecretString>;

/// A value that fits into a header, and one that its owner can have meant.
bool is_header_value(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; }) &&
         (text.empty() || (text.front() != ' ' && text.back() != ' '));
}

Result<Authorization, http::Response> read_authorization(const json::object& delivery) {
  const auto* value = delivery.if_contains("authorization_header");
  if (value == nullptr) return Authorization();
  if (value->is_null()) return Authorization(SecretString());
  const auto* text = value->if_string();
  if (text == nullptr || text->size() > kMostAuthorizationBytes || !is_header_value(*text)) {
    return fail(bad_member("delivery.authorization_header",
                           "must be the value of an Authorization header: at most 2000 printable ASCII "
                           "characters"));
  }
  return Authorization(SecretString(std::string(*text)));
}

/// RFC 8935. The secret goes to no other address than the one that it was given with.
Result<Authorization, http::Response> apply_push(const json::object& delivery, Stream& stream) {
  const auto* value = delivery.if_contains("endpoint_url");
  const auto* url = value == nullptr ? nullptr : value->if_string();
  if (url == nullptr || !is_redirect_uri(*url)) {
    return fail(bad_member("delivery.endpoint_url",
                           "must be a full https address (http only for localhost, 127.0.0.1 and [::1]) "
                           "without fragment or user name"));
  }
  auto authorization = read_authorization(delivery);
  const bool is_same = stream.is_pushed() && stream.endpoint_url == *url;
  if (authorization && !*authorization && !is_same) authorization = Authorization(SecretString());
  stream.delivery = signal_streams::Delivery::push;
  stream.endpoint_url = *url;
  return authorization;
}

Result<Authorization, http::Response> apply_delivery(const json::object& body, Stream& stream) {
  const auto* value = body.if_contains("delivery");
  if (value == nullptr) return Authorization();
  const auto* delivery = value->if_object();
  if (delivery == nullptr) return fail(bad_member("delivery", "must be an object"));
  const auto method = read_text(*delivery, "method", 100);
  if (!method) return fail(method.error());
  if (*method == std::string(kPushDelivery)) return apply_push(*delivery, stream);
  if (*method != std::string(kPollDelivery))
    return fail(bad_member("delivery.method", "must be urn:ietf:rfc:8936 or urn:ietf:rfc:8935"));
  stream.delivery = signal_streams::Delivery::poll;
  stream.endpoint_url.clear();
  return Authorization(SecretString());
}

std::optional<http::Response> apply_rest(const json::object& body, Stream& stream) {
  const auto events = read_words(body, "events_requested", kMostEvents, 200);
  if (!events) return events.error();
  if (*events) stream.events_requested = **events;
  if (auto refused = apply_text(body, "description", 200, stream.description)) return refused;
  return apply_instance(body, stream);
}

}  // namespace

Result<Authorization, http::Response> apply(const json::object& body, Replaces replaces, Stream& stream) {
  if (replaces == Replaces::everything) {
    stream.events_requested.clear();
    stream.description.clear();
  }
  auto authorization = apply_delivery(body, stream);
  if (!authorization) return authorization;
  if (auto refused = apply_rest(body, stream)) return fail(std::move(*refused));
  return authorization;
}

}  // namespace gatehouse::server
