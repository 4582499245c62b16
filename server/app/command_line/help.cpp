// SPDX-License-Identifier: Apache-2.0
#include "server/app/command_line/help.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "server/app/command_line/command_table.h"
#include "server/config/setting_table.h"

namespace gatehouse::server {
namespace {

constexpr std::size_t kWidth = 96;

/// A name and what it means, as one line or more of a help text.
using Entry = std::pair<std::string, std::string>;

/// Breaks `text` into lines that end before kWidth when indented by `indent`.
std::string wrap(std::string_view text, std::size_t indent) {
  std::string lines;
  std::size_t column = indent;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    if (column > indent && column + 1 + word.size() > kWidth) {
      lines += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (column > indent) {
      lines += ' ';
      ++column;
    }
    lines += word;
    column += word.size();
  }
  return lines;
}

std::string format_entries(std::string_view heading, const std::vector<Entry>& entries) {
  if (entries.empty()) return {};
  std::size_t widest = 0;
  for (const auto& [name, meaning] : entries) widest = std::max(widest, name.size());
  std::string text = "\n" + std::string(heading) + "\n";
  for (const auto& [name, meaning] : entries) {
    text += "  " + name + std::string(widest - name.size() + 2, ' ') + wrap(meaning, widest + 4) + "\n";
  }
  return text;
}

Entry to_entry(const Setting& setting) {
  std::string meaning(setting.sentence);
  if (!setting.standard.empty()) meaning += " Default: " + setting.standard_text() + ".";
  return {setting.flag() + " " + std::string(setting.shape), std::move(meaning)};
}

/// `--role ROLE`
std::string to_text(const Option& option) {
  return std::string(option.name) + (option.shape.empty() ? "" : " " + std::string(option.shape));
}

std::vector<Entry> list_settings(const Command* command) {
  const bool all = command != nullptr && command->noun == "serve";
  std::vector<Entry> entries;
  for (const Setting& setting : setting_table()) {
    const bool common = setting.key == "data" || setting.key == "database" || setting.key == "config";
    if ((all || common) && setting.secrecy == Setting::Secrecy::open) entries.push_back(to_entry(setting));
  }
  entries.emplace_back("--json", "Print one JSON object or array.");
  entries.emplace_back("--help", "Explain.");
  return entries;
}

std::string make_usage(const Command& command) {
  std::string usage = "gatehouse " + command.name();
  for (const Word& word : command.words) {
    usage += word.need == Need::required ? " " + std::string(word.name) : " [" + std::string(word.name) + "]";
  }
  for (const Option& option : command.options) {
    const std::string text = to_text(option) + (option.repeat == Repeat::many ? " ..." : "");
    usage += option.need == Need::required ? " " + text : " [" + text + "]";
  }
  return usage;
}

std::vector<Entry> list_words(const Command& command) {
  std::vector<Entry> entries;
  for (const Word& word : command.words) {
    const std::string instead =
        word.instead.empty() ? "" : " Or give it with " + std::string(word.instead) + ".";
    entries.emplace_back(word.name, std::string(word.sentence) + instead);
  }
  return entries;
}

std::vector<Entry> list_options(const Command& command) {
  std::vector<Entry> entries;
  for (const Option& option : command.options) {
    const std::string_view required = option.need == Need::required ? " Required." : "";
    entries.emplace_back(to_text(option), std::string(option.sentence) + std::string(required));
  }
  return entries;
}

}  // namespace

std::string make_program_help() {
  std::vector<Entry> nouns;
  for (const Noun& noun : noun_table()) nouns.emplace_back(noun.name, noun.sentence);
  return "Gatehouse: one central sign-in for self-hosted apps\n\n"
         "Usage: gatehouse NOUN [VERB] [WORDS] [OPTIONS]\n" +
         format_entries("Commands:", nouns) +
         format_entries("Options of every command:", list_settings(nullptr)) +
         "\nOptions may stand before or after a command's own words. Settings may also come from the\n"
         "environment (GATEHOUSE_DATA) or the file that --config names. Commands reach a running server\n"
         "by the socket in its data folder, and do their work themselves when none runs.\n"
         "\nExit status: 0 done, 1 refused or failed, 2 wrong usage.\n"
         "\nExample:\n  gatehouse user add --email ada@example.com --admin --password-stdin\n"
         "\ngatehouse NOUN --help and gatehouse NOUN VERB --help say more.\n";
}

std::string make_noun_help(std::string_view noun) {
  std::vector<Entry> verbs;
  std::string_view example;
  for (const Command& command : command_table()) {
    if (command.noun != noun) continue;
    if (command.verb.empty()) return make_command_help(command);
    verbs.emplace_back(command.name(), command.summary);
    if (example.empty()) example = command.example;
  }
  const auto nouns = noun_table();
  const auto row =
      std::find_if(nouns.begin(), nouns.end(), [&](const Noun& each) { return each.name == noun; });
  return "gatehouse " + std::string(noun) + ": " + std::string(row->sentence) + "\n" +
         format_entries("Commands:", verbs) +
         format_entries("Options of every command:", list_settings(nullptr)) + "\nExample:\n  gatehouse " +
         std::string(example) + "\n\ngatehouse " + std::string(noun) + " VERB --help says more.\n";
}

std::string make_command_help(const Command& command) {
  std::string text = "gatehouse " + command.name() + ": " + std::string(command.summary) +
                     "\n\nUsage: " + wrap(make_usage(command), 7) + "\n";
  if (!command.details.empty()) text += "\n" + std::string(command.details) + "\n";
  return text + format_entries("Words:", list_words(command)) +
         format_entries("Options:", list_options(command)) +
         format_entries(command.noun == "serve" ? "Settings:" : "Options of every command:",
                        list_settings(&command)) +
         "\nExample:\n  gatehouse " + std::string(command.example) + "\n";
}

std::string make_command_line_manual() {
  std::string page =
      "<!-- Made from server/app/command_line by write_reference; do not edit. -->\n# Command "
      "line\n\n```text\n" +
      make_program_help() + "```\n";
  for (const Command& command : command_table()) {
    page += "\n## gatehouse " + command.name() + "\n\n" + std::string(command.summary) + ".\n";
    if (!command.details.empty()) page += "\n" + std::string(command.details) + "\n";
    page += "\n```text\n" + make_usage(command) + "\n```\n";
    auto entries = list_words(command);
    for (Entry& entry : list_options(command)) entries.push_back(std::move(entry));
    if (!entries.empty()) page += "\n| word or option | meaning |\n| --- | --- |\n";
    for (const auto& [name, meaning] : entries) {
      page.append("| `").append(name).append("` | ").append(meaning).append(" |\n");
    }
    page += "\nExample: `gatehouse " + std::string(command.example) + "`\n";
  }
  return page;
}

}  // namespace gatehouse::server
