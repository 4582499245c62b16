// SPDX-License-Identifier: Apache-2.0
#include "server/app/command_line/command_table.h"

#include <array>
#include <iterator>

namespace gatehouse::server {
namespace {

constexpr std::array kNouns{
    Noun{"serve", "Run the platform"},
    Noun{"user", "People's central accounts"},
    Noun{"app", "Registered applications and their secret keys"},
    Noun{"registration-token", "Let apps register themselves"},
    Noun{"role", "Roles of an app and the permissions they give"},
    Noun{"permission", "What an app's roles can be made of"},
    Noun{"member", "Who may enter an app, with which roles"},
    Noun{"invite", "Links by which people become members of an app"},
    Noun{"sign-up", "Who may make an account of their own, and who waits for approval"},
    Noun{"manager", "Who looks after an app"},
    Noun{"api-key", "Credentials of scripts"},
    Noun{"service-account", "Programs that use the API"},
    Noun{"token", "App tokens: issue, look into, verify"},
    Noun{"key", "The platform's own keys: list, rotate, withdraw"},
    Noun{"session", "Who is signed in where"},
    Noun{"settings", "The platform's brand, and who may sign up"},
    Noun{"mail", "What the platform has mailed, or would"},
    Noun{"stats", "Count users, apps and the sign-ins of the last days"},
    Noun{"audit", "The log of every decision and change"},
    Noun{"rescue", "Let somebody who is locked out back in"},
    Noun{"doctor", "Check that everything is in order, and say how to mend what isn't"},
    Noun{"backup", "Copy the whole platform into one file, while the server runs"},
    Noun{"restore", "Put a backup into the data folder"},
};

std::vector<Command> make_table() {
  std::vector<Command> table;
  for (const auto make : {make_server_commands,
                          make_user_commands,
                          make_bulk_commands,
                          make_app_commands,
                          make_app_link_commands,
                          make_brand_commands,
                          make_registration_token_commands,
                          make_role_commands,
                          make_permission_commands,
                          make_member_commands,
                          make_manager_commands,
                          make_invite_commands,
                          make_api_key_commands,
                          make_service_account_commands,
                          make_sign_up_commands,
                          make_token_commands,
                          make_key_commands,
                          make_audit_commands,
                          make_rescue_commands,
                          make_session_commands,
                          make_settings_commands,
                          make_mail_commands,
                          make_statistics_commands,
                          make_doctor_commands,
                          make_backup_commands}) {
    auto commands = make();
    std::move(commands.begin(), commands.end(), std::back_inserter(table));
  }
  return table;
}

}  // namespace

std::span<const Noun> noun_table() {
  return kNouns;
}

std::span<const Command> command_table() {
  static const std::vector<Command> table = make_table();
  return table;
}

}  // namespace gatehouse::server
