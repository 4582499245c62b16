// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cctype>
#include <functional>

#include "core/http/form.h"
#include "server/app/platform/platform_fixture.h"
#include "server/model/permission_text.h"

namespace gatehouse::server {
namespace {

using Verdict = Access::Verdict;

bool is_read(const Route& route) {
  return route.method == http::Method::get;
}
std::string name_of(const Route& route) {
  return std::string(http::to_text(route.method)) + " " + route.path;
}

/// Somebody who calls: what they send, and what is known of them.
struct Somebody {
  std::string name;
  std::string header;  ///< `Cookie` or `Authorization`; empty: nothing is sent
  std::string value;
  Caller caller;
};

/// What routes do for callers, taken from the table itself: a new route is tested by being there.
class AccessMatrixTest : public PlatformTest {
 protected:
  AccessMatrixTest() {
    add_user("owner@example.com", "administrator");  // the first one becomes the owner
    add_user("admin@example.com", "administrator");
    add_user("auditor@example.com", "auditor");
    const auto member = add_user("member@example.com");
    const auto manager = add_user("manager@example.com");
    const auto other = add_user("other@example.com");
    add_user("ada@example.com");
    const auto off = add_user("off@example.com", "administrator");
    for (const char* app : {R"({"id":"orders","name":"Orders"})", R"({"id":"billing","name":"Billing"})"}) {
      local(http::Method::post, "/api/v1/apps", app);
    }
    local(http::Method::post, "/api/v1/apps/orders/roles", R"({"name":"editor","permissions":["a"]})");
    local(http::Method::put, "/api/v1/apps/orders/members/" + member, R"({"roles":["editor"]})");
    local(http::Method::put, "/api/v1/apps/orders/managers/" + manager);
    local(http::Method::put, "/api/v1/apps/billing/managers/" + other);
    owner_ = signed_in("owner@example.com");
    user_ = signed_in("ada@example.com");
    auditor_ = signed_in("auditor@example.com");
    disabled_ = signed_in("off@example.com");
    local(http::Method::post, "/api/v1/users/" + off + "/disable");
    add_people(owner_, auditor_);
    add_scripts();
  }

  static Caller user(std::optional<PlatformRole> role, std::vector<AppId> managed = {}) {
    sessions::SessionAndUser found;
    found.user.platform_role = role;
    found.managed_apps = std::move(managed);
    return Caller::user(std::move(found));
  }
  void add_person(const std::string& name, const std::string& session, Caller caller) {
    everybody_.push_back({name, "Cookie", "__Host-gatehouse_session=" + session, std::move(caller)});
  }
  void add_people(const std::string& owner, const std::string& auditor) {
    everybody_.push_back({"anonymous", "", "", Caller::anonymous()});
    add_person("disabled administrator", disabled_, Caller::anonymous());
    add_person("made-up session", std::string(43, 'A'), Caller::anonymous());
    add_person("owner", owner, user(PlatformRole::owner));
    add_person("administrator", signed_in("admin@example.com"), user(PlatformRole::administrator));
    add_person("auditor", auditor, user(PlatformRole::auditor));
    add_person("member", signed_in("member@example.com"), user(std::nullopt));
    add_person("role-less user", user_, user(std::nullopt));
    add_person("manager", signed_in("manager@example.com"), user(std::nullopt, {AppId("orders")}));
    add_person("manager of another app", signed_in("other@example.com"),
               user(std::nullopt, {AppId("billing")}));
  }

