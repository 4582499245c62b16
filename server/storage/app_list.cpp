// SPDX-License-Identifier: Apache-2.0
#include "server/storage/app_list.h"

namespace gatehouse::server {

std::string write_app_list(const std::vector<AppId>& apps) {
  if (apps.empty()) return "";
  std::string list = ",";
  for (const auto& app : apps) list += app.value() + ',';
  return list;
}

std::vector<AppId> split_app_list(std::string_view list) {
  std::vector<AppId> apps;
  for (std::size_t start = 1; start < list.size();) {
    const auto end = list.find(',', start);
    apps.emplace_back(std::string(list.substr(start, end - start)));
    start = end + 1;
  }
  return apps;
}

}  // namespace gatehouse::server
