// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/sign_in/sign_out.h"

#include "sdk/cpp/src/sign_in/page.h"

namespace gatehouse::sdk {

http::Response SignOut::answer(const http::Request& request) const {
  if (!is_meant(request)) {
    return page(200, {.title = "Sign out?",
                      .text = "You will be signed out of this app and of the others that share your sign-in.",
                      .action = "Sign out",
                      .target = "/auth/sign-out",
                      .kind = PageText::Kind::post_button});
  }
  const auto kept = cookies_.find(request);
  if (kept && !kept->refresh_token.empty()) platform_.revoke(kept->refresh_token);
  auto response = http::redirect(next_place(request, kept));
  for (const auto& cookie : cookies_.clear()) response.headers.add("Set-Cookie", cookie);
  return response;
}

bool SignOut::is_meant(const http::Request& request) const {
  // `none`: typed or from a bookmark, so by no other site.
  if (const auto site = request.header("Sec-Fetch-Site")) return *site == "same-origin" || *site == "none";
  if (request.method != http::Method::post) return false;
  // Older browsers; a client that is none sends neither header.
  const auto origin = request.header("Origin");
  return !origin || origin == origin_.of(request);
}

std::string SignOut::next_place(const http::Request& request,
                                const std::optional<SessionCookies::Kept>& kept) const {
  const auto metadata = platform_.metadata();
  if (!metadata || metadata->end_session_endpoint.empty()) return "/";
  http::FormParameters form;
  form.add("client_id", app_id_);
  const auto origin = origin_.of(request);
  if (kept && !kept->id_token.empty() && origin) {
    form.add("id_token_hint", kept->id_token);
    // The one address of this app that the platform is certain to know; it leads on to the start page.
    form.add("post_logout_redirect_uri", *origin + "/auth/callback");
  }
  return metadata->end_session_endpoint + "?" + to_form(form);
}

}  // namespace gatehouse::sdk
