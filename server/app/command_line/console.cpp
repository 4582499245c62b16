// SPDX-License-Identifier: Apache-2.0
#include "server/app/command_line/console.h"

#include <istream>
#include <ostream>
#include <termios.h>
#include <unistd.h>

namespace gatehouse::server {
namespace {

/// Keeps a terminal from showing what is typed, for as long as it lives.
class Unechoed {
 public:
  Unechoed() {
    if (tcgetattr(STDIN_FILENO, &before_) != 0) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    changed_ = tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
  }
  ~Unechoed() {
    if (changed_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  Unechoed(const Unechoed&) = delete;
  Unechoed& operator=(const Unechoed&) = delete;

 private:
  termios before_{};
  bool changed_ = false;
};

Refusal refuse_empty(std::string_view what) {
  return {"standard input holds no line to read the " + std::string(what) + " from"};
}

}  // namespace

Outcome<SecretString> read_secret(Console& console, std::string_view prompt) {
  std::string line;
  bool read = false;
  if (console.input == Console::Input::terminal) {
    const Unechoed unechoed;  // before the prompt: whoever answers it at once must not be seen
    console.err << std::string(prompt) + ": " << std::flush;
    read = bool(std::getline(console.in, line));
    console.err << '\n';
  } else {
    read = bool(std::getline(console.in, line));
  }
  if (!read || line.empty()) return fail(refuse_empty(prompt));
  return SecretString(std::move(line));
}

Outcome<std::string> read_line(Console& console, std::string_view what) {
  std::string line;
  if (!std::getline(console.in, line) || line.empty()) return fail(refuse_empty(what));
  return line;
}

}  // namespace gatehouse::server
