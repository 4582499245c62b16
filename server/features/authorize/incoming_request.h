// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/crypto/sha256.h"
#include "core/http/form.h"
#include "core/http/request.h"
#include "core/sql/database.h"
#include "server/features/authorize/reauthentication.h"

namespace gatehouse::server {

/// An authorization request as it came: by itself, or by the name under which its app has pushed it (RFC
/// 9126). A pushed one goes through our own pages by that name alone, so that nobody reads or edits it there.
struct IncomingRequest {
  http::FormParameters parameters;                ///< what the app asks for
  http::FormParameters address;                   ///< what stands for it in addresses and forms of ours
  std::optional<crypto::Sha256Digest> pushed_as;  ///< the hash of its name
};

/// Reads requests. The name of a pushed one is good once: it is used up by the answer to the app. It must
/// come in time; who is sent to sign in with it, or asked for consent, then has as long as for a sign-in.
class RequestReader {
 public:
  RequestReader(const Clock& clock, sql::Database& database, const Reauthentication& reauthentication);

  /// The failure is a sentence for the person whose browser this is.
  [[nodiscard]] Result<IncomingRequest, std::string> read(const http::Request& request) const;
  /// What a page of ours has kept of one.
  [[nodiscard]] Result<IncomingRequest, std::string> resume(const http::FormParameters& address) const;
  /// After its last answer.
  void use_up(const IncomingRequest& request) const;

 private:
  enum class Asked { by_address, by_our_page };
  [[nodiscard]] Result<IncomingRequest, std::string> find(const http::FormParameters& given,
                                                          Asked asked) const;
  [[nodiscard]] std::optional<IncomingRequest> find_pushed(const http::FormParameters& given,
                                                           Asked asked) const;

  const Clock& clock_;
  sql::Database& database_;
  Reauthentication reauthentication_;
};

/// Whose name is no longer good.
[[nodiscard]] std::string used_request();

}  // namespace gatehouse::server
