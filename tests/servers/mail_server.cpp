// SPDX-License-Identifier: Apache-2.0
#include "tests/servers/mail_server.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

namespace gatehouse::test {

MailServer::MailServer() : server_("smtp") {
  std::istringstream words(server_.address());
  std::string folder;
  words >> folder;
  folder_ = folder;
  for (int i = 0; i < 3; ++i) {
    std::uint16_t port = 0;
    words >> port;
    ports_.push_back(port);
  }
  words >> ca_file_;
}

std::vector<std::string> MailServer::mails() const {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    if (entry.path().extension() == ".eml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<std::string> texts;
  for (const auto& file : files) {
    std::ifstream in(file, std::ios::binary);
    texts.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return texts;
}

}  // namespace gatehouse::test
