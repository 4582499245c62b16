// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/net/smtp_client.h"
#include "core/sql/database.h"
#include "server/access/picture_reader.h"
#include "server/access/route.h"
#include "server/config/settings.h"
#include "server/notify/mailer.h"

namespace gatehouse::server {

/// What administrators set while the platform runs: brands, who may sign up. What the program was started
/// with is shown beside it and not changed.
struct PlatformSettings {
  const Clock& clock;
  sql::Database& database;
  PictureReader pictures;
  const Mailer& mailer;
  net::SmtpClient* smtp;  ///< null: no mail server
  const Settings& started_with;
};

void mount_settings(Routes& routes, const PlatformSettings& settings);

Route show_settings_route(PlatformSettings settings);
Route change_settings_route(PlatformSettings settings);
Route show_app_branding_route(PlatformSettings settings);
Route change_app_branding_route(PlatformSettings settings);
Routes logo_routes(const PlatformSettings& settings);
Route send_test_mail_route(PlatformSettings settings);
Route preview_settings_route(PlatformSettings settings);

}  // namespace gatehouse::server
