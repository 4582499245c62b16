// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "core/base/base64url.h"
#include "core/http/form.h"
#include "server/access/audit.h"
#include "server/access/form_body.h"
#include "server/features/device_page/mount.h"
#include "server/issuance/asked_of_user.h"
#include "server/model/user_code.h"
#include "server/pages/page_response.h"
#include "server/storage/apps.h"
#include "server/storage/audit_events.h"
#include "server/storage/device_requests.h"
#include "server/storage/grants.h"
#include "server/storage/members.h"

namespace gatehouse::server {
namespace {

http::Response say(int status, const std::string& message, const std::string& code = "") {
  return page_response(status, "device", {{"message", message}, {"code", show_user_code(code)}});
}

/// Of somebody else's app, as the page of its consent says it.
void add_what_it_asks(PageFields& fields, std::string_view scope) {
  auto asked = asked_of_user(scope);
  if (!asked.empty()) fields.emplace_back("asks", "This app belongs to somebody else. It wants to:");
  fields.insert(fields.end(), asked.begin(), asked.end());
}

bool is_from_our_page(const http::Request& request, const std::string& issuer) {
  return request.headers.count("Origin") == 1 && request.header("Origin") == issuer;
}

}  // namespace

bool CodeGuesses::may_guess(const UserId& user, Time now) {
  const std::lock_guard lock(mutex_);
  std::erase_if(wrong_, [&](const auto& one) { return now >= one.second.since + kSpan; });
  const auto found = wrong_.find(user);
  return found == wrong_.end() || found->second.count < kMost;
}

void CodeGuesses::note_wrong(const UserId& user, Time now) {
  const std::lock_guard lock(mutex_);
  auto& wrong = wrong_[user];
  if (wrong.count++ == 0) wrong.since = now;
}

http::Response DevicePage::show(const Call& call) const {
  const auto query = http::parse_form(call.request.query).value_or(http::FormParameters{});
  const auto code = read_user_code(query.find("user_code").value_or(""));
  if (call.caller.kind() != Caller::Kind::user) {
    return http::redirect("/sign-in?return_to=" +
                          http::percent_encode("/device" + (code.empty() ? "" : "?user_code=" + code)));
  }
  return say(200, "", code);
}

http::Response DevicePage::take(const Call& call) const {
  const auto form = parse_form_body(call.request);
  if (!form || form->has_duplicates() || !is_from_our_page(call.request, issuer)) {
    return say(400, "That did not come from this page. Try again here.");
  }
  const auto code = read_user_code(form->find("user_code").value_or(""));
  if (form->find("decision")) return decide(call, *form, code);
  return ask(call, code);
}

http::Response DevicePage::ask(const Call& call, const std::string& code) const {
  const auto now = clock.now();
  const auto& user = call.caller.user();
  if (!guesses->may_guess(user.id, now)) {
    return say(429, "Too many codes were wrong. Wait ten minutes and try again.");
  }
  std::optional<App> app;
  std::string scope;
  const bool may_enter = database.read([&](sql::Connection& connection) {
    const auto request = device_requests::find_waiting(connection, code, now);
    if (!request) return false;
    scope = request->scope;
    app = apps::find(connection, request->app_id);
    return app && members::find(connection, app->id, user.id).has_value();
  });
  if (!app) {
    guesses->note_wrong(user.id, now);
    return say(200, "No device waits with that code. Look at it once more; codes end after ten minutes.",
               code);
  }
  if (!may_enter) return say(403, "You are no member of the app that this device belongs to.");
  PageFields fields = {{"app", app->name},
                       {"user", user.email},
                       {"code", show_user_code(code)},
                       {"mark", make_mark(call, code)}};
  if (app->third_party) add_what_it_asks(fields, scope);
  return page_response(200, "device-confirm", fields);
}

http::Response DevicePage::decide(const Call& call, const http::FormParameters& form,
                                  const std::string& code) const {
  const auto mark = form.find("mark").value_or("");
  if (!equal_in_constant_time(as_bytes(mark), as_bytes(make_mark(call, code)))) {
    return say(400, "That did not come from this page. Try again here.");
  }
  if (form.find("decision") == "allow") {
    if (allow(call, code))
      return page_response(200, "device-done", {{"message", "The device is signed in."}});
    return say(200, "The code has ended meanwhile. Let the device show a new one.");
  }
  auto event = make_audit_event(call, clock.now(), "app.allow_device", call.caller.user().id.value());
  event.outcome = "failure";
  event.reason = "refused";
  database.write([&](sql::Connection& connection) {
    if (device_requests::refuse(connection, code)) audit_events::append(connection, event);
  });
  return page_response(200, "device-done", {{"message", "The device stays outside."}});
}

bool DevicePage::allow(const Call& call, const std::string& code) const {
  const auto now = clock.now();
  const auto& user = call.caller.user();
  auto made = sessions.make(user.id, call.caller.session().amr, call.request);
  made.session.authenticated_at = call.caller.session().authenticated_at;
  auto event = make_audit_event(call, now, "app.allow_device", user.id.value());
  return database.write([&](sql::Connection& connection) {
    const auto request = device_requests::find_waiting(connection, code, now);
    const auto app = request ? apps::find(connection, request->app_id) : std::nullopt;
    if (!app || !members::find(connection, app->id, user.id)) return false;
    made.session.user_agent = app->name + " (device)";
    sessions.insert(connection, made);
    const Grant grant{.id = GrantId(make_sortable_text(kGrantIdPrefix, clock, random)),
                      .app_id = app->id,
                      .user_id = user.id,
                      .session_id = made.session.id,
                      .scope = request->scope,
                      .created_at = now};
    grants::insert(connection, grant);
    if (app->third_party) add_consent(connection, user.id, app->id, grant.scope, now);
    event.app_id = app->id.value();
    audit_events::append(connection, event);
    return device_requests::allow(connection, code, grant.id);
  });
}

// An answer counts only from the session to which the question was put, and for that code.
std::string DevicePage::make_mark(const Call& call, const std::string& code) const {
  const auto text = "device\n" + call.caller.session().id.value() + '\n' + code;
  return encode_base64url(key.compute(as_bytes(text)));
}

void mount_device_page(Routes& routes, const DevicePage& page) {
  routes.push_back({.method = http::Method::get,
                    .path = "/device",
                    .access = Access::anyone(),  // who is not signed in is sent there
                    .summary = "Page: let a device in by the code that it shows",
                    .query = {{"user_code", "to fill in"}},
                    .handle = [page](const Call& call) { return page.show(call); }});
  routes.push_back({.method = http::Method::post,
                    .path = "/device",
                    .access = Access::signed_in(),
                    .summary = "Takes that page's form",
                    .handle = [page](const Call& call) { return page.take(call); }});
}

}  // namespace gatehouse::server