  void add_script(const std::string& name, const std::string& owner, std::vector<std::string> permissions,
                  const std::string& more, Rights rights, std::optional<std::vector<AppId>> apps = {}) {
    const auto list = boost::json::serialize(boost::json::array(permissions.begin(), permissions.end()));
    const auto made = local(http::Method::post, "/api/v1/api-keys",
                            R"({"name":"x","permissions":)" + list + "," + owner + more + "}");
    ApiKey key;
    key.scope = parse_key_scope(permissions).value();
    key.scope.apps = std::move(apps);
    everybody_.push_back({name, "Authorization", "Bearer " + made.text("key"),
                          Caller::api_key(std::move(key), std::move(rights))});
  }
  void add_scripts() {
    const auto find = [&](const char* email) {
      return std::string(local(http::Method::get, std::string("/api/v1/users?email=") + email)
                             .json.at("items")
                             .at(0)
                             .at("id")
                             .as_string());
    };
    const auto of_admin = R"("user":")" + find("admin@example.com") + '"';
    const Rights admin{PlatformRole::administrator, {}, {}};
    add_script("key to look at one app", of_admin, {"app:view"}, R"(,"apps":["orders"])", admin,
               std::vector<AppId>{AppId("orders")});
    add_script("key to manage users", of_admin, {"users:manage"}, "", admin);
    add_script("key to everything", of_admin,
               {"platform:view", "metrics:view", "users:manage", "apps:manage", "platform:manage", "app:view",
                "app:manage"},
               "", admin);
    const auto account = local(http::Method::post, "/api/v1/service-accounts",
                               R"({"name":"x","platformRole":"auditor","apps":["billing"]})");
    add_script("service account", R"("serviceAccount":")" + account.text("id") + '"',
               {"platform:view", "app:view", "app:manage"}, "",
               {PlatformRole::auditor, {AppId("billing")}, {}});
    everybody_.push_back({"made-up key", "Authorization", "Bearer gh_none", Caller::anonymous()});
  }

  static std::string fill(std::string pattern, const std::string& id = "none") {
    for (auto open = pattern.find('{'); open != std::string::npos; open = pattern.find('{')) {
      pattern.replace(open, pattern.find('}') - open + 1, id);
    }
    return pattern;
  }

  /// A body that no route accepts, so that nothing is changed whoever calls.
  Answer probe(const Route& route, const Somebody& who, const std::string& id = "none") {
    auto request =
        make_request(route.method, fill(route.path, id), is_read(route) ? "" : R"({"unknown-field":1})");
    if (!who.header.empty()) request.headers.add(who.header, who.value);
    if (who.header == "Cookie") request.headers.add("Origin", kOrigin);
    return send(std::move(request));
  }
  static Verdict judge(const Route& route, const Somebody& who, const std::string& id = "none") {
    http::Request routed;
    routed.params = {{"id", id}};
    return route.access.judge(who.caller, routed);
  }
  static bool may(const Route& route, const Somebody& who, const std::string& id = "none") {
    return judge(route, who, id) == Verdict::allowed;
  }

  /// An app or user that is there, as far as the path names one.
  std::string fill_known(const std::string& pattern) {
    return fill(pattern, pattern.starts_with("/api/v1/users/{") ? owner_id() : "orders");
  }
  /// What the path names besides: an invitation, a role.
  bool names_what_is_missing(const Route& route) {
    const auto end = route.path.rfind('}');
    if (end == std::string::npos) return false;
    return call(owner_, http::Method::get, fill_known(route.path.substr(0, end + 1))).status() == 404;
  }

  /// As whoever may do most: the owner, or the machine's where nobody else may.
  Answer as_owner(const Route& route, const std::string& target, const std::string& body = "") {
    return route.access.is_local_only() ? local(route.method, target, body)
                                        : call(owner_, route.method, target, body);
  }
  static std::vector<std::string> fields_in(const Answer& answer) {
    std::vector<std::string> fields;
    const auto* errors = answer.json.is_object() ? answer.json.as_object().if_contains("errors") : nullptr;
    if (errors == nullptr) return fields;
    for (const auto& error : errors->as_array()) fields.emplace_back(error.at("field").as_string());
    return fields;
  }

