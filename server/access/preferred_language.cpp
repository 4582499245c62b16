// SPDX-License-Identifier: Apache-2.0
#include "server/access/preferred_language.h"

namespace gatehouse::server {

std::string preferred_language(const http::Request& request) {
  const auto header = request.header("Accept-Language").value_or("");
  const auto language = header.substr(0, header.find_first_of(",;-"));
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const bool is_code = language.size() == 2 && is_letter(language[0]) && is_letter(language[1]);
  return is_code ? std::string(language) : "";
}

}  // namespace gatehouse::server
