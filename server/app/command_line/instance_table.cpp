// SPDX-License-Identifier: Apache-2.0
#include "server/app/command_line/instance_table.h"

#include <boost/json.hpp>

#include "server/app/command_line/show.h"

namespace gatehouse::server {

std::string show_instances(const boost::json::array& instances) {
  return show_table(instances,
                    {{"INSTANCE", "name"},
                     {"VERSION", "version"},
                     {"LIVE", "live"},
                     {"LAST SEEN", "lastSeenAt"},
                     {"UP TO DATE", "upToDate"},
                     {"ACKNOWLEDGED", "acknowledgedPosition"},
                     {"SECRETS", "secretsHeld"},
                     {"DELIVERY", "delivery"},
                     {"LAST ERROR", "lastError"}},
                    "No instance of this app follows the platform; its tokens end by themselves alone.");
}

}  // namespace gatehouse::server
