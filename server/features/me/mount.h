// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/place/place_finder.h"
#include "core/sql/database.h"
#include "server/access/picture_reader.h"
#include "server/access/route.h"
#include "server/session/session_service.h"

namespace gatehouse::server {

/// What a signed-in user sees and changes of their own: profile, picture, sessions, apps,
/// consents.
struct Me {
  const Clock& clock;
  sql::Database& database;
  const SessionService& sessions;
  const PlaceFinder* places;  ///< null where no file of places is configured
  RandomSource& random;
  PictureReader pictures;
};

void mount_me(Routes& routes, const Me& me);

/// The profile as `GET /api/v1/me` shows it.
[[nodiscard]] http::Response profile_answer(const User& user);

Route show_profile_route();
Route change_profile_route(Me me);
Route put_avatar_route(Me me);
Route remove_avatar_route(Me me);
Route serve_avatar_route(sql::Database& database);
Route list_own_sessions_route(Me me);
Route end_own_session_route(Me me);
Route end_own_sessions_route(Me me);
Route export_own_data_route(Me me);
Route list_own_apps_route(Me me);
Route list_own_consents_route(Me me);
Route withdraw_consent_route(Me me);

}  // namespace gatehouse::server
