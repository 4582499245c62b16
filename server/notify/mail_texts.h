// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace gatehouse::server {

/// A file of texts/: what mails say in one language.
struct MailTextFile {
  std::string_view language;  ///< `en`
  std::string_view lines;
};

/// All languages; generated from texts/.
[[nodiscard]] std::span<const MailTextFile> mail_text_files();

/// Texts by their keys. Throws std::runtime_error for a line that is no `KEY = TEXT`.
using MailTexts = std::map<std::string, std::string, std::less<>>;
[[nodiscard]] MailTexts parse_mail_texts(std::string_view lines);

/// The texts in the language that fits a locale such as de-CH best; English where none does.
[[nodiscard]] const MailTexts& mail_texts_for(const std::optional<std::string>& locale);

}  // namespace gatehouse::server
