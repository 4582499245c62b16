// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/place/place_finder.h"
#include "core/sql/database.h"
#include "server/access/route.h"
#include "server/session/session_service.h"

namespace gatehouse::server {

/// What a signed-in user sees and changes of their own: profile, sessions, apps, consents.
struct Me {
  const Clock& clock;
  sql::Database& database;
  const SessionService& sessions;
  const PlaceFinder* places;  ///< null where no file of places is configured
};

void mount_me(Routes& routes, const Me& me);

Route show_profile_route();
Route change_profile_route(Me me);
Route list_own_sessions_route(Me me);
Route end_own_session_route(Me me);
Route end_own_sessions_route(Me me);
Route export_own_data_route(Me me);
Route list_own_apps_route(Me me);
Route list_own_consents_route(Me me);
Route withdraw_consent_route(Me me);

}  // namespace gatehouse::server
