// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sql/database.h"
#include "server/defence/refused_guesses.h"

namespace gatehouse::server {

inline constexpr const char* kGuessesRefused = "password.guesses_refused";

/// Tells the audit log, once a minute at most, how many guesses were refused unread: the event's target is
/// their number. False when there was nothing to tell.
bool note_refused_guesses(RefusedGuesses& refused, sql::Database& database, const Clock& clock);

}  // namespace gatehouse::server
