// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <variant>

#include "core/http/request.h"
#include "server/access/caller.h"

namespace gatehouse::server {

/// Who may call a route. There is no default: a route that doesn't say does not compile.
class Access {
 public:
  static Access anyone() { return Access(Anyone{}); }
  static Access signed_in() { return Access(SignedIn{}); }
  static Access requires_permission(PlatformPermission permission) { return Access(permission); }
  /// For routes whose path parameter `{id}` is an app: who holds the permission in that very app. To somebody
  /// who holds it elsewhere only, the app does not exist, whether it does or not.
  static Access requires_app_permission(AppPermission permission) { return Access(InThatApp{permission}); }
  /// For lists over apps: who holds the permission in any app. The handler leaves out the others, by
  /// Caller::may.
  static Access requires_app_permission_somewhere(AppPermission permission) {
    return Access(InSomeApp{permission});
  }
  /// For lists over the platform that are cut to apps for those who don't see all of it: the handler cuts.
  static Access requires_permission_or_in_some_app(PlatformPermission permission, AppPermission in_app) {
    return Access(OnPlatformOrInSomeApp{permission, in_app});
  }
  /// For making credentials, which no credential of a script may do: people who hold the permission, or
  /// anything at all on the platform or in an app, by their own session.
  static Access in_person(PlatformPermission permission) { return Access(InPerson{permission}); }
  static Access in_person() { return Access(InPerson{}); }
  /// Only the machine's owner: over the local socket or the command line, never over the network.
  static Access local_operator() { return Access(LocalOperator{}); }

  enum class Verdict { allowed, sign_in_first, forbidden, no_such_app };
  /// `routed` has the route's path parameters.
  [[nodiscard]] Verdict judge(const Caller& caller, const http::Request& routed) const;

  [[nodiscard]] bool is_public() const { return std::holds_alternative<Anyone>(rule_); }
  [[nodiscard]] bool is_local_only() const { return std::holds_alternative<LocalOperator>(rule_); }
  [[nodiscard]] bool is_about_one_app() const { return std::holds_alternative<InThatApp>(rule_); }

 private:
  struct Anyone {};
  struct SignedIn {};
  struct InThatApp {
    AppPermission permission;
  };
  struct InSomeApp {
    AppPermission permission;
  };
  struct OnPlatformOrInSomeApp {
    PlatformPermission on_platform;
    AppPermission in_app;
  };
  struct InPerson {
    std::optional<PlatformPermission> permission;
  };
  struct LocalOperator {};
  using Rule = std::variant<Anyone, SignedIn, PlatformPermission, InThatApp, InSomeApp, InPerson,
                            LocalOperator, OnPlatformOrInSomeApp>;
  struct Judge;
  explicit Access(Rule rule) : rule_(rule) {}
  Rule rule_;
};

}  // namespace gatehouse::server
