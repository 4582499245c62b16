// SPDX-License-Identifier: Apache-2.0
#include "core/net/smtp_headers.h"

#include <algorithm>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace gatehouse::net {
namespace {

// An encoded word has at most 75 characters (RFC 2047, section 2): 45 bytes make 60 of base64.
constexpr std::size_t kBytesOfEncodedWord = 45;

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f;
}

bool is_one_line(std::string_view text) {
  return std::none_of(text.begin(), text.end(), is_control);
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U;
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    unsigned group = 0;
    const auto count = std::min<std::size_t>(3, bytes.size() - i);
    for (std::size_t k = 0; k < 3; ++k)
      group = (group << 8U) | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k)
      text += k <= count ? kDigits[(group >> (18U - 6U * unsigned(k))) & 63U] : '=';
  }
  return text;
}

/// `Name <address>`, the name quoted or encoded as it needs (RFC 5322, section 3.4).
std::string sender(const SmtpMail& mail) {
  if (mail.from_name.empty()) return mail.from_address;
  if (!is_ascii(mail.from_name)) return encode_header_text(mail.from_name) + " <" + mail.from_address + ">";
  std::string quoted;
  for (const char c : mail.from_name) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return "\"" + quoted + "\" <" + mail.from_address + ">";
}

}  // namespace

std::string encode_header_text(std::string_view text) {
  if (is_ascii(text)) return std::string(text);
  std::string encoded;
  while (!text.empty()) {
    auto size = std::min(text.size(), kBytesOfEncodedWord);
    while (size < text.size() && size > 1 && continues_character(text[size]))
      --size;  // characters stay whole
    encoded += (encoded.empty() ? "" : "\r\n ") + ("=?utf-8?B?" + base64(text.substr(0, size)) + "?=");
    text.remove_prefix(size);
  }
  return encoded;
}

bool is_plain_mailbox(std::string_view address) {
  const auto at = address.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < address.size() && address.size() <= 254 &&
         address.find('@', at + 1) == std::string_view::npos &&
         std::none_of(address.begin(), address.end(), [](char c) {
           return c <= ' ' || c >= 0x7f ||
                  std::string_view("<>()[]\\,;:\"").find(c) != std::string_view::npos;
         });
}

bool is_sendable(const SmtpMail& mail) {
  return is_plain_mailbox(mail.from_address) && is_plain_mailbox(mail.to) && is_one_line(mail.from_name) &&
         is_one_line(mail.subject) && is_plain_mailbox(mail.message_id) &&
         mail.text.find('\0') == std::string::npos && mail.html.find('\0') == std::string::npos;
}

std::vector<std::string> header_lines(const SmtpMail& mail) {
  return {fmt::format("Date: {:%a, %d %b %Y %H:%M:%S} +0000",
                      std::chrono::time_point_cast<std::chrono::seconds>(mail.date)),
          "From: " + sender(mail), "To: " + mail.to, "Subject: " + encode_header_text(mail.subject),
          "Message-ID: <" + mail.message_id + ">",
          // Keeps out-of-office replies away (RFC 3834, section 5).
          "Auto-Submitted: auto-generated"};
}

}  // namespace gatehouse::net
