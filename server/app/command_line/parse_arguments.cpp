// SPDX-License-Identifier: Apache-2.0
#include "server/app/command_line/parse_arguments.h"

#include <algorithm>
#include <optional>
#include <set>

#include "server/config/nearest_name.h"
#include "server/config/setting_table.h"

namespace gatehouse::server {
namespace {

template <class Items>
auto* find_named(Items& items, std::string_view name) {
  const auto found =
      std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.name == name; });
  return found == items.end() ? nullptr : &*found;
}

const Setting* find_setting_by_flag(std::string_view flag) {
  const auto table = setting_table();
  const auto found = std::find_if(table.begin(), table.end(),
                                  [&](const Setting& setting) { return setting.flag() == flag; });
  return found == table.end() ? nullptr : &*found;
}

class Parser {
 public:
  Parser(std::span<const std::string> arguments, std::span<const Command> commands)
      : arguments_(arguments), commands_(commands) {}

  Result<Arguments, WrongUsage> parse() {
    for (next_ = 0; next_ < arguments_.size() && !error_;) take(arguments_[next_++]);
    if (error_) return fail(WrongUsage{*error_ + hint()});
    if (result_.wish != Arguments::Wish::run) return std::move(result_);
    if (result_.command == nullptr) {
      complain(result_.noun.empty() ? "name a command" : "name a verb after " + result_.noun);
    } else {
      place_words();
      check_options();
      check_required();
    }
    if (error_) return fail(WrongUsage{*error_ + hint()});
    return std::move(result_);
  }

 private:
  /// A bare word; `after` is the repeatable option whose value stood right before it, if any.
  struct Bare {
    std::string text;
    const Option* after;
  };

  void take(const std::string& argument) {
    if (only_words_ || argument.size() < 2 || argument[0] != '-') return take_bare(argument);
    open_ = nullptr;
    if (argument == "--") {
      only_words_ = true;
    } else if (argument == "-h") {
      result_.wish = Arguments::Wish::help;
    } else {
      take_option(argument);
    }
  }

  void take_bare(const std::string& text) {
    if (result_.command != nullptr) {
      bare_.push_back({text, open_});
    } else if (result_.noun.empty()) {
      take_noun(text);
    } else {
      take_verb(text);
    }
  }

  void take_noun(const std::string& text) {
    if (text == "help") {
      result_.wish = Arguments::Wish::help;
      return;
    }
    std::vector<std::string> nouns;
    for (const Command& command : commands_) {
      nouns.emplace_back(command.noun);
      if (command.noun != text) continue;
      result_.noun = text;
      if (command.verb.empty()) result_.command = &command;
    }
    if (result_.noun.empty()) {
      complain("there is no command \"" + text + "\"" + suggest_name(text, nouns));
    }
  }

  void take_verb(const std::string& text) {
    std::vector<std::string> verbs;
    for (const Command& command : commands_) {
      if (command.noun != result_.noun) continue;
      verbs.emplace_back(command.verb);
      if (command.verb == text) result_.command = &command;
    }
    if (result_.command == nullptr) {
      complain("there is no command \"" + result_.noun + " " + text + "\"" + suggest_name(text, verbs));
    }
  }

  void take_option(const std::string& argument) {
    const auto equals = argument.find('=');
    const std::string name = argument.substr(0, equals);
    std::optional<std::string> value;
    if (equals != std::string::npos) value = argument.substr(equals + 1);

    if (name == "--help" || name == "--version" || name == "--json") {
      if (value) return complain(name + " takes no value");
      if (name == "--json") result_.form = Form::json;
      if (name == "--help") result_.wish = Arguments::Wish::help;
      if (name == "--version") result_.wish = Arguments::Wish::version;
    } else if (const Setting* setting = find_setting_by_flag(name)) {
      take_setting(*setting, value);
    } else if (const Option* option = find_option(name)) {
      take_command_option(*option, value);
    } else {
      complain("there is no option " + name + suggest_name(name, option_names()));
    }
  }

  void take_setting(const Setting& setting, std::optional<std::string> value) {
    if (setting.secrecy == Setting::Secrecy::secret) {
      return complain(setting.flag() + " would show a secret to other users of this machine; set " +
                      setting.environment() + " or write it into the settings file");
    }
    if (!take_value(setting.flag(), value)) return;
    if (!result_.settings.emplace(setting.key, *value).second) complain(setting.flag() + " stands twice");
  }

