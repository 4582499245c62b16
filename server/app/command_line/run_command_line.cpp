// SPDX-License-Identifier: Apache-2.0
#include "server/app/command_line/run_command_line.h"

#include <ostream>

#include "server/app/command_line/command_context.h"
#include "server/app/command_line/command_table.h"
#include "server/app/command_line/help.h"
#include "server/app/command_line/option_fields.h"
#include "server/app/command_line/parse_arguments.h"

namespace gatehouse::server {
namespace {

int complain(Console& console, std::string_view line, ExitCode code) {
  console.err << "gatehouse: " << line << '\n';
  return code;
}

/// `code`, unless what was written did not arrive.
int finish_output(Console& console, ExitCode code) {
  console.out.flush();
  return console.out ? code : complain(console, "the result can't be written to standard output", kRefused);
}

int show_wish(const Arguments& arguments, Console& console) {
  if (arguments.wish == Arguments::Wish::version) {
    console.out << "gatehouse " << GATEHOUSE_VERSION << '\n';
  } else if (arguments.command != nullptr) {
    console.out << make_command_help(*arguments.command);
  } else if (!arguments.noun.empty()) {
    console.out << make_noun_help(arguments.noun);
  } else {
    console.out << make_program_help();
  }
  return finish_output(console, kDone);
}

int complain_about_settings(const SettingProblems& problems, Console& console) {
  for (const std::string& problem : problems) console.err << "gatehouse: " << problem << '\n';
  return kRefused;
}

int run(const Arguments& arguments, CommandContext& context) {
  const auto output = arguments.command->run(context);
  Console& console = context.console;
  if (!output) return complain(console, output.error().line, output.error().exit_code);
  if (arguments.form == Form::text) {
    console.out << output->text;
  } else if (!output->json.empty()) {
    console.out << output->json << '\n';
  }
  if (!output->complaint.empty()) return complain(console, output->complaint, output->exit_code);
  return finish_output(console, output->exit_code);
}

}  // namespace

int run_command_line(std::span<const std::string> words, const Environment& environment, const Clock& clock,
                     Console& console, Platform& platform) {
  const auto arguments = parse_arguments(words, command_table());
  if (!arguments) return complain(console, arguments.error().line, kWrongUsage);
  if (arguments->wish != Arguments::Wish::run) return show_wish(*arguments, console);

  const auto settings = read_settings({arguments->settings, environment});
  const bool for_doctor = arguments->command->noun == "doctor";  // it reports on settings itself
  if (!settings && !for_doctor) return complain_about_settings(settings.error(), console);
  if (settings && !for_doctor) {
    for (const std::string& warning : settings->warnings) console.err << "warning: " << warning << '\n';
  }
  const Command& command = *arguments->command;
  Api api([&] { return platform.open(settings->settings, command.absent_platform); },
          [&](std::string_view field) { return name_of_field(command, field); });
  CommandContext context{arguments->invocation, settings, environment, clock, console, platform, api};
  return run(*arguments, context);
}

}  // namespace gatehouse::server
