// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <boost/json/fwd.hpp>

namespace gatehouse::server {

/// The instances of an app as a table for people, or a sentence that there are none.
[[nodiscard]] std::string show_instances(const boost::json::array& instances);

}  // namespace gatehouse::server
