// SPDX-License-Identifier: Apache-2.0
#include <filesystem>

#include <boost/json.hpp>

#include "core/base/random.h"
#include "core/http/form.h"
#include "server/app/command_line/command_context.h"
#include "server/app/command_line/command_table.h"
#include "server/app/command_line/show.h"
#include "server/app/platform/backup.h"

namespace gatehouse::server {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

Outcome<Output> back_up(CommandContext& context) {
  const std::string& file = context.invocation.get("FILE");
  const auto wanted = context.invocation.has("--without-key") ? KeyInBackup::left_out : KeyInBackup::included;
  const auto written = write_backup(context.settings->settings, file, wanted);
  if (!written) return fail(Refusal{written.error()});
  const bool has_key = *written == KeyInBackup::included;
  const auto bytes = fs::file_size(file);
  std::string text = "The platform is copied to " + file + " (" + std::to_string(bytes) + " bytes).\n";
  text += has_key ? "The master key is in it: whoever can read the file has every secret.\n"
                  : "The master key is not in it: keep a copy of it elsewhere.\n";
  return make_output(json::object{{"file", file}, {"bytes", bytes}, {"masterKey", has_key}}, std::move(text));
}

/// What ended after the backup was made must not come back to life, nor what began then live on in apps.
Outcome<void> end_what_was_signed_in(Api& api) {
  const auto apps = api.list("/api/v1/apps");
  if (!apps) return fail(apps.error());
  for (const auto& app : *apps) {
    const auto ended =
        api.send(http::Method::post,
                 "/api/v1/apps/" + http::percent_encode(show(app.as_object(), "id")) + "/sign-everybody-out");
    if (!ended) return fail(ended.error());
  }
  const auto ended =
      api.send(http::Method::post, "/api/v1/sessions/end-all", json::object{{"confirm", "everybody"}});
  if (!ended) return fail(ended.error());
  return {};
}

Outcome<Output> restore(CommandContext& context) {
  const std::string& file = context.invocation.get("FILE");
  const Settings& settings = context.settings->settings;
  SystemRandom random;
  const auto aside = restore_backup(settings, file, context.clock, random);
  if (!aside) return fail(Refusal{aside.error()});
  const bool keep = context.invocation.has("--keep-sessions");
  if (!keep) {
    if (const auto ended = end_what_was_signed_in(context.api); !ended) return fail(ended.error());
  }
  std::string text = file + " is restored to " + settings.data.string() + ".\n";
  if (!keep) text += "Everybody has to sign in again.\n";
  json::array names;
  for (const auto& path : *aside) {
    text += "Set aside: " + path.string() + "\n";
    names.emplace_back(path.string());
  }
  return make_output(
      json::object{{"data", settings.data.string()}, {"sessionsKept", keep}, {"setAside", names}},
      std::move(text));
}

}  // namespace

std::vector<Command> make_backup_commands() {
  return {
      {.noun = "backup",
       .verb = "",
       .summary = "Copy the whole platform into one file, while the server runs",
       .words = {{"FILE", "A new file, readable by its owner alone."}},
       .options = {{"--without-key", "", "Leave the master key out, to keep it elsewhere."}},
       .details =
           "The copy is of one moment. It holds the database and the master key, so keep it as safe as\n"
           "the platform itself.",
       .example = "backup /var/backups/gatehouse-2026-11-30.sqlite",
       .run = back_up},
      {.noun = "restore",
       .verb = "",
       .summary = "Put a backup into the data folder",
       .words = {{"FILE", "A file that gatehouse backup wrote."}},
       .options = {{"--keep-sessions", "", "Leave everybody signed in who was when the backup was made."}},
       .details =
           "The server must not run. The backup is checked before anything is touched; a platform that is\n"
           "in the folder is set aside, not overwritten. Sessions, refresh tokens and tokens end, because\n"
           "some were ended after the backup was made.",
       .example = "restore /var/backups/gatehouse-2026-11-30.sqlite --data /var/lib/gatehouse",
       .run = restore}};
}

}  // namespace gatehouse::server
