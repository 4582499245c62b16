// SPDX-License-Identifier: Apache-2.0
// Writes the reference pages that follow from tables in the code. Run from the repository root.
#include <fstream>
#include <iostream>
#include <string>

#include "server/app/command_line/help.h"
#include "server/config/settings_manual.h"

namespace {

bool write_page(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) std::cerr << "write_reference: can't write " << path << "; run it from the repository root\n";
  return bool(file);
}

}  // namespace

int main() {
  using namespace gatehouse::server;  // NOLINT(google-build-using-namespace): main has no namespace of its
                                      // own
  const bool written = write_page("docs/reference/settings.md", make_settings_manual()) &&
                       write_page("docs/reference/command-line.md", make_command_line_manual());
  return written ? 0 : 1;
}
