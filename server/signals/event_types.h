// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/model/signal_event.h"

namespace gatehouse::server {

/// The `events` member of a SET that tells of such an event (CAEP 1.0, RISC 1.0, SSF 1.0, and our own).
[[nodiscard]] std::string_view event_uri(SignalKind kind);

/// Those that a receiver may ask for.
[[nodiscard]] std::span<const std::string_view> supported_events();

/// The kinds that a stream is told; everything where nothing is asked for. What is about the stream itself is
/// always told.
[[nodiscard]] std::vector<SignalKind> kinds_of(const std::vector<std::string>& events_requested);
/// What of the asked for is supported.
[[nodiscard]] std::vector<std::string> delivered_events(const std::vector<std::string>& events_requested);

}  // namespace gatehouse::server
