// SPDX-License-Identifier: Apache-2.0
#include "core/net/smtp_client.h"

#include <atomic>
#include <new>
#include <stdexcept>

#include <curl/curl.h>

#include "core/net/blocking_pool.h"
#include "core/net/curl.h"
#include "core/net/smtp_headers.h"

namespace gatehouse::net {
namespace {

using curl::append;
using curl::check;
using curl::Easy;
using curl::List;
using curl::set;
using Mime = std::unique_ptr<::curl_mime, decltype(&::curl_mime_free)>;
using Kind = SmtpFailure::Kind;

// Quoted-printable keeps line ends only in the form that mail has (RFC 2045, section 6.7).
std::string with_mail_line_ends(const std::string& text) {
  std::string lines;
  for (const char c : text) {
    if (c == '\n' && !lines.ends_with('\r')) lines += '\r';
    lines += c;
  }
  return lines;
}

void add_part(::curl_mime* mime, const std::string& text, const char* type) {
  const auto content = with_mail_line_ends(text);
  auto* part = ::curl_mime_addpart(mime);
  if (part == nullptr) throw std::bad_alloc();
  check(::curl_mime_data(part, content.data(), content.size()));
  check(::curl_mime_type(part, type));
  check(::curl_mime_encoder(part, "quoted-printable"));
}

/// What goes with a mail; lives as long as the exchange.
struct Envelope {
  List recipients{nullptr, &::curl_slist_free_all};
  List headers{nullptr, &::curl_slist_free_all};
  Mime body{nullptr, &::curl_mime_free};
};

void attach(CURL* easy, const SmtpMail& mail, Envelope& envelope) {
  append(envelope.recipients, "<" + mail.to + ">");
  for (const auto& line : header_lines(mail)) append(envelope.headers, line);
  append(envelope.headers, "Content-Type: multipart/alternative");
  envelope.body.reset(::curl_mime_init(easy));
  if (!envelope.body) throw std::bad_alloc();
  add_part(envelope.body.get(), mail.text, "text/plain; charset=utf-8");
  add_part(envelope.body.get(), mail.html, "text/html; charset=utf-8");  // last: the one that is preferred
  set(easy, CURLOPT_MAIL_FROM, ("<" + mail.from_address + ">").c_str());
  set(easy, CURLOPT_MAIL_RCPT, envelope.recipients.get());
  set(easy, CURLOPT_HTTPHEADER, envelope.headers.get());
  set(easy, CURLOPT_MIMEPOST, envelope.body.get());
}

bool is_about_tls(CURLcode code) {
  return code == CURLE_USE_SSL_FAILED || code == CURLE_SSL_CONNECT_ERROR ||
         code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CERTPROBLEM ||
         code == CURLE_SSL_CIPHER || code == CURLE_SSL_CACERT_BADFILE || code == CURLE_SSL_ISSUER_ERROR;
}

// libcurl's texts can quote what the server said, and that what we sent: only the code's fixed text goes on.
SmtpFailure failure_of(CURL* easy, CURLcode code) {
  long reply = 0;
  ::curl_off_t sent = 0;
  ::curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &reply);
  ::curl_easy_getinfo(easy, CURLINFO_SIZE_UPLOAD_T, &sent);
  std::string detail = ::curl_easy_strerror(code);
  if (reply >= 400) detail += " (the server said " + std::to_string(reply) + ")";
  if (is_about_tls(code)) return {Kind::insecure, detail};
  if (code == CURLE_LOGIN_DENIED)
    return {Kind::temporary, detail};  // wrong settings are mended, the mail waits
  if (reply >= 500) return {Kind::refused, detail};
  // 354 is the answer to DATA: from there on the mail may be taken without our hearing of it.
  if (reply < 400 && sent > 0) return {Kind::uncertain, detail};
  return {Kind::temporary, detail};
}

}  // namespace

struct SmtpClient::Impl {
  Impl(Options given, const Clock& the_clock)
      : options(std::move(given)),
        clock(the_clock),
        pool({.name = "smtp", .threads = options.threads, .queue_limit = options.queue_limit}) {}

