// SPDX-License-Identifier: Apache-2.0
#include "server/notify/compose_mail.h"

#include <stdexcept>

#include "server/notify/mail_texts.h"

namespace gatehouse::server {
namespace {

enum class Form { text, html };

std::string escape_html(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '"') {
      out += "&quot;";
    } else if (c == '\'') {
      out += "&#39;";
    } else {
      out += c;
    }
  }
  return out;
}

std::string to_one_line(std::string_view text) {
  std::string line(text);
  for (char& c : line) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  return line;
}

std::string in_form(std::string_view text, Form form) {
  return form == Form::html ? escape_html(text) : std::string(text);
}

/// One mail's texts with their places filled.
class Filler {
 public:
  Filler(const MailTexts& texts, const MailFacts& facts) : texts_(texts), facts_(facts) {}

  [[nodiscard]] std::string fact(std::string_view name, Form form) const {
    const auto found = facts_.find(name);
    if (found == facts_.end()) throw std::out_of_range("a mail lacks the fact " + std::string(name));
    return in_form(to_one_line(found->second), form);
  }

  [[nodiscard]] std::string text(const std::string& key, Form form) const {
    std::string filled;
    std::string_view rest = texts_.at(key);
    for (auto open = rest.find('{'); open != std::string_view::npos; open = rest.find('{')) {
      const auto close = rest.find('}', open);
      filled += in_form(rest.substr(0, open), form);
      filled += fact(rest.substr(open + 1, close - open - 1), form);
      rest.remove_prefix(close + 1);
    }
    return filled + in_form(rest, form);
  }

  [[nodiscard]] std::string greeting(Form form) const {
    return text(facts_.contains("name") ? "layout.greeting" : "layout.greeting_without_name", form);
  }

 private:
  const MailTexts& texts_;
  const MailFacts& facts_;
};

std::string paragraph(std::string_view style, const std::string& content) {
  const bool is_quiet = style.find("#625d54") != std::string_view::npos;
  return std::string(is_quiet ? "<p class=\"quiet\" style=\"" : "<p style=\"") + std::string(style) + "\">" +
         content + "</p>\n";
}

// Mail programs that know dark pages take these; all others see the styles of the elements.
std::string dark_style(const MailLook& look) {
  const auto palette = make_palette(look.accent_dark, Scheme::dark);
  return "<style>@media (prefers-color-scheme:dark){"
         ".ground{background:#131413!important;color:#f0f0ec!important}"
         ".sheet{background:#1b1d1b!important;border-color:#2d302d!important}"
         ".quiet{color:#a7aaa3!important}.link{color:" +
         to_text(palette.accent) + "!important}.button{background:" + to_text(palette.accent) +
         "!important;color:" + to_text(palette.on_accent) + "!important}}</style>";
}

std::string support_link(const MailLook& look) {
  const bool is_page = look.support.starts_with("https://");
  const auto address = escape_html(look.support);
  return "<a class=\"link\" style=\"color:" + to_text(look.accent_light) + "\" href=\"" +
         (is_page ? "" : "mailto:") + address + "\">" + address + "</a>";
}

// Styles stand in each element because mail programs drop style sheets; no image is fetched from anywhere.
std::string to_html(const Filler& fill, const std::string& kind, const MailLook& look) {
  constexpr const char* kPlain = "margin:0 0 16px";
  constexpr const char* kQuiet = "margin:0 0 16px;color:#625d54;font-size:14px";
  const auto palette = make_palette(look.accent_light, Scheme::light);
  const auto link = fill.fact("link", Form::html);
  const auto button = "<a class=\"button\" href=\"" + link +
                      "\" style=\"display:inline-block;padding:12px 20px;border-radius:8px;background:" +
                      to_text(palette.accent) + ";color:" + to_text(palette.on_accent) +
                      ";text-decoration:none;font-weight:600\">" + fill.text(kind + ".button", Form::html) +
                      "</a>";
  const auto support =
      look.support.empty()
          ? std::string()
          : paragraph(kQuiet, fill.text("layout.support", Form::html) + " " + support_link(look));
  return "<!doctype html>\n<html><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light "
         "dark\">"
         "<title>" +
         fill.text(kind + ".subject", Form::html) + "</title>" + dark_style(look) +
         "</head>\n<body class=\"ground\" style=\"margin:0;padding:24px;background:#f5f3ef;color:#1d1b18;"
         "font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif\">\n"
         "<div class=\"sheet\" style=\"max-width:520px;margin:0 "
         "auto;padding:32px;background:#fffefc;border:1px solid "
         "#e2ddd3;"
         "border-radius:12px\">\n" +
         paragraph("margin:0 0 24px;font-weight:700", fill.fact("brand", Form::html)) +
         paragraph(kPlain, fill.greeting(Form::html)) +
         paragraph(kPlain, fill.text(kind + ".text", Form::html)) + paragraph("margin:0 0 24px", button) +
         paragraph(kPlain, fill.text(kind + ".note", Form::html)) +
         paragraph(kQuiet, fill.text("layout.link_hint", Form::html) + "<br>" + link) + support +
         paragraph("margin:0;color:#625d54;font-size:14px", fill.text("layout.sender", Form::html)) +
         "</div>\n</body></html>\n";
}

std::string to_plain(const Filler& fill, const std::string& kind, const MailLook& look) {
  const auto support = look.support.empty()
                           ? std::string()
                           : fill.text("layout.support", Form::text) + " " + look.support + "\n\n";
  return fill.greeting(Form::text) + "\n\n" + fill.text(kind + ".text", Form::text) + "\n\n" +
         fill.text(kind + ".button", Form::text) + ":\n" + fill.fact("link", Form::text) + "\n\n" +
         fill.text(kind + ".note", Form::text) + "\n\n" + support + "-- \n" +
         fill.text("layout.sender", Form::text) + "\n";
}

}  // namespace

MailLook look_of(const Brand& brand) {
  return {accent_of(brand, Scheme::light), accent_of(brand, Scheme::dark),
          brand.support_address.value_or("")};
}

ComposedMail compose_mail(MailKind kind, const std::optional<std::string>& locale, const MailFacts& facts,
                          const MailLook& look) {
  const Filler fill(mail_texts_for(locale), facts);
  const std::string name(to_text(kind));
  return {fill.text(name + ".subject", Form::text), to_plain(fill, name, look), to_html(fill, name, look)};
}

}  // namespace gatehouse::server
