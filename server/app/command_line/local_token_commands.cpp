// SPDX-License-Identifier: Apache-2.0
#include <array>

#include <boost/json.hpp>

#include "core/base/time_text.h"
#include "core/token/app_token_verifier.h"
#include "core/token/secret_key.h"
#include "core/token/unverified_token.h"
#include "server/app/command_line/command_context.h"
#include "server/app/command_line/show.h"
#include "server/app/command_line/token_commands.h"

namespace gatehouse::server {
namespace {

namespace json = boost::json;
using token::JsonValue;

/// The word TOKEN, or else a line of standard input, which other users of the machine can't see.
Outcome<std::string> read_token(CommandContext& context) {
  const auto word = context.invocation.find("TOKEN");
  if (word && *word != "-") return *word;
  return read_line(context.console, "token");
}

bool is_time(std::string_view claim) {
  constexpr std::array kTimes{"iat", "nbf", "exp", "auth_time", "updated_at"};
  return std::find(kTimes.begin(), kTimes.end(), claim) != kTimes.end();
}

/// One line a member, times also in words.
std::string show_members(JsonValue object) {
  std::string text;
  for (const JsonValue& member : object.children()) {
    std::string name = "  " + make_harmless(member.name());
    name.resize(std::max<std::size_t>(name.size() + 2, 18), ' ');
    text += name + make_harmless(member.text());
    const auto seconds = member.as_integer();
    if (seconds && is_time(member.name())) text += "  (" + to_rfc3339(from_unix_seconds(*seconds)) + ")";
    text += "\n";
  }
  return text;
}

/// The secrets in the variable that `--secret-env` names.
Outcome<std::vector<SecretString>> read_secrets(CommandContext& context) {
  const std::string& name = context.invocation.get("--secret-env");
  const auto variable = context.environment.find(name);
  if (variable == context.environment.end() || variable->second.empty()) {
    return fail(
        Refusal{"the environment variable " + name + " is not set; put the app's secret key into it"});
  }
  auto secrets = token::parse_secret_keys(variable->second);
  if (!secrets) return fail(Refusal{name + ": " + std::string(token::to_sentence(secrets.error()))});
  return std::move(*secrets);
}

}  // namespace

Outcome<Output> inspect_token(CommandContext& context) {
  const auto text = read_token(context);
  if (!text) return fail(text.error());
  const auto parsed = token::UnverifiedToken::parse(*text);
  if (!parsed) {
    return fail(Refusal{"this is no token: " + std::string(token::to_sentence(parsed.error())) + " (" +
                        std::string(token::to_code(parsed.error())) + ")"});
  }
  const JsonValue header = parsed->unverified_header();
  const JsonValue claims = parsed->unverified_claims();
  Output output;
  output.json =
      "{\"header\":" + std::string(header.text()) + ",\"claims\":" + std::string(claims.text()) + "}";
  output.text = "header\n" + show_members(header) + "claims\n" + show_members(claims) +
                "Nothing of this is verified; gatehouse token verify does that.\n";
  return output;
}

Outcome<Output> verify_token(CommandContext& context) {
  const auto secrets = read_secrets(context);
  if (!secrets) return fail(secrets.error());
  const auto text = read_token(context);
  if (!text) return fail(text.error());
  const auto issuer = context.invocation.find("--issuer");
  if (context.invocation.get("--app").empty() || (issuer && issuer->empty())) {
    return fail(Refusal{"--app and --issuer may not be empty", kWrongUsage});
  }
  const token::AppTokenVerifier verifier(
      {context.invocation.get("--app"),
       issuer ? token::IssuerRule::require(*issuer) : token::accept_any_issuer()},
      token::KeyRing::from_secrets(*secrets), context.clock);
  const auto verified = verifier.verify(*text);
  if (verified) {
    return Output{"{\"valid\":true,\"claims\":" + std::string(verified->json()) + "}",
                  "The token is valid until " + to_rfc3339(verified->expires_at()) + ".\n"};
  }
  const std::string code(token::to_code(verified.error()));
  const std::string reason(token::to_sentence(verified.error()));
  Output output;
  output.json = json::serialize(json::object{{"valid", false}, {"code", code}, {"detail", reason}});
  output.exit_code = kRefused;
  output.complaint = "the token is not valid: " + reason + " (" + code + ")";
  return output;
}

}  // namespace gatehouse::server
