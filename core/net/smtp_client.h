// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/base/secret_string.h"

namespace gatehouse::net {

enum class SmtpSecurity {
  none,      ///< in clear: for a relay on this machine
  starttls,  ///< begins in clear and must become TLS before anything is sent
  tls,       ///< TLS from the first byte
};

/// One mail to one person, as text and as HTML. Header fields may hold any UTF-8 but control characters.
struct SmtpMail {
  std::string from_name;     ///< shown name; may be empty
  std::string from_address;  ///< ASCII address
  std::string to;            ///< ASCII address
  std::string subject;
  std::string text;  ///< UTF-8, lines end in \n
  std::string html;
  std::string message_id;  ///< without angle brackets: `unique@host`
  Time date{};
};

struct SmtpFailure {
  enum class Kind {
    invalid_mail,  ///< a field holds what can't be sent; never try again
    refused,       ///< the server refused this mail for good (5yz)
    temporary,     ///< not sent: no connection, a 4yz answer, credentials not accepted; try again later
    insecure,      ///< not sent: no TLS to be had, or a certificate that doesn't hold; try again later
    uncertain,     ///< the connection broke after the mail was handed over: it may have arrived
    overloaded,    ///< not sent: the queue of this client is full
  };
  Kind kind;
  std::string detail;  ///< one sentence for logs, without credentials and without the mail's content
};

/// Sends mail to one SMTP server (RFC 5321) over libcurl. Certificates are checked; a server that was to be
/// reached by TLS is never spoken to in clear, and credentials are only sent after TLS unless security is
/// `none`. Suspends the calling fiber; at most `threads` mails are on their way at a time. Thread-safe.
class SmtpClient {
 public:
  struct Options {
    std::string host;
    std::uint16_t port = 587;
    SmtpSecurity security = SmtpSecurity::starttls;
    std::string user;  ///< empty: no authentication
    SecretString password;
    std::string ca_file;  ///< PEM of the authorities to trust; empty: the system's
    std::size_t threads = 2;
    std::size_t queue_limit = 64;
    std::chrono::milliseconds connect_timeout{10000};
    std::chrono::milliseconds timeout{30000};  ///< whole exchange
  };
  SmtpClient(Options options, const Clock& clock);
  ~SmtpClient();
  SmtpClient(const SmtpClient&) = delete;
  SmtpClient& operator=(const SmtpClient&) = delete;

  Result<void, SmtpFailure> send(const SmtpMail& mail);
  /// Connects, secures and authenticates as for a mail, and sends none.
  Result<void, SmtpFailure> probe();
  /// Cuts exchanges short, the running ones after `grace`; for stopping.
  void stop(std::chrono::milliseconds grace);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The text as an unstructured header value: unchanged when it is ASCII, else RFC 2047 encoded words.
[[nodiscard]] std::string encode_header_text(std::string_view text);

}  // namespace gatehouse::net
