// SPDX-License-Identifier: Apache-2.0
#include "server/defence/stranger_check.h"

#include <utility>

#include <boost/json.hpp>

#include "core/base/time_text.h"
#include "core/crypto/proof_of_work.h"
#include "core/http/problem.h"

namespace gatehouse::server {

StrangerCheck::StrangerCheck(const Clock& clock, RandomSource& random, const crypto::HmacSha256Key& key)
    : challenges_(clock, random, key, "sign-in"), alarm_(clock) {}

Result<GuessAlarm::Work, http::Response> StrangerCheck::admit(const http::Request& request,
                                                              const std::string& account,
                                                              const std::optional<std::string>& solution) {
  if (!alarm_.is_raised()) return GuessAlarm::Work::none;
  switch (solution ? challenges_.redeem(*solution, account) : Challenges::Verdict::refused) {
    case Challenges::Verdict::accepted:
      alarm_.note_solved();
      solved_.add(request.client_address);
      return GuessAlarm::Work::solved;
    case Challenges::Verdict::full:
      alarm_.note_full();
      break;
    case Challenges::Verdict::refused:
      break;
  }
  alarm_.note_asked();
  asked_.add(request.client_address);
  return fail(ask(account));
}

http::Response StrangerCheck::ask(const std::string& account) const {
  const auto challenge = challenges_.make(account, alarm_.bits());
  auto response = http::problem(403, "challenge_required",
                                "Strangers are guessing at passwords just now. Sign in again with the "
                                "challenge's solution, or from a browser that you have used before.");
  // RFC 9457, section 3.2: members of its own.
  auto body = boost::json::parse(response.body).as_object();
  body["challenge"] =
      boost::json::object{{"type", "proof-of-work"}, {"algorithm", "SHA-256"},
                          {"task", challenge.task},  {"puzzles", crypto::kProofPuzzles},
                          {"bits", challenge.bits},  {"expiresAt", to_rfc3339(challenge.expires_at)}};
  response.body = boost::json::serialize(body);
  return response;
}

std::uint64_t StrangerCheck::work() const {
  return alarm_.is_raised() ? crypto::kProofPuzzles << unsigned(alarm_.bits()) : 0;
}

}  // namespace gatehouse::server
