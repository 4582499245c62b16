// SPDX-License-Identifier: Apache-2.0
#include "server/app/platform/request_work.h"

#include "core/sql/error.h"
#include "server/storage/account_requests.h"

namespace gatehouse::server {
namespace {

constexpr std::size_t kRequestsAtOnce = 100;

}  // namespace

bool RequestWork::work_on_some() const {
  const auto requests = database_.read([](sql::Connection& connection) {
    return account_requests::list_waiting(connection, kRequestsAtOnce);
  });
  try {
    // Many at once: a flood of requests must not come faster than it is worked on.
    if (!requests.empty()) {
      database_.write([&](sql::Connection& connection) {
        for (const auto& request : requests) work_on(connection, request);
      });
    }
  } catch (const sql::Error&) {
    throw;
  } catch (const std::exception& error) {
    // A bug, but one that must not stand in the way of all that comes behind it.
    log_.error("requests could not be worked on", {{"reason", error.what()}});
    for (const auto& request : requests) work_alone_on(request);
  }
  return !requests.empty();
}

void RequestWork::work_on(sql::Connection& connection,
                          const account_requests::AccountRequest& request) const {
  if (request.purpose == kPasswordResetRequest) mail_password_reset(recovery_, connection, request);
  if (request.purpose == kSignUpRequest) mail_sign_up(sign_up_, connection, request);
  if (request.purpose == kInvitationAddressRequest)
    mail_invitation_address(invitations_, connection, request);
  account_requests::mark_done(connection, request.id, clock_.now());
}

void RequestWork::work_alone_on(const account_requests::AccountRequest& request) const {
  try {
    database_.write([&](sql::Connection& connection) { work_on(connection, request); });
  } catch (const sql::Error&) {
    throw;
  } catch (const std::exception& error) {
    log_.error("a request is given up", {{"request", request.id}, {"reason", error.what()}});
    database_.write([&](sql::Connection& connection) {
      account_requests::mark_done(connection, request.id, clock_.now());
    });
  }
}

}  // namespace gatehouse::server
