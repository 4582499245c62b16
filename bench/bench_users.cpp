// SPDX-License-Identifier: Apache-2.0
// What lists and searches of users cost among ten thousand and among a million: the same questions to both,
// each page made from the database to the JSON text. usage: bench_users [--few N] [--many N] [--rounds N]
// [--folder DIR]: keeps the databases there, and takes those that it finds
// [--only TEXT]: questions with that in their names
// [--import 1]: adds users also to databases that are kept [--backfill 1]: makes the index of the many anew
// bench_users --questions: prints their names and query strings, for bench/users_over_http.py
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <random>
#include <string>
#include <time.h>
#include <vector>

#include <boost/json.hpp>

#include "core/base/heap.h"
#include "core/sql/sqlite.h"
#include "server/access/json_text.h"
#include "server/storage/members.h"
#include "server/storage/migrations.h"
#include "server/storage/user_index.h"
#include "server/storage/user_list.h"
#include "server/storage/users.h"

using namespace gatehouse;
using namespace gatehouse::server;
using user_list::Sort;
using user_list::State;

namespace {

using Clock_ = std::chrono::steady_clock;

/// Of this thread: what else the machine does is not counted.
double cpu_milliseconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}

/// Of all threads.
double cpu_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return double(now.tv_sec) + double(now.tv_nsec) / 1e9;
}

double milliseconds_since(Clock_::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock_::now() - start).count();
}

// Names as they are spread among people: a few very frequent, many rare.
const std::vector<std::string> kFirst = {
    "Anna",    "Maria",  "Peter",  "Thomas",   "Michael", "Sarah", "Laura",     "Daniel", "Julia",
    "Lukas",   "Sophie", "Paul",   "Emma",     "Leon",    "Mia",   "Noah",      "Hannah", "Felix",
    "Elena",   "Jonas",  "Zoé",    "Jürgen",   "Björn",   "Chloé", "Marek",     "Ingrid", "Fatima",
    "Mehmet",  "Giulia", "Pablo",  "Aiko",     "Wei",     "Priya", "Rahul",     "Olga",   "Dmitri",
    "Siobhan", "Eoin",   "Astrid", "Viggo",    "Amélie",  "Tomáš", "Katarzyna", "Zsófia", "Nikolaos",
    "Ioana",   "Lamine", "Ximena", "Thandiwe", "Kwame"};
const std::vector<std::string> kLast = {
    "Müller",  "Schmidt", "Meier",   "Weber",    "Fischer",  "Wagner",       "Becker",  "Hoffmann",
    "Koch",    "Richter", "Garcia",  "Smith",    "Rossi",    "Martin",       "Silva",   "Novak",
    "Jansen",  "Hansen",  "Nielsen", "Kowalski", "Dubois",   "Moreau",       "Lefèvre", "Bianchi",
    "Ferrari", "Popescu", "Ivanova", "Horvat",   "Szabó",    "Papadopoulos", "O'Brien", "Murphy",
    "Walsh",   "Johnson", "Brown",   "Taylor",   "Anderson", "Nguyen",       "Tanaka",  "Okafor"};
const std::vector<std::string> kSyllables = {"ba",   "ko",  "ri",  "den", "stein", "lo",  "mar",
                                             "vi",   "ska", "tor", "ul",  "fen",   "qua", "ber",
                                             "gold", "hu",  "ny",  "zel", "wo",    "dra"};
const std::vector<std::string> kDomains = {"example.com", "example.org", "mail.example.net", "corp.example",
                                           "uni.example.edu"};

class People {
 public:
  explicit People(std::uint64_t seed) : random_(seed) {}

