// SPDX-License-Identifier: Apache-2.0
//
// Stands in for the real pages where they are not built (GATEHOUSE_PAGES=OFF): the same names and the same
// places for the server's text, so that everything behind them can be built and tested without Node.
#include "console/embedded.h"
#include "console/page_languages.h"

#define GATEHOUSE_BUILTIN_PAGE(title, body)                                      \
  "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>" title \
  " · <!--field:brandName--></title><link rel=\"stylesheet\" "                  \
  "href=\"/assets/page.css\"><!--brand:style--></head>"                          \
  "<body><!--brand:mark--><main><h1>" title "</h1>" body "</main><!--page-data--></body></html>"

namespace gatehouse::console {
namespace {

constexpr std::string_view kStyle = "main{font-family:system-ui,sans-serif;max-width:26rem;margin:4rem auto}";

const Asset kAssets[] = {
    {"/assets/page.css", "text/css; charset=utf-8", "\"builtin\"", kStyle, {}, {}, Caching::revalidate},
};

const Page kPages[] = {
    {"sign-in", GATEHOUSE_BUILTIN_PAGE("Sign in", "<p>to continue to <!--brand:destination--></p>")},
    {"setup", GATEHOUSE_BUILTIN_PAGE("Set up", "<p>Make the first administrator.</p>")},
    {"reset-password", GATEHOUSE_BUILTIN_PAGE("Reset password", "<p>We send you a link.</p>")},
    {"sign-up", GATEHOUSE_BUILTIN_PAGE("Sign up", "<p>We send you a link.</p>")},
    {"verify-email", GATEHOUSE_BUILTIN_PAGE("Your email address", "<p>Confirm it.</p>")},
    {"invite", GATEHOUSE_BUILTIN_PAGE("Invitation", "<p>Make your account.</p>")},
    {"console", GATEHOUSE_BUILTIN_PAGE("Console", "<p>This program was built without its pages.</p>")},
    {"account", GATEHOUSE_BUILTIN_PAGE("Your account", "")},
    {"signed-out",
     GATEHOUSE_BUILTIN_PAGE("You are signed out", "<p><a href=\"/sign-in\">Sign in again</a></p>")},
    {"sign-out",
     GATEHOUSE_BUILTIN_PAGE("Sign out?",
                            "<p><!--field:user--></p><form method=\"post\" action=\"/oauth2/end_session\">"
                            "<input type=\"hidden\" name=\"confirm\" value=\"yes\">"
                            "<input type=\"hidden\" name=\"request\" value=\"<!--field:request-->\">"
                            "<button type=\"submit\">Sign out</button></form>")},
    {"consent",
     GATEHOUSE_BUILTIN_PAGE("<!--field:app--> asks for access",
                            "<p><!--field:host--> <!--field:user--></p><ul><li><!--field:grant1--></li>"
                            "<li><!--field:grant2--></li><li><!--field:grant3--></li>"
                            "<li><!--field:grant4--></li><li><!--field:grant5--></li>"
                            "<li><!--field:grant6--></li><li><!--field:grant7--></li></ul>"
                            "<form method=\"post\" action=\"/oauth2/consent\">"
                            "<input type=\"hidden\" name=\"request\" value=\"<!--field:request-->\">"
                            "<input type=\"hidden\" name=\"mark\" value=\"<!--field:mark-->\">"
                            "<button type=\"submit\" name=\"decision\" value=\"allow\">Allow</button>"
                            "<button type=\"submit\" name=\"decision\" value=\"deny\">Deny</button></form>")},
    {"device", GATEHOUSE_BUILTIN_PAGE("Let a device in",
                                      "<p><!--field:message--></p><form method=\"post\" action=\"/device\">"
                                      "<input name=\"user_code\" value=\"<!--field:code-->\">"
                                      "<button type=\"submit\">Go on</button></form>")},
    {"device-confirm",
     GATEHOUSE_BUILTIN_PAGE(
         "Is this your device?",
         "<p><!--field:app--> <!--field:user--></p><p><!--field:code--></p><p><!--field:asks--></p>"
         "<ul><li><!--field:grant1--></li>"
         "<li><!--field:grant2--></li><li><!--field:grant3--></li>"
         "<li><!--field:grant4--></li><li><!--field:grant5--></li>"
         "<li><!--field:grant6--></li><li><!--field:grant7--></li></ul>"
         "<form method=\"post\" action=\"/device\">"
         "<input type=\"hidden\" name=\"user_code\" value=\"<!--field:code-->\">"
         "<input type=\"hidden\" name=\"mark\" value=\"<!--field:mark-->\">"
         "<button type=\"submit\" name=\"decision\" value=\"allow\">Let it in</button></form>")},
    {"device-done", GATEHOUSE_BUILTIN_PAGE("Let a device in", "<p><!--field:message--></p>")},
    {"error", GATEHOUSE_BUILTIN_PAGE("<!--field:title-->",
                                     "<p><!--field:happened--></p><p><!--field:advice--></p>"
                                     "<p><code><!--field:requestId--></code></p>")},
};

const PageLanguage kLanguages[] = {{"en", {}, ""}};

}  // namespace

std::span<const PageLanguage> page_languages() {
  return kLanguages;
}
std::span<const Asset> embedded_assets() {
  return kAssets;
}
std::span<const Page> embedded_pages() {
  return kPages;
}

}  // namespace gatehouse::console