  /// Two of everything that a list may have, as far as one call makes it.
  void fill_lists() {
    signed_in("owner@example.com");
    for (const char* name : {"one", "two"}) {
      const std::string named = std::string(R"({"name":")") + name + '"';
      local(http::Method::post, "/api/v1/apps/orders/roles", named + R"(,"permissions":[")" + name + "\"]}");
      local(http::Method::post, "/api/v1/registration-tokens", named + "}");
      local(http::Method::post, "/api/v1/service-accounts", named + "}");
      local(http::Method::post, "/api/v1/apps/orders/invitations", R"({"maxUses":1})");
      local(http::Method::post, "/api/v1/users/imports");
      clock_.advance(std::chrono::milliseconds(1));
    }
    for (const char* app : {"orders", "billing"}) {
      local(http::Method::put, std::string("/api/v1/apps/") + app + "/members/" + owner_id(), "{}");
    }
  }
  std::string owner_id() { return call(owner_, http::Method::get, "/api/v1/me").text("id"); }

  /// Ends with ? or &. Empty where the route is no list.
  std::string list_address(const Route& route) {
    auto address = fill(route.path, route.path.starts_with("/api/v1/users/") ? owner_id() : "orders");
    address += route.path.ends_with("/candidates") ? "?email=ada@example.com&" : "?";
    const auto answer = as_owner(route, address);
    const bool is_list = answer.json.is_object() && answer.json.as_object().contains("nextCursor");
    return is_list ? address : "";
  }

  /// All of a list, one item at a time.
  boost::json::array pages_of(const Route& route, const std::string& address) {
    boost::json::array items;
    std::string cursor;
    do {
      const auto page = as_owner(route, address + "limit=1" + cursor);
      EXPECT_LE(page.json.at("items").as_array().size(), 1U);
      for (const auto& item : page.json.at("items").as_array()) items.push_back(item);
      const auto next = page.text("nextCursor");
      cursor = next.empty() ? "" : "&cursor=" + http::percent_encode(next);
    } while (!cursor.empty());
    return items;
  }

  void for_each_route(const std::function<void(const Route&)>& look) const {
    for (const auto& route : application_->routes()) {
      if (!route.path.starts_with("/api/")) continue;
      SCOPED_TRACE(name_of(route));
      look(route);
    }
  }
  const Somebody& named(const std::string& name) const {
    for (const auto& who : everybody_) {
      if (who.name == name) return who;
    }
    throw std::invalid_argument(name);
  }

  std::vector<Somebody> everybody_;
  std::string owner_, auditor_, user_, disabled_;
};

// AC-02
TEST_F(AccessMatrixTest, EveryRouteKeepsOutWhoMayNot) {
  int refused = 0;
  for_each_route([&](const Route& route) {
    for (const auto& who : everybody_) {
      SCOPED_TRACE(who.name);
      const auto answer = probe(route, who);
      switch (judge(route, who)) {
        case Verdict::allowed:
          // Public routes may ask for a proof of their own: a password, the secret of an app.
          if (!route.access.is_public()) {
            EXPECT_NE(answer.status(), 401);
            EXPECT_NE(answer.code(), "forbidden");
          }
          continue;
        case Verdict::sign_in_first:
          EXPECT_EQ(answer.status(), 401);
          break;
        case Verdict::forbidden:
          EXPECT_EQ(answer.status(), route.access.is_local_only() ? 404 : 403);
          break;
        case Verdict::no_such_app:
          EXPECT_EQ(answer.status(), 404);
          break;
      }
      ++refused;
    }
  });
  EXPECT_GT(refused, 300);
}

// The rules below say by hand what no route may allow, so that a wrong Access shows.

TEST_F(AccessMatrixTest, AuditorsChangeNothing) {
  for_each_route([&](const Route& route) {
    const bool own = may(route, named("role-less user"));
    const bool key_of_ones_own = route.path.starts_with("/api/v1/api-keys");
    const bool only_waits = route.path.ends_with("/wait") || route.path.ends_with("/preview");
    if (is_read(route) || own || key_of_ones_own || only_waits) return;
    EXPECT_FALSE(may(route, named("auditor")));
  });
}

TEST_F(AccessMatrixTest, OrdinaryPeopleHaveTheirOwnAccountAndNothingElse) {
  for_each_route([&](const Route& route) {
    if (route.access.is_public()) return;
    const bool own = route.path.starts_with("/api/v1/me") || route.path == "/api/v1/sign-out";
    for (const char* name : {"member", "role-less user"}) EXPECT_EQ(may(route, named(name)), own) << name;
  });
}

