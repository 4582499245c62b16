// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/http/router.h"
#include "server/access/route.h"

namespace gatehouse::server {

/// Takes a request to its route: the door that everything passes. Read-only after construction, thread-safe.
///
/// Under /api/v1/ a caller without credentials is told 401 before anything else, then 403 or 404, then what
/// the handler says. Writes that a browser authenticates by cookie must come from the platform's own pages.
class Dispatcher {
 public:
  using Authenticate = std::function<Caller(const http::Request&)>;
  /// Renders an error for a browser navigation (not under /api/).
  using ErrorPage =
      std::function<http::Response(int status, const std::string& detail, const http::Request& request)>;

  /// Is told of every request of a known caller that was refused by their rights (403, or 404 where what is
  /// not for them isn't there) or by the state of things (409, 412). What routes for anyone refuse by proofs
  /// of their own is theirs to tell.
  using OnRefusal = std::function<void(const Call&, const Route&, const http::Response&)>;

  /// `origin` is the public URL without a trailing slash.
  Dispatcher(Routes routes, std::string origin, Authenticate authenticate, ErrorPage error_page,
             OnRefusal on_refusal);

  /// A request from the network.
  [[nodiscard]] http::Response dispatch(const http::Request& request) const;
  /// A request of the machine's owner.
  [[nodiscard]] http::Response dispatch_local(const http::Request& request) const;

  [[nodiscard]] const Routes& routes() const { return routes_; }

 private:
  [[nodiscard]] http::Response dispatch_as(const http::Request& request, const Caller& caller) const;
  [[nodiscard]] bool is_cross_site_write(const http::Request& request, const Caller& caller) const;
  [[nodiscard]] http::Response refuse(const http::Request& request, int status, const std::string& code,
                                      const std::string& detail) const;
  /// What the rights of the caller say; absent when they may.
  [[nodiscard]] std::optional<http::Response> refuse_by_rights(const Call& call, const Route& route) const;
  [[nodiscard]] http::Response answer(const Call& call, const Route& route) const;
  /// The answer of a route above this one that shows what the path names and finds it missing.
  [[nodiscard]] std::optional<http::Response> find_missing(const Call& call, const Route& route) const;
  [[nodiscard]] http::Response told(const Call& call, const Route& route, http::Response response) const;

  Routes routes_;
  http::Router router_;
  std::string origin_;
  Authenticate authenticate_;
  ErrorPage error_page_;
  OnRefusal on_refusal_;
};

}  // namespace gatehouse::server