  void take_command_option(const Option& option, std::optional<std::string> value) {
    const std::string name(option.name);
    used_.insert(name);
    if (option.shape.empty()) {
      if (value) return complain(name + " takes no value");
      value = "";
    } else if (!take_value(name, value)) {
      return;
    }
    if (option.repeat == Repeat::many) {
      open_ = &option;
    } else if (result_.invocation.has(name)) {
      return complain(name + " stands twice");
    }
    result_.invocation.add(name, *value);
  }

  /// The value after `=`, or else the next argument.
  bool take_value(const std::string& name, std::optional<std::string>& value) {
    if (value) return true;
    if (next_ == arguments_.size() || arguments_[next_].starts_with("--")) {
      complain(name + " needs a value");
      return false;
    }
    value = arguments_[next_++];
    return true;
  }

  /// Before the command is known, any command's option will do: a name means the same kind everywhere.
  const Option* find_option(std::string_view name) const {
    if (result_.command != nullptr) return find_named(result_.command->options, name);
    for (const Command& command : commands_) {
      if (const Option* option = find_named(command.options, name)) return option;
    }
    return nullptr;
  }

  std::vector<std::string> option_names() const {
    std::vector<std::string> names{"--help", "--json", "--version"};
    for (const Setting& setting : setting_table()) names.push_back(setting.flag());
    for (const Command& command : commands_) {
      if (result_.command != nullptr && &command != result_.command) continue;
      for (const Option& option : command.options) names.emplace_back(option.name);
    }
    return names;
  }

  /// Bare words fill the command's places in order. Those right after a repeatable option are more of its
  /// values (`--role editor viewer`), unless a place would stay empty without them.
  void place_words() {
    const auto& words = result_.command->words;
    std::vector<Bare*> for_places;
    for (Bare& bare : bare_) {
      if (bare.after == nullptr) for_places.push_back(&bare);
    }
    const auto is_wanted = [&](const Word& word) {
      return word.need == Need::required && !result_.invocation.has(word.instead);
    };
    const auto wanted = static_cast<std::size_t>(std::count_if(words.begin(), words.end(), is_wanted));
    for (auto bare = bare_.rbegin(); bare != bare_.rend() && for_places.size() < wanted; ++bare) {
      if (bare->after == nullptr) continue;
      bare->after = nullptr;
      for_places.push_back(&*bare);
    }
    auto place = words.begin();
    for (const Bare* bare : for_places) {
      while (place != words.end() && result_.invocation.has(place->instead)) ++place;
      if (place == words.end()) return complain("\"" + bare->text + "\" is one word too many");
      result_.invocation.add((place++)->name, bare->text);
    }
    for (const Bare& bare : bare_) {
      if (bare.after != nullptr) result_.invocation.add(bare.after->name, bare.text);
    }
  }

  void check_options() {
    for (const std::string& name : used_) {
      if (find_named(result_.command->options, name) == nullptr) {
        return complain(result_.command->name() + " has no option " + name);
      }
    }
  }

  void check_required() {
    for (const Word& word : result_.command->words) {
      const auto instead = result_.invocation.find(word.instead);
      if (instead) {
        result_.invocation.add(word.name, *instead);
      } else if (word.need == Need::required && !result_.invocation.has(word.name)) {
        return complain(result_.command->name() + " needs " + std::string(word.name));
      }
    }
    for (const Option& option : result_.command->options) {
      if (option.need == Need::required && !result_.invocation.has(option.name)) {
        return complain(result_.command->name() + " needs " + std::string(option.name) + " " +
                        std::string(option.shape));
      }
    }
  }

  void complain(std::string line) {
    if (!error_) error_ = std::move(line);
  }

  std::string hint() const {
    const std::string place = result_.command != nullptr ? result_.command->name() + " "
                              : result_.noun.empty()     ? ""
                                                         : result_.noun + " ";
    return "; see gatehouse " + place + "--help";
  }

  std::span<const std::string> arguments_;
  std::span<const Command> commands_;
  std::size_t next_ = 0;
  bool only_words_ = false;
  const Option* open_ = nullptr;
  std::vector<Bare> bare_;
  std::set<std::string> used_;
  std::optional<std::string> error_;
  Arguments result_;
};

}  // namespace

Result<Arguments, WrongUsage> parse_arguments(std::span<const std::string> arguments,
                                              std::span<const Command> commands) {
  return Parser(arguments, commands).parse();
}

}  // namespace gatehouse::server
