// SPDX-License-Identifier: Apache-2.0
#include "server/model/user_code.h"

namespace gatehouse::server {

std::string read_user_code(std::string_view text) {
  std::string code;
  for (const char c : text.substr(0, 100)) {
    const char upper = c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c;
    if (upper >= 'A' && upper <= 'Z') code += upper;
  }
  return code;
}

std::string show_user_code(std::string_view code) {
  std::string shown(code);
  if (code.size() == kUserCodeLetters) shown.insert(kUserCodeLetters / 2, 1, '-');
  return shown;
}

}  // namespace gatehouse::server
