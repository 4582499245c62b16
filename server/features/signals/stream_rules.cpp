// SPDX-License-Identifier: Apache-2.0
#include "server/features/signals/stream_rules.h"

namespace gatehouse::server {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostEvents = 50;

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

std::optional<http::Response> apply_delivery(const json::object& body, Stream& stream) {
  const auto* value = body.if_contains("delivery");
  if (value == nullptr) return std::nullopt;
  const auto* delivery = value->if_object();
  if (delivery == nullptr) return bad_member("delivery", "must be an object");
  const auto method = read_text(*delivery, "method", 100);
  if (!method) return method.error();
  if (*method != std::string(kPollDelivery))
    return bad_member("delivery.method", "must be urn:ietf:rfc:8936");
  stream.delivery = signal_streams::Delivery::poll;
  return std::nullopt;
}

}  // namespace

std::optional<http::Response> apply(const json::object& body, Replaces replaces, Stream& stream) {
  if (replaces == Replaces::everything) {
    stream.events_requested.clear();
    stream.description.clear();
  }
  if (auto refused = apply_delivery(body, stream)) return refused;
  const auto events = read_words(body, "events_requested", kMostEvents, 200);
  if (!events) return events.error();
  if (*events) stream.events_requested = **events;
  if (auto refused = apply_text(body, "description", 200, stream.description)) return refused;
  return apply_instance(body, stream);
}

}  // namespace gatehouse::server