TEST_F(AccessMatrixTest, ManagersHaveTheirAppsAndNothingElse) {
  for_each_route([&](const Route& route) {
    if (may(route, named("role-less user"))) return;
    const bool about_apps =
        route.path.starts_with("/api/v1/apps") || route.path.starts_with("/api/v1/api-keys") ||
        route.path == "/api/v1/audit-events";  // that of their apps: see audit_of_apps_test.cpp
    const bool names_a_secret = route.path.find("secret") != std::string::npos;
    EXPECT_FALSE((!about_apps || names_a_secret) && may(route, named("manager"), "orders"));
    EXPECT_FALSE(route.access.is_about_one_app() && may(route, named("manager"), "billing"));
  });
}

TEST_F(AccessMatrixTest, NoScriptTouchesAnAccountOrMakesCredentials) {
  for_each_route([&](const Route& route) {
    const bool of_people = route.path.starts_with("/api/v1/me") ||
                           route.path.starts_with("/api/v1/api-keys") || route.path == "/api/v1/sign-out";
    const bool of_programs = route.path.starts_with("/api/v1/service-accounts") && !is_read(route);
    EXPECT_FALSE((of_people || of_programs) && may(route, named("key to everything")));
  });
}

TEST_F(AccessMatrixTest, OwnersAndAdministratorsMayCallTheSame) {
  for_each_route([&](const Route& route) {
    EXPECT_EQ(may(route, named("owner")), may(route, named("administrator")));
    EXPECT_EQ(may(route, named("owner")), !route.access.is_local_only());
  });
}

// AC-02
TEST_F(AccessMatrixTest, ForeignAppAnswersLikeAMissingOne) {
  int compared = 0;
  for_each_route([&](const Route& route) {
    if (!route.access.is_about_one_app()) return;
    for (const auto& who : everybody_) {
      if (may(route, who, "orders")) continue;
      SCOPED_TRACE(who.name);
      const auto foreign = probe(route, who, "orders");
      const auto missing = probe(route, who, "none");
      EXPECT_EQ(foreign.status(), missing.status());
      EXPECT_EQ(foreign.response.body, missing.response.body);
      std::string names_of_foreign;
      std::string names_of_missing;
      for (const auto& field : foreign.response.headers) names_of_foreign += field.name + " ";
      for (const auto& field : missing.response.headers) names_of_missing += field.name + " ";
      EXPECT_EQ(names_of_foreign, names_of_missing);
      ++compared;
    }
  });
  EXPECT_GT(compared, 50);
}

TEST_F(AccessMatrixTest, OperatorRoutesAreForTheMachinesOwner) {
  for_each_route([&](const Route& route) {
    if (!route.access.is_local_only()) return;
    const auto answer = local(route.method, fill(route.path), is_read(route) ? "" : R"({"unknown-field":1})");
    EXPECT_NE(answer.status(), 401);
    EXPECT_NE(answer.status(), 403);
  });
}

// SE-04
TEST_F(AccessMatrixTest, EveryCookieWriteFromElsewhereIsRefused) {
  for_each_route([&](const Route& route) {
    if (is_read(route)) return;
    for (const char* origin : {"", "null", "https://evil.example", "http://auth.example.com"}) {
      auto request = make_request(route.method, fill(route.path), "{}");
      request.headers.add("Cookie", "__Host-gatehouse_session=" + owner_);
      if (*origin != 0) request.headers.add("Origin", origin);
      EXPECT_EQ(send(request).status(), 403) << origin;
    }
  });
}

// AC-10: names and values that no answer may carry, whoever asks.
TEST_F(AccessMatrixTest, NoSecretIsEverShown) {
  const auto app = local(http::Method::post, "/api/v1/apps", R"({"id":"secretive","name":"Secretive"})");
  const std::vector<std::string> secrets = {app.text("secretKey"), "$argon2", owner_, kPassword,
                                            named("key to everything").value.substr(7)};
  const char* fields[] = {"\"password\"", "\"passwordHash\"", "\"password_hash\"", "\"tokenHash\"",
                          "\"keyHash\"",  "\"sealed",         "\"privateKey\"",    "\"secretKey\""};
  int scanned = 0;
  for_each_route([&](const Route& route) {
    if (!is_read(route) || route.path == "/api/v1/openapi.json") return;
    for (const char* id : {"secretive", "orders"}) {
      const auto answer = probe(route, named("owner"), id);
      for (const auto& secret : secrets) EXPECT_EQ(answer.response.body.find(secret), std::string::npos);
      for (const char* field : fields)
        EXPECT_EQ(answer.response.body.find(field), std::string::npos) << field;
      scanned += answer.status() == 200 ? 1 : 0;
    }
  });
  EXPECT_GT(scanned, 15);
}

