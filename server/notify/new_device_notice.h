// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/secret_string.h"
#include "core/http/request.h"
#include "core/http/response.h"
#include "core/sql/connection.h"
#include "server/model/session.h"
#include "server/model/user.h"
#include "server/notify/mailer.h"

namespace gatehouse::server {

/// Tells people by mail when their account is used in a browser that they haven't signed in from before. A
/// browser is known again by a cookie that lasts long and proves nothing else. Thread-safe.
class NewDeviceNotice {
 public:
  enum class Transport { http, https };
  NewDeviceNotice(const Clock& clock, RandomSource& random, const Mailer& mailer, Transport transport)
      : clock_(clock), random_(random), mailer_(mailer), transport_(transport) {}

  /// The mark that the browser has, whatever it is worth.
  [[nodiscard]] std::optional<SecretString> find_mark(const http::Request& request) const;
  /// The browser's mark: the one it has, or a new one.
  [[nodiscard]] SecretString mark_of(const http::Request& request) const;
  /// Notes a sign-in, in its transaction, and queues a mail when it is the first of this browser but not of
  /// the user.
  void note(sql::Connection& connection, const User& user, const Session& session,
            const SecretString& mark) const;
  /// The user has proven otherwise, as by a mailed link, to be who uses this browser: no mail.
  void trust(sql::Connection& connection, const UserId& user, const SecretString& mark) const;
  void set_cookie(http::Response& response, const SecretString& mark) const;

 private:
  [[nodiscard]] std::string cookie_name() const;

  const Clock& clock_;
  RandomSource& random_;
  const Mailer& mailer_;
  Transport transport_;
};

/// `Firefox / Linux`, from a User-Agent; the parts that are not known are left out, and nothing of the text
/// itself comes through.
[[nodiscard]] std::string device_name(std::string_view user_agent);

}  // namespace gatehouse::server
