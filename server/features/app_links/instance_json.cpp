// SPDX-License-Identifier: Apache-2.0
#include "server/features/app_links/instance_json.h"

#include "core/base/time_text.h"

namespace gatehouse::server {

boost::json::object to_json(const LiveInstances::Instance& instance) {
  const auto& stream = instance.stream;
  return {{"id", stream.id.value()},
          {"appId", stream.app_id.value()},
          {"name", stream.name()},
          {"instanceId", stream.instance_id},
          {"host", stream.instance_host},
          {"version", stream.instance_version},
          {"description", stream.description},
          {"delivery", to_text(stream.delivery)},
          {"status", to_text(stream.status)},
          {"statusReason", stream.status_reason},
          {"lastError", stream.last_error},
          {"live", instance.is_live},
          {"upToDate", instance.is_up_to_date},
          {"acknowledgedPosition", stream.acknowledged},
          {"secretIds", boost::json::array(stream.instance_secrets.begin(), stream.instance_secrets.end())},
          {"createdAt", to_rfc3339(stream.created_at)},
          {"lastSeenAt", to_rfc3339(stream.last_seen_at)}};
}

Shape instance_shape() {
  using namespace shape;
  return object("Instance", {{"id", text()},
                             {"appId", text()},
                             {"name", text()},
                             {"instanceId", text()},
                             {"host", text()},
                             {"version", text()},
                             {"description", text()},
                             {"delivery", text()},
                             {"status", text()},
                             {"statusReason", text()},
                             {"lastError", text()},
                             {"live", flag()},
                             {"upToDate", flag()},
                             {"acknowledgedPosition", integer()},
                             {"secretIds", list_of(text())},
                             {"createdAt", time()},
                             {"lastSeenAt", time()}});
}

Shape acknowledgement_shape() {
  return shape::object("Acknowledgement", {{"acknowledged", shape::flag()},
                                           {"unacknowledged", shape::list_of(instance_shape())}});
}

boost::json::array to_json(const std::vector<LiveInstances::Instance>& instances) {
  boost::json::array items;
  for (const auto& instance : instances) items.push_back(to_json(instance));
  return items;
}

}  // namespace gatehouse::server