  User make(std::size_t n) {
    User user;
    auto number = std::to_string(n);
    user.id = UserId("usr_" + std::string(26 - number.size(), '0') + number);
    const auto first = skewed(kFirst);
    // A third have names that hardly anybody else has.
    const auto last = random_() % 3 == 0 ? made_up() : skewed(kLast);
    user.first_name = first;
    user.last_name = last;
    user.email = plain(first) + "." + plain(last) + number + "@" + skewed(kDomains);
    user.email_verified = random_() % 20 != 0;
    user.created_at = user.updated_at = Time(std::chrono::milliseconds(1'600'000'000'000 + std::int64_t(n)));
    if (random_() % 10 < 7)
      user.last_sign_in_at = user.created_at + std::chrono::milliseconds(random_() % 100'000'000'000);
    if (random_() % 50 == 0) user.disabled_at = user.created_at;
    return user;
  }

 private:
  std::string skewed(const std::vector<std::string>& of) {
    const double x = std::uniform_real_distribution<>(0, 1)(random_);
    return of[std::size_t(x * x * double(of.size()))];
  }
  std::string made_up() {
    std::string name;
    for (int i = 0; i < 3; ++i) name += kSyllables[random_() % kSyllables.size()];
    name[0] = char(name[0] - 'a' + 'A');
    return name + kSyllables[random_() % kSyllables.size()];
  }
  static std::string plain(const std::string& name) {
    std::string letters;
    for (const char c : name) {
      if (c >= 'A' && c <= 'Z') letters += char(c - 'A' + 'a');
      if (c >= 'a' && c <= 'z') letters += c;
    }
    return letters;
  }
  std::mt19937_64 random_;
};

// The one whom hardly anybody resembles; the same among few and many.
User make_rare() {
  User user;
  user.id = UserId("usr_zz000000000000000000000000");
  user.first_name = "Quirinius";
  user.last_name = "Xylander";
  user.email = "quirinius.xylander@rare.example";
  user.email_verified = true;
  user.created_at = user.updated_at = Time(std::chrono::milliseconds(1'600'000'000'000));
  return user;
}

/// One in ten is a member of an app, one in five thousand an auditor.
void set_up_members(sql::Connection& connection) {
  for (const auto row : connection.query("select id, number from users where number % 10 = 0")) {
    (void)members::put(connection, {AppId("orders"), row.get<UserId>(0), {}, 0}, Time{});
  }
  for (const auto row : connection.query("select id from users where number % 5000 = 1")) {
    auto user = users::find(connection, row.get<UserId>(0)).value();
    user.platform_role = PlatformRole::auditor;
    (void)users::update(connection, user);
  }
}

std::unique_ptr<sql::Database> make_database(const std::filesystem::path& path, std::size_t count) {
  const bool is_there = std::filesystem::exists(path);
  auto database = sql::open_sqlite({.path = path.string(), .missing = sql::SqliteOptions::Missing::create});
  if (is_there) return database;
  const SystemClock clock;
  (void)sql::migrate(*database, sqlite_migrations(), clock);
  People people(42);
  const auto start = Clock_::now();
  for (std::size_t done = 0; done < count;) {
    std::vector<users::NewUser> batch;
    for (; done < count && batch.size() < 20'000; ++done) batch.push_back({people.make(done), std::nullopt});
    database->write([&](sql::Connection& connection) { (void)users::insert_many(connection, batch); });
  }
  database->write([&](sql::Connection& connection) {
    const users::NewUser rare{make_rare(), std::nullopt};
    (void)users::insert_many(connection, std::span(&rare, 1));
    connection.query(
        "insert into apps (id, name, base_url, algorithm, token_lifetime, third_party, created_at, "
        "updated_at, version) values ('orders', 'Orders', '', 'HS256', 900, 0, 0, 0, 1)");
  });
  database->write([](sql::Connection& connection) { set_up_members(connection); });
  std::printf("%zu users made in %.1f s\n", count, milliseconds_since(start) / 1000);
  return database;
}

/// Drops the index and lets the program make it anew, as it does for a database from before it.
void measure_backfill(sql::Database& database) {
  database.write([](sql::Connection& connection) {
    connection.query("delete from user_sets");
    connection.query("delete from user_order");
    connection.query("update users set number = null");
    connection.query("update user_counts set next_number = 1");
  });
  const auto start = Clock_::now();
  const auto cpu = cpu_seconds();
  while (database.write(
      [](sql::Connection& connection) { return user_index::add_missing(connection, 20'000); })) {
  }
  std::printf("index made for existing users in %.1f s, %.1f s of CPU\n", milliseconds_since(start) / 1000,
              cpu_seconds() - cpu);
}

/// What an import of all or none does: so many more users in one transaction.
void measure_import(sql::Database& database, std::size_t before) {
  constexpr std::size_t kMore = 100'000;
  People people(7);
  const auto start = Clock_::now();
  const auto cpu = cpu_seconds();
  database.write([&](sql::Connection& connection) {
    for (std::size_t done = 0; done < kMore;) {
      std::vector<users::NewUser> batch;
      for (; batch.size() < 20'000; ++done) batch.push_back({people.make(2'000'000 + done), std::nullopt});
      (void)users::insert_many(connection, batch);
    }
  });
  std::printf("100,000 users added to %zu in one transaction in %.1f s, %.1f s of CPU\n", before,
              milliseconds_since(start) / 1000, cpu_seconds() - cpu);
}

struct Question {
  std::string name;
  std::vector<user_list::Request> of_few;
  std::vector<user_list::Request> of_many;
  int page = 0;  ///< how many pages to turn before the one that is measured
};

user_list::Request asked(user_list::Filter filter, Sort sort, std::string search = "") {
  user_list::Request request;
  request.filter = std::move(filter);
  request.sort = sort;
  request.search = std::move(search);
  return request;
}

/// Newest first, as the console searches.
user_list::Request searched(std::string text, Sort sort = Sort::newest) {
  return asked({}, sort, std::move(text));
}

/// The same of both.
std::vector<Question> make_questions() {
  std::vector<Question> questions = {
      {"exact address", {searched("quirinius.xylander@rare.example"), searched("anna.mller0@example.com")}},
      {"rare name", {searched("xylander"), searched("quirinius"), searched("Quirinius Xylander")}},
      {"frequent name", {searched("anna"), searched("müller"), searched("schmidt"), searched("maria")}},
      {"two words",
       {searched("anna meier"), searched("weber thomas"), searched("peter smith"), searched("Jürgen Koch")}},
      {"words across name and address", {searched("anna corp"), searched("schmidt uni")}},
      {"two frequent words, seldom together",
       {searched("wei okafor"), searched("tanaka siobhan"), searched("zsofia horvat")}},
      {"three words", {searched("anna schmidt corp"), searched("maria weber uni")}},
      {"a frequent and a rare word", {searched("anna xylander"), searched("quirinius example")}},
      {"an initial and a name", {searched("q weber"), searched("x müller"), searched("j smith")}},
      {"pieces apart that make no word", {searched("annanna"), searched("steinstein"), searched("berber")}},
      {"words apart", {searched("anna corp"), searched("schmidt uni"), searched("weber example.org")}},
      {"fragment in the middle",
       {searched("ylande"), searched("chmid"), searched("apado"), searched("offman")}},
      {"beginning of an address", {searched("anna.m"), searched("peter.smi"), searched("xylander@rare")}},
      {"domain", {searched("example.com"), searched("corp.ex"), searched("@uni.example")}},
      {"no match",
       {searched("zzzqqq"), searched("annaxyz"), searched("no such person"), searched("schmidtbauerin")}},
      {"frequent name, by name", {searched("anna", Sort::name), searched("schmidt", Sort::name)}},
      {"rare name, by last sign-in", {searched("xylander", Sort::last_sign_in)}},
      {"middling name, by last sign-in",
       {searched("wei tanaka", Sort::last_sign_in), searched("kwame walsh", Sort::last_sign_in)}},
      {"frequent name, disabled",
       {asked({.state = State::disabled}, Sort::newest, "anna"),
        asked({.state = State::disabled}, Sort::newest, "meier")}},
      {"frequent name, an auditor", {asked({.role = PlatformRole::auditor}, Sort::newest, "anna")}},
      {"frequent name, member not verified",
       {asked({.verified = false, .app = AppId("orders")}, Sort::newest, "anna")}},
      {"two words, never signed in, by name",
       {asked({.state = State::pending}, Sort::name, "anna meier"),
        asked({.state = State::pending}, Sort::name, "peter smith")}},
      {"list, newest first", {asked({}, Sort::newest)}},
      {"list, by name", {asked({}, Sort::name)}},
      {"list, by address", {asked({}, Sort::email)}},
      {"list, by last sign-in", {asked({}, Sort::last_sign_in)}},
      {"list, tenth page by name", {asked({}, Sort::name)}, {}, 10},
      {"list, hundredth page by last sign-in", {asked({}, Sort::last_sign_in)}, {}, 100},
      {"disabled, by name", {asked({.state = State::disabled}, Sort::name)}},
      {"never signed in, newest first", {asked({.state = State::pending}, Sort::newest)}},
      {"auditors, by name", {asked({.role = PlatformRole::auditor}, Sort::name)}},
      {"members of an app, newest first", {asked({.app = AppId("orders")}, Sort::newest)}},
      {"members of an app, by name", {asked({.app = AppId("orders")}, Sort::name)}},
      {"not verified, newest first", {asked({.verified = false}, Sort::newest)}},
      {"not verified, by address", {asked({.verified = false}, Sort::email)}},
      {"disabled members not verified, by address",
       {asked({.state = State::disabled, .verified = false, .app = AppId("orders")}, Sort::email)}},
  };
  for (auto& question : questions) question.of_many = question.of_few;
  return questions;
}

/// Like for like: about as many fit on both platforms, fifty at least but for the auditors.
std::vector<Question> make_alike_questions() {
  return {
      {"150 or 100 of two words",
       {searched("anna müller")},
       {searched("wei tanaka"), searched("kwame walsh")}},
      {"the same, and a part of the address",
       {searched("anna müller example")},
       {searched("wei tanaka example")}},
      {"two words, seldom together",
       {searched("anna müller"), searched("maria müller")},
       {searched("wei okafor"), searched("tanaka siobhan"), searched("zsofia horvat")}},
      {"beginning of an address", {searched("anna.m")}, {searched("peter.smi")}},
      {"an initial and a name", {searched("m müller")}, {searched("j smith")}},
      {"30 of a frequent name and a filter",
       {asked({.state = State::disabled}, Sort::newest, "anna")},
       {asked({.role = PlatformRole::auditor}, Sort::newest, "anna")}},
      {"frequent name and filters, newest first",
       {asked({.verified = false}, Sort::newest, "anna")},
       {asked({.verified = false, .app = AppId("orders")}, Sort::newest, "anna")}},
      {"150 or 100 of two words, by last sign-in",
       {searched("anna müller", Sort::last_sign_in)},
       {searched("wei tanaka", Sort::last_sign_in), searched("kwame walsh", Sort::last_sign_in)}},
      {"200 of two words and a filter, by name",
       {asked({.state = State::disabled}, Sort::name, "example")},
       {asked({.state = State::pending}, Sort::name, "peter smith")}},
      {"200 of a filter, by name",
       {asked({.state = State::disabled}, Sort::name)},
       {asked({.role = PlatformRole::auditor}, Sort::name)}},
      {"50 or 120 of filters, by address",
       {asked({.verified = false, .app = AppId("orders")}, Sort::email)},
       {asked({.state = State::disabled, .verified = false, .app = AppId("orders")}, Sort::email)}},
      {"1,000 of filters, by name: the most sorted",
       {asked({.app = AppId("orders")}, Sort::name)},
       {asked({.state = State::disabled, .verified = false}, Sort::name)}},
  };
}

void put(std::string& query, const char* name, std::string_view value) {
  query += (query.empty() ? "" : "&") + std::string(name) + "=";
  for (const char c : value) {
    char escaped[4];
    std::snprintf(escaped, sizeof escaped, "%%%02X", unsigned(static_cast<unsigned char>(c)));
    query += escaped;
  }
}

std::string to_query(const user_list::Request& request) {
  constexpr std::array<const char*, 3> kStates = {"active", "pending", "disabled"};
  std::string query;
  const auto& [state, role, verified, app] = request.filter;
  if (!request.search.empty()) put(query, "search", request.search);
  if (state) put(query, "state", kStates[std::size_t(*state)]);
  if (role) put(query, "role", to_text(*role));
  if (verified) put(query, "verified", *verified ? "true" : "false");
  if (app) put(query, "app", app->value());
  put(query, "sort", to_text(request.sort));
  return query;
}

void print_questions(const char* kind, const std::vector<Question>& questions) {
  const auto print_all = [](const std::vector<user_list::Request>& requests) {
    for (const auto& request : requests) std::printf(" %s", to_query(request).c_str());
  };
  for (const auto& question : questions) {
    if (question.page != 0) continue;
    std::printf("%s\t%s\t", kind, question.name.c_str());
    print_all(question.of_few);
    std::printf("\t");
    print_all(question.of_many);
    std::printf("\n");
  }
}

std::string ask(sql::Database& database, const user_list::Request& request, const std::string& after,
                std::string* next = nullptr) {
  const auto found = database.read([&](sql::Connection& connection) {
    return user_list::find(connection, request, {after, 50}).value();
  });
  boost::json::array items;
  for (const auto& user : found.items) items.push_back(to_json(user, UserView::administration));
  if (next != nullptr) *next = found.next;
  return list_answer(std::move(items), found.next).body;
}

struct Measured {
  std::vector<double> all;
  [[nodiscard]] double at(double quantile) {
    if (!std::is_sorted(all.begin(), all.end())) std::sort(all.begin(), all.end());
    return all[std::size_t(double(all.size() - 1) * quantile)];
  }
};
using Pair = std::pair<Measured, Measured>;  ///< of few and of many

/// Both in turn, so that what else the machine does meets both.
void measure(sql::Database& few, sql::Database& many, const Question& question, int rounds, Pair& into) {
  const auto run = [&](sql::Database& database, const user_list::Request& request, Measured& times) {
    std::string after;
    for (int i = 0; i < question.page; ++i) ask(database, request, after, &after);
    for (int round = 0; round < rounds; ++round) {
      const auto start = cpu_milliseconds();
      (void)ask(database, request, after);
      times.all.push_back(cpu_milliseconds() - start);
    }
  };
  for (std::size_t i = 0; i < std::max(question.of_few.size(), question.of_many.size()); ++i) {
    run(few, question.of_few[i % question.of_few.size()], into.first);
    run(many, question.of_many[i % question.of_many.size()], into.second);
  }
}

void print(const std::string& name, Pair& pair) {
  auto& [few, many] = pair;
  std::printf("%-42s %8.2f %8.2f %8.2f %8.2f %8.2f %8.2f\n", name.c_str(), few.at(.5), few.at(.99),
              many.at(.5), many.at(.99), many.at(.5) / few.at(.5), many.at(.99) / few.at(.99));
}

/// Each kind weighs the same in the mix. All are gone through again and again, for the machine is faster and
/// slower by turns.
void measure_mix(sql::Database& few, sql::Database& many, std::vector<Question> questions,
                 const std::string& only, int rounds) {
  constexpr int kAtOnce = 10;
  std::erase_if(questions,
                [&](const auto& question) { return question.name.find(only) == std::string::npos; });
  if (questions.empty()) return;
  std::vector<Pair> measured(questions.size());
  for (int done = 0; done < rounds; done += kAtOnce) {
    for (std::size_t i = 0; i < questions.size(); ++i) {
      measure(few, many, questions[i], std::min(kAtOnce, rounds - done), measured[i]);
    }
  }
  Pair whole;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    print(questions[i].name, measured[i]);
    for (int part = 0; part < 1000; ++part) {
      whole.first.all.push_back(measured[i].first.at(part / 1000.0));
      whole.second.all.push_back(measured[i].second.at(part / 1000.0));
    }
  }
  print("the whole mix", whole);
}

std::size_t option(int argc, char** argv, const std::string& name, std::size_t otherwise) {
  for (int i = 1; i + 1 < argc; ++i) {
    if (argv[i] == name) return std::strtoull(argv[i + 1], nullptr, 10);
  }
  return otherwise;
}

std::string text_option(int argc, char** argv, const std::string& name) {
  for (int i = 1; i + 1 < argc; ++i) {
    if (argv[i] == name) return argv[i + 1];
  }
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  keep_freed_memory();  // as the server does
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  if (argc == 2 && std::string(argv[1]) == "--questions") {
    print_questions("same", make_questions());
    print_questions("alike", make_alike_questions());
    return 0;
  }
  std::string folder = (std::filesystem::temp_directory_path() / "gatehouse-bench-users-XXXXXX").string();
  const auto kept = text_option(argc, argv, "--folder");
  if (!kept.empty()) {
    folder = kept;
    std::filesystem::create_directories(folder);
  } else if (::mkdtemp(folder.data()) == nullptr) {
    return 1;
  }
  {
    const auto few = make_database(folder + "/few.db", option(argc, argv, "--few", 10'000));
    const auto many = make_database(folder + "/many.db", option(argc, argv, "--many", 1'000'000));
    std::printf("%.0f MB and %.0f MB\n", double(std::filesystem::file_size(folder + "/few.db")) / 1e6,
                double(std::filesystem::file_size(folder + "/many.db")) / 1e6);
    if (option(argc, argv, "--backfill", 0) != 0) measure_backfill(*many);
    const int rounds = int(option(argc, argv, "--rounds", 200));
    const auto only = text_option(argc, argv, "--only");
    std::printf("%-42s %8s %8s %8s %8s %8s %8s   ms, growth\n", "", "few p50", "p99", "many p50", "p99",
                "p50 x", "p99 x");
    measure_mix(*few, *many, make_questions(), only, rounds);
    std::printf("like for like:\n");
    measure_mix(*few, *many, make_alike_questions(), only, rounds);
    if (!kept.empty() && option(argc, argv, "--import", 0) == 0) return 0;
    measure_import(*few, option(argc, argv, "--few", 10'000));
    measure_import(*many, option(argc, argv, "--many", 1'000'000));
  }
  if (kept.empty()) std::filesystem::remove_all(folder);
}
