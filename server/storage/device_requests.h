// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/sql/connection.h"
#include "server/model/ids.h"

/// Devices that wait for a person to let them in: the device finds its request by the hash of its code, the
/// person by the short user code. As in storage/users.h.
namespace gatehouse::server::device_requests {

struct DeviceRequest {
  std::string user_code;
  AppId app_id;
  std::string scope;
  std::optional<GrantId> grant_id;  ///< once somebody has agreed
  bool refused = false;
  std::chrono::seconds poll_interval{};
  Time last_poll_at{};
  Time created_at{};
  Time expires_at{};
  std::string client_address = {};  ///< as waiting_requests.h counts it; not read again
};

enum class Inserted { yes, code_taken };
[[nodiscard]] Inserted insert(sql::Connection& connection, const DeviceRequest& request,
                              ByteView device_hash);
[[nodiscard]] std::optional<DeviceRequest> find(sql::Connection& connection, ByteView device_hash);
/// Undecided and not expired.
[[nodiscard]] std::optional<DeviceRequest> find_waiting(sql::Connection& connection,
                                                        const std::string& user_code, Time now);
/// False when somebody was faster.
bool allow(sql::Connection& connection, const std::string& user_code, const GrantId& grant);
bool refuse(sql::Connection& connection, const std::string& user_code);
void note_poll(sql::Connection& connection, ByteView device_hash, std::chrono::seconds interval, Time now);
/// False when it was gone already: the code is good once, also when two polls meet.
bool remove(sql::Connection& connection, ByteView device_hash);
std::int64_t remove_expired(sql::Connection& connection, Time before, std::size_t limit);

}  // namespace gatehouse::server::device_requests