// AC-10
TEST_F(AccessMatrixTest, NoRouteTakesAParameterThatItDoesNotName) {
  int refused = 0;
  for_each_route([&](const Route& route) {
    for (const char* name : {"sort_by", "filter", "include"}) {
      const auto target = fill_known(route.path) + "?" + name + "=secretKey";
      const auto answer = as_owner(route, target, is_read(route) ? "" : "{}");
      if (answer.status() == 404 && names_what_is_missing(route)) continue;
      EXPECT_EQ(answer.status(), 422);
      EXPECT_EQ(fields_in(answer), std::vector<std::string>{name});
      ++refused;
    }
  });
  EXPECT_GT(refused, 300);
  EXPECT_EQ(call(owner_, http::Method::get, "/api/v1/me").status(), 200);
}

TEST_F(AccessMatrixTest, NoRouteIgnoresAMemberOfABody) {
  int without_a_body = 0;
  for_each_route([&](const Route& route) {
    if (is_read(route) || !route.body.empty() || !route.uploads.empty()) return;
    const auto answer = as_owner(route, fill_known(route.path), R"({"unknown-field":1})");
    if (answer.status() == 404 && names_what_is_missing(route)) return;
    EXPECT_EQ(answer.status(), 422);
    EXPECT_EQ(fields_in(answer), std::vector<std::string>{"unknown-field"});
    ++without_a_body;
  });
  EXPECT_GT(without_a_body, 25);
  EXPECT_EQ(call(owner_, http::Method::get, "/api/v1/me").status(), 200);
  EXPECT_EQ(local(http::Method::get, "/api/v1/apps/orders").status(), 200);
}

TEST_F(AccessMatrixTest, EveryListGivesPages) {
  fill_lists();
  int lists = 0;
  for_each_route([&](const Route& route) {
    const auto address = is_read(route) ? list_address(route) : std::string();
    if (address.empty()) return;
    const auto whole = as_owner(route, address + "limit=500");
    if (whole.json.at("items").as_array().size() > 1) ++lists;
    EXPECT_EQ(pages_of(route, address), whole.json.at("items").as_array());
    for (const char* wrong : {"limit=0", "limit=501", "limit=x"}) {
      const auto answer = as_owner(route, address + wrong);
      EXPECT_EQ(fields_in(answer), std::vector<std::string>{"limit"}) << wrong;
    }
  });
  EXPECT_GT(lists, 12);
}

// AC-04
TEST_F(AccessMatrixTest, NobodyGivesThemselvesWhatTheyLack) {
  const auto member = named("member");
  const auto id = local(http::Method::get, "/api/v1/users?email=member@example.com").json.at("items").at(0);
  const auto own = std::string(id.at("id").as_string());
  const auto as_member = [&](http::Method method, const std::string& target, const std::string& body) {
    return call(member.value.substr(member.value.find('=') + 1), method, target, body).status();
  };
  EXPECT_EQ(as_member(http::Method::put, "/api/v1/apps/orders/members/" + own, R"({"roles":["editor"]})"),
            403);
  EXPECT_EQ(as_member(http::Method::patch, "/api/v1/apps/orders/roles/editor", R"({"permissions":["b"]})"),
            403);
  EXPECT_EQ(as_member(http::Method::put, "/api/v1/apps/orders/managers/" + own, "{}"), 403);
  EXPECT_EQ(as_member(http::Method::patch, "/api/v1/users/" + own, R"({"platformRole":"owner"})"), 403);
  EXPECT_EQ(
      local(http::Method::put, "/api/v1/apps/billing/members/" + own, R"({"roles":["editor"]})").status(),
      422);
}

