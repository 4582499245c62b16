// SPDX-License-Identifier: Apache-2.0
#include "server/features/mail_outbox/mount.h"

#include <boost/json.hpp>

#include "core/base/time_text.h"
#include "server/access/json_text.h"
#include "server/access/paging.h"
#include "server/storage/mails.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

/// A link in a mail lets its reader in as its recipient, so that nobody may read those of somebody above
/// them.
bool may_read(sql::Connection& connection, const Caller& caller, const std::string& recipient) {
  if (caller.is_owner_or_operator()) return true;
  const auto user = users::find_by_email(connection, recipient);
  return !user || user->platform_role != PlatformRole::owner;
}

boost::json::object describe(const mails::Mail& mail) {
  return {{"id", std::to_string(mail.id)},
          {"kind", mail.kind},
          {"to", mail.recipient},
          {"subject", mail.subject},
          {"state", mail.state},
          {"attempts", mail.attempts},
          {"error", mail.last_error},
          {"createdAt", to_rfc3339(mail.created_at)},
          {"nextAttemptAt", mail.finished_at ? boost::json::value(nullptr)
                                             : boost::json::value(to_rfc3339(mail.next_attempt_at))},
          {"usefulUntil", to_rfc3339(mail.useful_until)},
          {"finishedAt", to_json(mail.finished_at)}};
}

Shape mail_shape() {
  using namespace shape;
  return object("Mail", {{"id", text()},
                         {"kind", text()},
                         {"to", text()},
                         {"subject", text()},
                         {"state", text()},
                         {"attempts", integer()},
                         {"error", text()},
                         {"createdAt", time()},
                         {"nextAttemptAt", time().nullable()},
                         {"usefulUntil", time()},
                         {"finishedAt", time().nullable()},
                         {"text", text().optional()},
                         {"html", text().optional()}});
}

http::Response show(const MailOutbox& outbox, const Call& call, const PageRequest& page) {
  boost::json::array items;
  const auto next = outbox.database.read([&](sql::Connection& connection) {
    items.clear();
    const auto mails = mails::list(connection, page);
    for (const auto& mail : mails.items) {
      auto item = describe(mail);
      if (outbox.shows == MailOutbox::Shows::everything &&
          may_read(connection, call.caller, mail.recipient)) {
        if (const auto content = mails::find_content(connection, outbox.sealing_key, mail.id)) {
          item["text"] = content->text;
          item["html"] = content->html;
        }
      }
      items.push_back(std::move(item));
    }
    return mails.next;
  });
  auto response = list_answer(std::move(items), next);
  response.headers.set("Cache-Control", "no-store");
  return response;
}

}  // namespace

void mount_mail_outbox(Routes& routes, const MailOutbox& outbox) {
  routes.push_back(
      {.method = http::Method::get,
       .path = "/api/v1/mail-outbox",
       .access = Access::requires_permission(PlatformPermission::manage_users),
       .summary = "Mails of the platform, newest first; with what they say while no mail server is set",
       .query = page_parameters(),
       .answers = {{200, shape::page_of(mail_shape())}},
       .handle = [outbox](const Call& call) {
         const auto query = parse_query(call.request, page_parameters());
         if (!query) return query.error();
         const auto page = parse_page(*query);
         return page ? show(outbox, call, *page) : page.error();
       }});
}

}  // namespace gatehouse::server
