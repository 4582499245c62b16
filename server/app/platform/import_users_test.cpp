// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/password_hasher.h"
#include "server/app/platform/platform_fixture.h"

namespace gatehouse::server {
namespace {

using http::Method;

class ImportUsersTest : public PlatformTest {
 protected:
  ImportUsersTest() {
    add_user("owner@example.com", "administrator");
    cookie_ = signed_in("owner@example.com");
  }
  http::Request csv(const std::string& target, const std::string& text) {
    auto request = make_request(Method::post, target, text);
    request.headers.set("Content-Type", "text/csv; charset=utf-8");
    return request;
  }
  Answer send_csv(const std::string& target, const std::string& text) {
    auto request = csv(target, text);
    request.headers.add("Cookie", "__Host-gatehouse_session=" + cookie_);
    request.headers.add("Origin", kOrigin);
    return send(std::move(request));
  }
  Answer import_csv(const std::string& text, const std::string& mode) {
    return send_csv("/api/v1/users/import?mode=" + mode, text);
  }
  Answer owner(Method method, const std::string& target, const std::string& body = "") {
    return call(cookie_, method, target, body);
  }
  boost::json::value user(const std::string& email) {
    const auto items = local(Method::get, "/api/v1/users?email=" + email).json.at("items").as_array();
    return items.empty() ? boost::json::value(nullptr) : items[0];
  }
  std::int64_t count_users() {
    return std::int64_t(local(Method::get, "/api/v1/users?limit=500").json.at("items").as_array().size());
  }
  std::string begin() { return owner(Method::post, "/api/v1/users/imports", "{}").text("id"); }
  Answer run(const std::string& id, const std::string& mode) {
    return owner(Method::post, "/api/v1/users/imports/" + id + "/run", R"({"mode":")" + mode + "\"}");
  }

