// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>

#include "server/model/brand.h"
#include "server/notify/mail_kind.h"

namespace gatehouse::server {

/// What fills the {places} of a mail's texts, by name, as plain text. `link` is where the button leads;
/// `name` may be left out where we know none, or know it from a stranger only.
using MailFacts = std::map<std::string, std::string, std::less<>>;

struct ComposedMail {
  std::string subject;
  std::string text;
  std::string html;
};

/// The colours of a mail, and whom its reader may ask.
struct MailLook {
  Colour accent_light = default_accent(Scheme::light);
  Colour accent_dark = default_accent(Scheme::dark);
  std::string support;  ///< an e-mail or https address; may be empty
};
[[nodiscard]] MailLook look_of(const Brand& brand);

/// The mail in the language that fits `locale`. Facts are made harmless in HTML, and one line everywhere. A
/// place that no fact fills is a bug: throws std::out_of_range.
[[nodiscard]] ComposedMail compose_mail(MailKind kind, const std::optional<std::string>& locale,
                                        const MailFacts& facts, const MailLook& look = {});

}  // namespace gatehouse::server