  Result<void, SmtpFailure> exchange(const SmtpMail* mail);
  void set_policy(CURL* easy);
  [[nodiscard]] bool is_out_of_grace() const {
    return clock.monotonic().time_since_epoch().count() >= stop_at;
  }

  const Options options;
  const Clock& clock;
  std::atomic<std::chrono::steady_clock::rep> stop_at{std::chrono::steady_clock::duration::max().count()};
  BlockingPool pool;  ///< last: its threads end first
};

void SmtpClient::Impl::set_policy(CURL* easy) {
  const bool tls = options.security == SmtpSecurity::tls;
  const auto url = (tls ? "smtps://" : "smtp://") + options.host + ":" + std::to_string(options.port);
  set(easy, CURLOPT_URL, url.c_str());
  set(easy, CURLOPT_PROTOCOLS_STR, tls ? "smtps" : "smtp");
  // CURLUSESSL_ALL: a server, or somebody on the way, that doesn't offer STARTTLS gets nothing.
  set(easy, CURLOPT_USE_SSL,
      static_cast<long>(options.security == SmtpSecurity::none ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  set(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  set(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  set(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!options.ca_file.empty()) set(easy, CURLOPT_CAINFO, options.ca_file.c_str());
  if (!options.user.empty()) {
    set(easy, CURLOPT_USERNAME, options.user.c_str());
    set(easy, CURLOPT_PASSWORD, std::string(options.password.reveal()).c_str());
  }
  set(easy, CURLOPT_PROXY, "");
  set(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(easy, CURLOPT_NOSIGNAL, 1L);
  set(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout.count()));
  set(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(options.timeout.count()));
  set(easy, CURLOPT_NOPROGRESS, 0L);
  set(easy, CURLOPT_XFERINFODATA, this);
  set(
      easy, CURLOPT_XFERINFOFUNCTION,
      +[](void* self, ::curl_off_t, ::curl_off_t, ::curl_off_t, ::curl_off_t) -> int {
        return static_cast<const Impl*>(self)->is_out_of_grace() ? 1 : 0;
      });
}

Result<void, SmtpFailure> SmtpClient::Impl::exchange(const SmtpMail* mail) {
  if (is_out_of_grace()) return fail(SmtpFailure{Kind::temporary, "the server is stopping"});
  const Easy easy(::curl_easy_init(), &::curl_easy_cleanup);
  if (!easy) throw std::bad_alloc();
  set_policy(easy.get());
  Envelope envelope;
  if (mail != nullptr) {
    attach(easy.get(), *mail, envelope);
  } else {
    set(easy.get(), CURLOPT_CUSTOMREQUEST, "NOOP");
    set(easy.get(), CURLOPT_NOBODY, 1L);
  }
  const auto code = ::curl_easy_perform(easy.get());
  if (code != CURLE_OK) return fail(failure_of(easy.get(), code));
  return {};
}

SmtpClient::SmtpClient(Options options, const Clock& clock) {
  static const bool initialised = ::curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  if (!initialised) throw std::runtime_error("libcurl does not start");
  impl_ = std::make_unique<Impl>(std::move(options), clock);
}

SmtpClient::~SmtpClient() = default;

Result<void, SmtpFailure> SmtpClient::send(const SmtpMail& mail) {
  if (!is_sendable(mail)) {
    return fail(SmtpFailure{Kind::invalid_mail, "an address or a header field holds what can't be sent"});
  }
  auto outcome = impl_->pool.run([&] { return impl_->exchange(&mail); });
  if (!outcome) return fail(SmtpFailure{Kind::overloaded, "too many mails are on their way already"});
  return *outcome;
}

Result<void, SmtpFailure> SmtpClient::probe() {
  auto outcome = impl_->pool.run([&] { return impl_->exchange(nullptr); });
  if (!outcome) return fail(SmtpFailure{Kind::overloaded, "too many mails are on their way already"});
  return *outcome;
}

void SmtpClient::stop(std::chrono::milliseconds grace) {
  impl_->stop_at = (impl_->clock.monotonic() + grace).time_since_epoch().count();
}

}  // namespace gatehouse::net
