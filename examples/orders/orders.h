// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gatehouse/data_source.h>
#include <string>

namespace orders {

/// The app's own database, `main`: in memory, with a few orders to begin with.
gatehouse::DataSources open_databases();

gatehouse::Json list_orders(gatehouse::DataSource& database);
/// Number and sum of the orders of each status.
gatehouse::Json list_turnover(gatehouse::DataSource& database);
/// False when there is no such order.
bool remove_order(gatehouse::DataSource& database, const std::string& id);

}  // namespace orders
