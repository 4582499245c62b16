// SPDX-License-Identifier: Apache-2.0
#include "server/notify/mail_texts.h"

#include <stdexcept>

namespace gatehouse::server {
namespace {

using TextsByLanguage = std::map<std::string, MailTexts, std::less<>>;

TextsByLanguage parse_all() {
  TextsByLanguage all;
  for (const auto& file : mail_text_files()) all.emplace(file.language, parse_mail_texts(file.lines));
  return all;
}

std::string language_of(std::string_view locale) {
  std::string language(locale.substr(0, locale.find('-')));
  for (char& c : language) {
    if (c >= 'A' && c <= 'Z') c = char(c - 'A' + 'a');
  }
  return language;
}

}  // namespace

MailTexts parse_mail_texts(std::string_view lines) {
  constexpr std::string_view kSeparator = " = ";
  MailTexts texts;
  while (!lines.empty()) {
    const auto end = lines.find('\n');
    const auto line = lines.substr(0, end);
    lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
    if (line.empty() || line.front() == '#') continue;
    const auto separator = line.find(kSeparator);
    if (separator == std::string_view::npos) throw std::runtime_error("no KEY = TEXT: " + std::string(line));
    texts.emplace(line.substr(0, separator), line.substr(separator + kSeparator.size()));
  }
  return texts;
}

const MailTexts& mail_texts_for(const std::optional<std::string>& locale) {
  static const TextsByLanguage all = parse_all();
  const auto found = all.find(language_of(locale.value_or("en")));
  return found != all.end() ? found->second : all.at("en");
}

}  // namespace gatehouse::server
