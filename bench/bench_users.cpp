// SPDX-License-Identifier: Apache-2.0
// What lists and searches of users cost among ten thousand and among a million: the same questions to both,
// each page made from the database to the JSON text. usage: bench_users [--few N] [--many N] [--rounds N]
// [--folder DIR]: keeps the databases there, and takes those that it finds; without the imports
#include <algorithm>
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
    connection.query("delete from user_terms");
    connection.query("update users set number = null, name_key = null");
    connection.query("update user_counts set next_number = 1");
  });
  const auto start = Clock_::now();
  while (database.write(
      [](sql::Connection& connection) { return user_index::add_missing(connection, 20'000); })) {
  }
  std::printf("index made for existing users in %.1f s\n", milliseconds_since(start) / 1000);
}

/// What an import of all or none does: so many more users in one transaction.
void measure_import(sql::Database& database, std::size_t before) {
  constexpr std::size_t kMore = 100'000;
  People people(7);
  const auto start = Clock_::now();
  database.write([&](sql::Connection& connection) {
    for (std::size_t done = 0; done < kMore;) {
      std::vector<users::NewUser> batch;
      for (; batch.size() < 20'000; ++done) batch.push_back({people.make(2'000'000 + done), std::nullopt});
      (void)users::insert_many(connection, batch);
    }
  });
  std::printf("100,000 users added to %zu in one transaction in %.1f s\n", before,
              milliseconds_since(start) / 1000);
}

struct Question {
  std::string name;
  std::vector<user_list::Request> requests;
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

std::vector<Question> make_questions() {
  return {
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
      {"list, tenth page by name", {asked({}, Sort::name)}, 10},
      {"list, hundredth page by last sign-in", {asked({}, Sort::last_sign_in)}, 100},
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
  [[nodiscard]] double at(double quantile) const {
    return all[std::size_t(double(all.size() - 1) * quantile)];
  }
};

/// Both in turn, so that what else the machine does meets both.
std::pair<Measured, Measured> measure(sql::Database& few, sql::Database& many, const Question& question,
                                      int rounds) {
  std::pair<Measured, Measured> measured;
  const auto run = [&](sql::Database& database, const user_list::Request& request, Measured& into) {
    std::string after;
    for (int i = 0; i < question.page; ++i) ask(database, request, after, &after);
    for (int round = 0; round < rounds; ++round) {
      const auto start = cpu_milliseconds();
      (void)ask(database, request, after);
      into.all.push_back(cpu_milliseconds() - start);
    }
  };
  for (const auto& request : question.requests) {
    run(few, request, measured.first);
    run(many, request, measured.second);
  }
  std::sort(measured.first.all.begin(), measured.first.all.end());
  std::sort(measured.second.all.begin(), measured.second.all.end());
  return measured;
}

void print(const std::string& name, const Measured& few, const Measured& many) {
  std::printf("%-38s %8.2f %8.2f %8.2f %8.2f %8.2f %8.2f\n", name.c_str(), few.at(.5), few.at(.99),
              many.at(.5), many.at(.99), many.at(.5) / few.at(.5), many.at(.99) / few.at(.99));
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
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
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
    std::printf("%-38s %8s %8s %8s %8s %8s %8s   ms, growth\n", "", "few p50", "p99", "many p50", "p99",
                "p50 x", "p99 x");
    std::pair<Measured, Measured> whole;
    for (const auto& question : make_questions()) {
      const auto [of_few, of_many] = measure(*few, *many, question, rounds);
      print(question.name, of_few, of_many);
      const auto per_kind = std::size_t(rounds);
      for (std::size_t i = 0; i < per_kind; ++i) {  // each kind weighs the same in the mix
        whole.first.all.push_back(of_few.all[i * of_few.all.size() / per_kind]);
        whole.second.all.push_back(of_many.all[i * of_many.all.size() / per_kind]);
      }
    }
    std::sort(whole.first.all.begin(), whole.first.all.end());
    std::sort(whole.second.all.begin(), whole.second.all.end());
    print("the whole mix", whole.first, whole.second);
    if (!kept.empty()) return 0;
    measure_import(*few, option(argc, argv, "--few", 10'000));
    measure_import(*many, option(argc, argv, "--many", 1'000'000));
  }
  std::filesystem::remove_all(folder);
}