  std::string cookie_;
};

TEST_F(ImportUsersTest, HeadingsSayWhatTheColumnsAre) {
  const auto answer = import_csv(
      "\xef\xbb\xbf"
      "Last name,First name,E-mail,Language,Time zone,Disabled\r\n"
      "Lovelace,Ada,Ada@Example.com,en,Europe/London,no\r\n"
      "\"Hopper, Rear Adm.\",Grace,grace@example.com,,,yes\r\n",
      "all_or_none");
  ASSERT_EQ(answer.status(), 200) << answer.response.body;
  EXPECT_EQ(answer.json.at("added").as_int64(), 2);
  const auto ada = user("ada@example.com");
  EXPECT_EQ(ada.at("name").as_string(), "Ada Lovelace");
  EXPECT_EQ(ada.at("timeZone").as_string(), "Europe/London");
  EXPECT_TRUE(ada.at("emailVerified").as_bool());
  EXPECT_EQ(user("grace@example.com").at("lastName").as_string(), "Hopper, Rear Adm.");
  EXPECT_FALSE(user("grace@example.com").at("disabledAt").is_null());
  EXPECT_EQ(local(Method::get, "/api/v1/users?search=rear%20adm").json.at("items").as_array().size(), 1U);
}

TEST_F(ImportUsersTest, PreviewSaysWhatWouldHappenAndDoesNothing) {
  const auto answer = import_csv("email,name\nada@example.com,Ada\nnobody,Nobody\n", "preview");
  EXPECT_EQ(answer.status(), 200);
  EXPECT_EQ(answer.json.at("rows").as_int64(), 2);
  EXPECT_EQ(answer.json.at("bad").as_int64(), 1);
  EXPECT_EQ(answer.json.at("added").as_int64(), 0);
  EXPECT_EQ(answer.json.at("preview").at(0).at("email").as_string(), "ada@example.com");
  EXPECT_EQ(answer.json.at("errors").at(0).at("line").as_int64(), 3);
  EXPECT_EQ(answer.json.at("errors").at(0).at("field").as_string(), "email");
  EXPECT_EQ(count_users(), 1);
}

const char* const kMixed =
    "email,name,timeZone,disabled\n"
    "ada@example.com,Ada,,\n"
    "owner@example.com,Taken,,\n"
    "ADA@example.com,Twice,,\n"
    "eve@example.com,a\xe2\x80\xae"
    "b,,\n"
    "bob@example.com,Bob,Nowhere in particular,\n"
    "cyd@example.com,Cyd,,perhaps\n"
    "dan@example.com,Dan,,,,\n"
    "fay@example.com,Fay,,\n";

TEST_F(ImportUsersTest, EachBadRowIsNamedAndKeepsAllOut) {
  const auto answer = import_csv(kMixed, "all_or_none");
  EXPECT_EQ(answer.status(), 422);
  EXPECT_EQ(answer.code(), "bad_rows");
  std::vector<std::pair<std::int64_t, std::string>> bad;
  for (const auto& error : answer.json.at("errors").as_array()) {
    bad.emplace_back(error.at("line").as_int64(), error.at("field").as_string());
    EXPECT_FALSE(error.at("message").as_string().empty());
  }
  EXPECT_EQ(bad, (std::vector<std::pair<std::int64_t, std::string>>{
                     {3, "email"}, {4, "email"}, {5, "name"}, {6, "timeZone"}, {7, "disabled"}, {8, "row"}}));
  EXPECT_EQ(count_users(), 1);
}

TEST_F(ImportUsersTest, GoodRowsComeInWhereAsked) {
  const auto answer = import_csv(kMixed, "skip_bad");
  EXPECT_EQ(answer.status(), 200);
  EXPECT_EQ(answer.json.at("added").as_int64(), 2);
  EXPECT_EQ(answer.json.at("bad").as_int64(), 6);
  EXPECT_EQ(count_users(), 3);
}

// AC-01
TEST_F(ImportUsersTest, NobodyIsRaisedByAFile) {
  for (const char* column : {"platformRole", "role", "id", "emailVerified", "password", "version"}) {
    const auto answer = import_csv(std::string("email,") + column + "\nada@example.com,owner\n", "skip_bad");
    EXPECT_EQ(answer.status(), 422) << column;
    EXPECT_EQ(answer.json.at("errors").at(0).at("field").as_string(), column);
  }
  const auto answer =
      owner(Method::post, "/api/v1/users/import?mode=skip_bad",
            R"({"rows":[{"email":"ada@example.com","platformRole":"owner"},{"email":"eve@example.com"}]})");
  EXPECT_EQ(answer.json.at("added").as_int64(), 1);
  EXPECT_EQ(answer.json.at("errors").at(0).at("field").as_string(), "platformRole");
  EXPECT_TRUE(user("ada@example.com").is_null());
}

// PW-11
TEST_F(ImportUsersTest, HashesComeFromTheMachinesOwnerOnlyAndMustBeCheapToCheck) {
  const auto hash = crypto::PasswordHasher({.memory_kib = 8192, .passes = 1}).hash(SecretString(kPassword));
  const auto row = "email,passwordHash\nada@example.com,\"" + hash + "\"\n";
  EXPECT_EQ(import_csv(row, "all_or_none").status(), 422);
  const auto local_import = [&](const std::string& text) {
    return read(application_->handle_local(csv("/api/v1/users/import?mode=all_or_none", text)));
  };
  for (const char* hostile :
       {"$argon2id$v=19$m=4194304,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2g",
        "$argon2id$v=19$m=19456,t=2147483648,p=1$c2FsdHNhbHQ$aGFzaGhhc2g",
        "$scrypt$ln=30,r=8,p=1$c2FsdHNhbHQ$aGFzaGhhc2g", "$2b$31$abcdefghijklmnopqrstuv", "plain"}) {
    EXPECT_EQ(local_import(std::string("email,passwordHash\neve@example.com,\"") + hostile + "\"\n").status(),
              422)
        << hostile;
  }
  EXPECT_EQ(local_import(row).status(), 200);
  EXPECT_EQ(sign_in("ada@example.com", kPassword).status(), 200);
}

TEST_F(ImportUsersTest, FilesComeInPiecesAndGoOnWhereTheyStopped) {
  const auto id = begin();
  const auto rows = "/api/v1/users/imports/" + id + "/rows";
  EXPECT_EQ(send_csv(rows, "email,name\na@example.com,A\n").json.at("rows").as_int64(), 1);
  EXPECT_EQ(send_csv(rows + "?line=1", "email,name\na@example.com,A\n").code(), "wrong_line");
  EXPECT_EQ(send_csv(rows + "?line=3", "b@example.com,B\na@example.com,Again\n").json.at("bad").as_int64(),
            1);
  EXPECT_EQ(count_users(), 1);
  const auto bad = owner(Method::get, rows + "?bad=true");
  EXPECT_EQ(bad.json.at("items").at(0).at("line").as_int64(), 4);

  const auto refused = run(id, "all_or_none");
  EXPECT_EQ(refused.text("state"), "refused");
  EXPECT_EQ(count_users(), 1);
  const auto done = run(id, "skip_bad");
  EXPECT_EQ(done.text("state"), "done");
  EXPECT_EQ(done.json.at("added").as_int64(), 2);
  EXPECT_EQ(run(id, "skip_bad").code(), "wrong_state");
  EXPECT_EQ(owner(Method::get, "/api/v1/users/imports/" + id).json.at("added").as_int64(), 2);
  EXPECT_NE(owner(Method::get, "/api/v1/audit-events").response.body.find("users.imported"),
            std::string::npos);
}

TEST_F(ImportUsersTest, ManyRowsComeInByStepsAndCanBeGivenUp) {
  const auto id = begin();
  std::string text = "email\n";
  for (int i = 0; i < 1500; ++i) text += "u" + std::to_string(i) + "@example.com\n";
  send_csv("/api/v1/users/imports/" + id + "/rows", text);
  const auto first = run(id, "skip_bad");
  EXPECT_EQ(first.text("state"), "running");
  EXPECT_EQ(first.json.at("added").as_int64(), 1000);
  EXPECT_EQ(run(id, "all_or_none").code(), "wrong_state");
  EXPECT_EQ(owner(Method::delete_, "/api/v1/users/imports/" + id).status(), 204);
  EXPECT_EQ(run(id, "skip_bad").status(), 404);
}

TEST_F(ImportUsersTest, AddressesTakenMeanwhileKeepAllOut) {
  const auto id = begin();
  send_csv("/api/v1/users/imports/" + id + "/rows", "email\na@example.com\nb@example.com\n");
  add_user("b@example.com");
  const auto answer = run(id, "all_or_none");
  EXPECT_EQ(answer.text("state"), "refused");
  EXPECT_EQ(answer.json.at("bad").as_int64(), 1);
  EXPECT_TRUE(user("a@example.com").is_null());
}

TEST_F(ImportUsersTest, ImportsAreBounded) {
  const auto first = begin();
  begin();
  EXPECT_EQ(owner(Method::post, "/api/v1/users/imports", "{}").code(), "too_many_imports");
  EXPECT_EQ(owner(Method::delete_, "/api/v1/users/imports/" + first).status(), 204);
  begin();
  EXPECT_EQ(owner(Method::post, "/api/v1/users/imports", "{}").code(), "too_many_imports");
  // Nobody waits for old ones to be cleared away.
  clock_.advance(std::chrono::hours(25));
  cookie_ = signed_in("owner@example.com");
  EXPECT_EQ(owner(Method::post, "/api/v1/users/imports", "{}").status(), 201);
}

TEST_F(ImportUsersTest, ImportsThatNobodyTouchesForADayAreRemoved) {
  const auto old = begin();
  std::string text = "email\n";
  for (int i = 0; i < 1500; ++i) text += "u" + std::to_string(i) + "@example.com\n";
  send_csv("/api/v1/users/imports/" + old + "/rows", text);
  clock_.advance(std::chrono::hours(23));
  const auto young = begin();
  application_->remove_expired();
  EXPECT_EQ(local(Method::get, "/api/v1/users/imports/" + old).status(), 200);
  clock_.advance(std::chrono::hours(2));
  // Some rows a time, lest the writer be held up.
  application_->remove_expired();
  EXPECT_EQ(local(Method::get, "/api/v1/users/imports/" + old).status(), 200);
  application_->remove_expired();
  EXPECT_EQ(local(Method::get, "/api/v1/users/imports/" + old).status(), 404);
  EXPECT_EQ(local(Method::get, "/api/v1/users/imports/" + young).status(), 200);
}

TEST_F(ImportUsersTest, SemicolonsAndTabsSeparateWhereTheFirstLineSaysSo) {
  EXPECT_EQ(import_csv("\xef\xbb\xbf"
                       "E-Mail;Vorname;Nachname\r\na@example.com;J\xc3\xbcrgen;Meier, Dr.\r\n",
                       "all_or_none")
                .status(),
            200);
  EXPECT_EQ(user("a@example.com").at("lastName").as_string(), "Meier, Dr.");
  EXPECT_EQ(import_csv("email\tname\nb@example.com\tB;C\n", "all_or_none").status(), 200);
  EXPECT_EQ(user("b@example.com").at("name").as_string(), "B;C");
  const auto id = begin();
  const auto rows = "/api/v1/users/imports/" + id + "/rows";
  send_csv(rows, "email;name\nc@example.com;C\n");
  EXPECT_EQ(send_csv(rows, "d@example.com;D, E, F\n").json.at("bad").as_int64(), 0);
  run(id, "all_or_none");
  EXPECT_EQ(user("d@example.com").at("name").as_string(), "D, E, F");
}

TEST_F(ImportUsersTest, OtherEncodingsAreRefusedByName) {
  using namespace std::string_literals;
  for (const auto& text : {"\xff\xfe\x65\0\x6d\0"s, "\xfe\xff\0\x65\0\x6d"s, "e\0m\0a\0"s}) {
    const auto answer = import_csv(text, "preview");
    EXPECT_EQ(answer.code(), "malformed_csv");
    EXPECT_NE(answer.response.body.find("UTF-16"), std::string::npos) << answer.response.body;
  }
  const auto answer = import_csv("email,name\na@example.com,J\xfcrgen\n", "preview");
  EXPECT_EQ(answer.code(), "malformed_csv");
  EXPECT_NE(answer.response.body.find("CSV UTF-8"), std::string::npos);
}

TEST_F(ImportUsersTest, WhatIsNoTableIsRefused) {
  EXPECT_EQ(import_csv("email\n\"open", "preview").code(), "malformed_csv");
  EXPECT_EQ(import_csv("email\n\xff\xfe@example.com\n", "preview").code(), "malformed_csv");
  EXPECT_EQ(import_csv("email,email\na@example.com,b@example.com\n", "preview").status(), 422);
  EXPECT_EQ(import_csv("email\n", "some").status(), 422);
  EXPECT_EQ(owner(Method::post, "/api/v1/users/import", "{").status(), 400);
  EXPECT_EQ(owner(Method::post, "/api/v1/users/import", R"({"people":[]})").status(), 422);
  std::string many = "email\n";
  for (int i = 0; i < 5001; ++i) many += "u@example.com\n";
  EXPECT_EQ(import_csv(many, "preview").code(), "too_many_rows");
}

TEST_F(ImportUsersTest, HeadingsInUnknownWordsAreAskedAbout) {
  const auto answer = import_csv("Login mail,Shoe size,Vorname\nx@example.com,44,Xaver\n", "preview");
  EXPECT_EQ(answer.status(), 422);
  const auto& errors = answer.json.at("errors").as_array();
  ASSERT_EQ(errors.size(), 2u);
  EXPECT_EQ(errors[0].at("field").as_string(), "Login mail");
  EXPECT_EQ(errors[1].at("field").as_string(), "Shoe size");
  EXPECT_EQ(import_csv("x@example.com,Xaver\n", "preview").json.at("errors").as_array().size(), 0u);
}

TEST_F(ImportUsersTest, ExportsWhatCanBeBroughtInAgainAndIsNoFormula) {
  import_csv("email,name\n'=cmd@example.com,=1+1\n+a@example.com,\"Q \"\"x\"\", Y\"\n", "all_or_none");
  const auto answer = owner(Method::get, "/api/v1/users/export?sort=created");
  EXPECT_EQ(answer.status(), 200);
  EXPECT_EQ(answer.response.headers.find("Content-Type"), "text/csv; charset=utf-8");
  const auto& text = answer.response.body;
  EXPECT_NE(text.find("\r\n\"'=cmd@example.com\",\"'=1+1\","), std::string::npos) << text;
  EXPECT_NE(text.find("\"'+a@example.com\",\"Q \"\"x\"\", Y\","), std::string::npos);
  EXPECT_EQ(owner(Method::get, "/api/v1/users/export?search=owner").response.body.find("cmd@"),
            std::string::npos);
  EXPECT_EQ(call("", Method::get, "/api/v1/users/export").status(), 401);
}

}  // namespace
}  // namespace gatehouse::server
