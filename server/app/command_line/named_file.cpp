// SPDX-License-Identifier: Apache-2.0
#include "server/app/command_line/named_file.h"

#include <fstream>
#include <iterator>

namespace gatehouse::server {

Outcome<std::string> read_named_file(const std::string& path, std::string_view hint) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file.is_open() || file.bad()) return fail(Refusal{path + " can't be read; name " + std::string(hint)});
  return bytes;
}

}  // namespace gatehouse::server
