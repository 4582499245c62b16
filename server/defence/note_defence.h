// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sql/database.h"
#include "server/defence/guarded_passwords.h"

namespace gatehouse::server {

inline constexpr const char* kGuessesRefused = "password.guesses_refused";
inline constexpr const char* kChallengesAsked = "sign_in.challenges_asked";
inline constexpr const char* kChallengesSolved = "sign_in.challenges_solved";

/// Tells the audit log, once a minute at most each, how many guesses were refused unread, and how many
/// challenges were asked and solved: the event's target is their number. False when there was nothing to
/// tell.
bool note_defence(GuardedPasswords& passwords, sql::Database& database, const Clock& clock);

}  // namespace gatehouse::server
