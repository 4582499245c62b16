// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "core/base/clock.h"
#include "server/config/settings.h"
#include "server/features/health/finding.h"

/// What `gatehouse doctor` and the health page look at. They read what lies on the disk with connections of
/// their own, may take a while, and change nothing.
namespace gatehouse::server {

/// Whether every page of the database is looked at, which takes as long as reading it.
enum class Depth { quick, thorough };

[[nodiscard]] Findings check_data_folder(const Settings& settings);
[[nodiscard]] Findings check_database(const Settings& settings, Depth depth = Depth::thorough);
[[nodiscard]] Findings check_keys(const Settings& settings);
[[nodiscard]] Findings check_mail(const Settings& settings, const Clock& clock);
/// A warning where the mail server is another machine and gets mail unencrypted.
[[nodiscard]] std::optional<Finding> find_mail_in_clear(const MailSettings& mail);
[[nodiscard]] Findings check_clock(const Settings& settings, const Clock& clock);
/// Whether `/healthz` answers under a server's public URL.
[[nodiscard]] Finding check_reachable(const std::string& public_url);

}  // namespace gatehouse::server
