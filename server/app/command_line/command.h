// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace gatehouse::server {

enum class Need { optional, required };
enum class Repeat { once, many };

/// An option of one command. A switch has no shape.
struct Option {
  std::string_view name;   ///< `--email`
  std::string_view shape;  ///< `EMAIL`
  std::string_view sentence;
  Need need = Need::optional;
  Repeat repeat = Repeat::once;
};

/// A word of one command, by its place.
struct Word {
  std::string_view name;  ///< `USER`
  std::string_view sentence;
  Need need = Need::required;
  std::string_view instead = {};  ///< option that may be given in its place
};

/// What a command line asks of its command.
class Invocation {
 public:
  void add(std::string_view name, std::string value) {
    values_[std::string(name)].push_back(std::move(value));
  }
  [[nodiscard]] bool has(std::string_view name) const { return values_.find(name) != values_.end(); }
  /// Value of an option or word; absent when it was left out.
  [[nodiscard]] std::optional<std::string> find(std::string_view name) const;
  /// Value of a required option or word. Asking for one that isn't required is a bug: throws
  /// std::out_of_range.
  [[nodiscard]] const std::string& get(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> all(std::string_view name) const;

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
};

enum ExitCode : int { kDone = 0, kRefused = 1, kWrongUsage = 2 };

/// What a command has to show: one JSON value for `--json`, else the text.
struct Output {
  std::string json;
  std::string text;
  ExitCode exit_code = kDone;
  std::string complaint = {};  ///< one line for standard error; empty when all went well
};

/// Why a command did nothing: one line that says why and what to do.
struct Refusal {
  std::string line;
  ExitCode exit_code = kRefused;
};

template <class T>
using Outcome = Result<T, Refusal>;

/// What to do where there is no platform yet: an absent or empty data folder. Only commands with which one
/// may begin make it, so that a mistyped folder elsewhere is an error.
enum class AbsentPlatform { refuse, make };

struct CommandContext;

struct Command {
  using Run = std::function<Outcome<Output>(CommandContext&)>;

  std::string_view noun;
  std::string_view verb;  ///< empty for a command of one word
  std::string_view summary;
  std::vector<Word> words;
  std::vector<Option> options;
  std::string_view details;
  std::string_view example;  ///< without the leading `gatehouse `
  Run run;
  AbsentPlatform absent_platform = AbsentPlatform::refuse;

  [[nodiscard]] std::string name() const;  ///< `user add`
};

}  // namespace gatehouse::server
