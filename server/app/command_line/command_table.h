// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "server/app/command_line/command.h"

namespace gatehouse::server {

/// A first word and what its commands are about.
struct Noun {
  std::string_view name;
  std::string_view sentence;
};

/// All first words, in the order of help.
[[nodiscard]] std::span<const Noun> noun_table();
/// All commands, in the order of help; those of one noun stand together.
[[nodiscard]] std::span<const Command> command_table();

[[nodiscard]] std::vector<Command> make_server_commands();
[[nodiscard]] std::vector<Command> make_user_commands();
[[nodiscard]] std::vector<Command> make_app_commands();
[[nodiscard]] std::vector<Command> make_app_link_commands();
[[nodiscard]] std::vector<Command> make_key_commands();
[[nodiscard]] std::vector<Command> make_registration_token_commands();
[[nodiscard]] std::vector<Command> make_role_commands();
[[nodiscard]] std::vector<Command> make_member_commands();
[[nodiscard]] std::vector<Command> make_invite_commands();
[[nodiscard]] std::vector<Command> make_sign_up_commands();
[[nodiscard]] std::vector<Command> make_permission_commands();
[[nodiscard]] std::vector<Command> make_manager_commands();
[[nodiscard]] std::vector<Command> make_api_key_commands();
[[nodiscard]] std::vector<Command> make_service_account_commands();
[[nodiscard]] std::vector<Command> make_token_commands();
[[nodiscard]] std::vector<Command> make_audit_commands();
[[nodiscard]] std::vector<Command> make_rescue_commands();
[[nodiscard]] std::vector<Command> make_session_commands();
[[nodiscard]] std::vector<Command> make_settings_commands();
[[nodiscard]] std::vector<Command> make_brand_commands();
[[nodiscard]] std::vector<Command> make_bulk_commands();
[[nodiscard]] std::vector<Command> make_mail_commands();
[[nodiscard]] std::vector<Command> make_statistics_commands();
[[nodiscard]] std::vector<Command> make_doctor_commands();
[[nodiscard]] std::vector<Command> make_backup_commands();

}  // namespace gatehouse::server
