// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>

#include "core/net/fiber.h"

// Stands in for the functions of core/net/fiber.h by blocking the thread.
namespace gatehouse::sql::stand_in {

std::shared_ptr<net::Waiter> make_waiter();
bool wait_ready(int descriptor, net::Readiness readiness, std::chrono::milliseconds limit);
void sleep_for(std::chrono::milliseconds time);

}  // namespace gatehouse::sql::stand_in