TEST_F(AccessMatrixTest, ForeignSessionsAreNotThere) {
  const auto own = call(user_, http::Method::get, "/api/v1/me/sessions").json.at("items").as_array();
  EXPECT_EQ(own.size(), 1U);
  const auto of_owner = call(owner_, http::Method::get, "/api/v1/me/sessions").json.at("items").at(0);
  const auto foreign =
      call(user_, http::Method::delete_, "/api/v1/me/sessions/" + std::string(of_owner.at("id").as_string()));
  const auto missing = call(user_, http::Method::delete_, "/api/v1/me/sessions/ses_none");
  EXPECT_EQ(foreign.status(), 404);
  EXPECT_EQ(foreign.response.body, missing.response.body);
  EXPECT_EQ(call(owner_, http::Method::get, "/api/v1/me").status(), 200);
}

TEST_F(AccessMatrixTest, OwnSessionsNameTheirDevices) {
  const auto own = call(owner_, http::Method::get, "/api/v1/me/sessions").json.at("items").at(0);
  const auto seen = call(owner_, http::Method::get, "/api/v1/users/" + owner_id() + "/sessions");
  EXPECT_EQ(own.at("device"), seen.json.at("items").at(0).at("device"));
}

TEST_F(AccessMatrixTest, ApiIsDescribedWhole) {
  const auto api = call("", http::Method::get, "/api/v1/openapi.json");
  EXPECT_EQ(api.status(), 200);
  for_each_route([&](const Route& route) {
    const auto* path = api.json.at("paths").as_object().if_contains(route.path);
    EXPECT_EQ(path != nullptr, !route.access.is_local_only());
    EXPECT_FALSE(route.summary.empty());
  });
}

TEST_F(AccessMatrixTest, EveryBodyIsDescribed) {
  const auto api = call("", http::Method::get, "/api/v1/openapi.json");
  int uploads = 0;
  for_each_route([&](const Route& route) {
    if (route.access.is_local_only()) return;
    auto method = std::string(http::to_text(route.method));
    std::transform(method.begin(), method.end(), method.begin(),
                   [](char c) { return char(std::tolower(c)); });
    const auto& operation = api.json.at("paths").at(route.path).at(method).as_object();
    const auto* body = operation.if_contains("requestBody");
    EXPECT_EQ(body != nullptr, !route.body.empty() || !route.uploads.empty());
    for (const auto& type : route.uploads) {
      EXPECT_TRUE(body->at("content").as_object().contains(type)) << type;
      ++uploads;
    }
  });
  EXPECT_EQ(uploads, 2 * 2 + 3 * 4);
}

TEST_F(AccessMatrixTest, FixedValuesAndBoundsAreDescribed) {
  const auto api = call("", http::Method::get, "/api/v1/openapi.json");
  const auto properties = [&](const char* path, const char* method) {
    return api.json.at("paths")
        .at(path)
        .at(method)
        .at("requestBody")
        .at("content")
        .at("application/json")
        .at("schema")
        .at("properties");
  };
  const auto app = properties("/api/v1/apps", "post");
  EXPECT_EQ(app.at("clientType").at("enum"), boost::json::parse(R"(["confidential","public"])"));
  EXPECT_EQ(app.at("userinfoSignedResponseAlg").at("enum"), boost::json::parse(R"(["RS256",null])"));
  EXPECT_EQ(app.at("tokenLifetimeSeconds").at("minimum"), 60);
  EXPECT_EQ(app.at("tokenLifetimeSeconds").at("maximum"), 86400);
}

// HT-14
TEST_F(AccessMatrixTest, MetricsAreNotForEverybody) {
  EXPECT_EQ(call("", http::Method::get, "/metrics").status(), 401);
  EXPECT_EQ(call(user_, http::Method::get, "/metrics").status(), 403);
  const auto metrics = call(auditor_, http::Method::get, "/metrics");
  EXPECT_EQ(metrics.status(), 200);
  EXPECT_NE(metrics.response.body.find("gatehouse_http_responses_total{status=\"2xx\"}"), std::string::npos);
}

TEST_F(AccessMatrixTest, UnknownAddressesAre401ThenAre404) {
  EXPECT_EQ(call("", http::Method::get, "/api/v1/nothing").status(), 401);
  EXPECT_EQ(call(user_, http::Method::get, "/api/v1/nothing").status(), 404);
}

}  // namespace
}  // namespace gatehouse::server
