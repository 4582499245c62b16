// SPDX-License-Identifier: Apache-2.0
// Lists of some thousands of made-up users are what going through all of them gives, whatever is asked.
#include <algorithm>
#include <filesystem>
#include <iterator>
#include <sstream>

#include <gtest/gtest.h>

#include "core/sql/sqlite.h"
#include "server/model/email.h"
#include "server/model/search_text.h"
#include "server/storage/members.h"
#include "server/storage/migrations.h"
#include "server/storage/user_list.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

using user_list::Request;
using user_list::Sort;
using user_list::State;

const AppId kApp("orders");

/// The same rolls every time (xorshift64*).
class Dice {
 public:
  std::uint64_t operator()() {
    state_ ^= state_ >> 12U;
    state_ ^= state_ << 25U;
    state_ ^= state_ >> 27U;
    return (state_ * 0x2545f4914f6cdd1dU) >> 16U;
  }

 private:
  std::uint64_t state_ = 2026;
};

struct Known {
  User user;
  bool is_member = false;
  std::string text;  ///< names and address in search form
  std::string name_key;
};

std::vector<std::string> split(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), {}};
}

class Model {
 public:
  [[nodiscard]] static bool fits(const Request& request, const Known& known) {
    const auto& [state, role, verified, app] = request.filter;
    const auto& user = known.user;
    const auto its_state = user.disabled_at       ? State::disabled
                           : user.last_sign_in_at ? State::active
                                                  : State::pending;
    if ((state && its_state != *state) || (role && user.platform_role != role) ||
        (verified && user.email_verified != *verified) || (app && !known.is_member)) {
      return false;
    }
    const auto has_words = [&](const std::string& word) { return known.text.find(word) != word.npos; };
    const auto has_piece = [&](const std::string& part) {
      return part.find('@') == part.npos || user.email.find(part) != part.npos;
    };
    return std::ranges::all_of(split(make_search_text(request.search)), has_words) &&
           std::ranges::all_of(split(request.search), has_piece);
  }

  [[nodiscard]] std::vector<std::string> list(const Request& request, Sort how) const {
    std::vector<const Known*> found;
    for (const auto& known : people) {
      if (fits(request, known)) found.push_back(&known);
    }
    for (const auto* known : found) {
      if (known->user.email == request.search) return {known->user.email};
    }
    sort(found, how);
    std::vector<std::string> emails;
    for (const auto* known : found) emails.push_back(known->user.email);
    return emails;
  }

  std::vector<Known> people;  ///< in the order of creation

 private:
  // Equal keys stay in the order of creation, or against it where the sort goes down.
  static void sort(std::vector<const Known*>& found, Sort sort) {
    const auto by = [&](auto key_of) {
      std::ranges::stable_sort(found, {}, [&](const Known* known) { return key_of(*known); });
    };
    if (sort == Sort::newest) std::ranges::reverse(found);
    if (sort == Sort::name) by([](const Known& known) { return known.name_key; });
    if (sort == Sort::email) by([](const Known& known) { return known.user.email; });
    if (sort == Sort::last_sign_in) {
      by([](const Known& known) { return known.user.last_sign_in_at.value_or(Time{}); });
      std::ranges::reverse(found);
    }
  }
};

class UserListPropertyTest : public testing::Test {
 protected:
  static constexpr std::size_t kUsers = 2500;

  UserListPropertyTest() {
    folder_ = testing::TempDir() + "gatehouse-users-XXXXXX";
    if (::mkdtemp(folder_.data()) == nullptr) throw std::runtime_error("mkdtemp");
    database_ = sql::open_sqlite({.path = folder_ + "/db", .missing = sql::SqliteOptions::Missing::create});
    const FixedClock clock{Time{}};
    EXPECT_TRUE(sql::migrate(*database_, sqlite_migrations(), clock).has_value());
    make_people();
  }
  ~UserListPropertyTest() override {
    database_.reset();
    std::filesystem::remove_all(folder_);
  }

  template <class T>
  const T& any(const std::vector<T>& of) {
    return of[random_() % of.size()];
  }
  bool chance(unsigned one_in) { return random_() % one_in == 0; }

  User make_user(std::size_t n) {
    User user;
    const auto number = std::to_string(n);
    user.id = UserId("usr_" + std::string(26 - number.size(), '0') + number);
    user.first_name = any(names_);
    user.last_name = chance(5) ? any(names_) + "-" + any(names_) : any(names_);
    if (chance(4)) user.name = any(names_) + " " + any(names_);
    user.email = any(addresses_) + (chance(2) ? "." + any(addresses_) : "") + number + "@" + any(domains_);
    user.email_verified = !chance(10);
    if (!chance(3)) user.last_sign_in_at = Time(std::chrono::milliseconds(random_() % 1000 + 1));
    if (chance(8)) user.disabled_at = Time(std::chrono::milliseconds(1));
    if (chance(50)) user.platform_role = chance(2) ? PlatformRole::auditor : PlatformRole::administrator;
    return user;
  }

  void make_people() {
    for (std::size_t n = 0; n < kUsers; ++n) {
      Known known{make_user(n), chance(4), {}, {}};
      put(known);
      model_.people.push_back(std::move(known));
    }
    database_->write([&](sql::Connection& connection) {
      connection.query(
          "insert into apps (id, name, base_url, algorithm, token_lifetime, third_party, created_at, "
          "updated_at, version) values ('orders', 'Orders', '', 'HS256', 900, 0, 0, 0, 1)");
      insert_all(connection);
      for (const auto& known : model_.people) {
        if (!known.is_member) continue;
        EXPECT_EQ(members::put(connection, {kApp, known.user.id, {}, 0}, Time{}), members::Put::done);
      }
    });
    change_some();
  }

  /// With gaps between their numbers, as if there were many more.
  void insert_all(sql::Connection& connection) {
    std::vector<users::NewUser> some;
    for (const auto& known : model_.people) {
      some.push_back({known.user, std::nullopt});
      if (some.size() < 40 && &known != &model_.people.back()) continue;
      connection.query("update user_counts set next_number = next_number + 4000");
      EXPECT_TRUE(users::insert_many(connection, some).empty());
      some.clear();
    }
  }

  /// Some get another name, are let in or locked out, leave the app or go.
  void change_some() {
    std::vector<Known> stay;
    database_->write([&](sql::Connection& connection) {
      for (auto& known : model_.people) {
        if (chance(20)) {
          EXPECT_TRUE(users::remove(connection, known.user.id));
          continue;
        }
        if (chance(10)) change(connection, known.user);
        if (known.is_member && chance(10)) {
          EXPECT_TRUE(members::remove(connection, kApp, known.user.id));
          known.is_member = false;
        }
        put(known);
        stay.push_back(known);
      }
    });
    model_.people = std::move(stay);
  }
  void change(sql::Connection& connection, User& user) {
    if (!user.last_sign_in_at) {
      user.last_sign_in_at = Time(std::chrono::milliseconds(77));
      users::set_last_sign_in(connection, user.id, *user.last_sign_in_at);
    }
    user.first_name = any(names_);
    user.email_verified = chance(2);
    user.disabled_at = chance(2) ? std::optional(Time(std::chrono::milliseconds(2))) : std::nullopt;
    user.platform_role = chance(2) ? std::optional(PlatformRole::auditor) : std::nullopt;
    EXPECT_TRUE(users::update(connection, user));
  }
  static void put(Known& known) {
    const auto& user = known.user;
    known.text = make_search_text(user.display_name()) + " " + make_search_text(user.first_name) + " " +
                 make_search_text(user.last_name) + " " + make_search_text(user.email);
    known.name_key = std::string(cut_text(make_search_text(user.display_name()), 60));
  }

  Request make_request() {
    Request request;
    request.sort =
        any(std::vector<Sort>{Sort::created, Sort::newest, Sort::name, Sort::email, Sort::last_sign_in});
    if (chance(3)) request.filter.state = any(std::vector{State::active, State::pending, State::disabled});
    if (chance(6)) request.filter.role = PlatformRole::auditor;
    if (chance(5)) request.filter.verified = chance(2);
    if (chance(4)) request.filter.app = kApp;
    if (chance(6)) return request;
    for (auto words = 1 + random_() % 3; words > 0; --words) {
      if (!request.search.empty()) request.search += " ";
      request.search += make_word();
    }
    return request;
  }
  /// Any part of a name or address of somebody.
  std::string make_word() {
    const auto& user = any(model_.people).user;
    if (chance(12)) return user.email;
    if (chance(8)) {
      const auto at = user.email.find('@');
      return user.email.substr(at - random_() % 4, 3 + random_() % 6);
    }
    const auto& text = any(model_.people).text;
    const auto begin = random_() % text.size();
    const auto part = text.substr(begin, 1 + random_() % 8);
    return make_search_text(part).empty() ? "ann" : part;
  }

  struct Listed {
    std::vector<std::string> emails;
    Sort sort = Sort::created;
  };
  /// Page after page.
  Listed list(const Request& request, std::size_t limit) {
    Listed listed;
    PageRequest page{"", limit};
    do {
      const auto found = database_->read(
          [&](sql::Connection& connection) { return user_list::find(connection, request, page); });
      if (!found) return {{"refused"}, {}};
      for (const auto& user : found->items) listed.emails.push_back(user.email);
      listed.sort = found->sort;
      page.after = found->next;
    } while (!page.after.empty());
    return listed;
  }

  static std::string describe(const Request& request) {
    return "search '" + request.search + "' sort " + std::string(user_list::to_text(request.sort)) +
           (request.filter.state ? " state" : "") + (request.filter.role ? " role" : "") +
           (request.filter.verified ? " verified" : "") + (request.filter.app ? " app" : "");
  }

  const std::vector<std::string> names_ = {"Anna",  "Annabel",   "Hannah", "Jürgen", "Li",      "Wu",
                                           "Grace", "Hopper",    "Navy",   "Müller", "O'Brien", "Ångström",
                                           "Jo",    "Annannann", "王小明", "Иван",   "d'Arc",   "Example"};
  const std::vector<std::string> addresses_ = {"anna", "grace", "hopper", "li", "jm", "navy", "x", "mueller"};
  const std::vector<std::string> domains_ = {"example.com", "navy.mil", "mail.example.org", "anna.example"};
  Dice random_;
  std::string folder_;
  std::unique_ptr<sql::Database> database_;
  Model model_;
};

TEST_F(UserListPropertyTest, ListsAreWhatGoingThroughAllOfThemGives) {
  std::size_t hits = 0;
  for (int i = 0; i < 400; ++i) {
    const auto request = make_request();
    const auto listed = list(request, any(std::vector<std::size_t>{50, 100, 500}));
    const auto expected = model_.list(request, listed.sort);
    ASSERT_EQ(listed.emails, expected) << i << ": " << describe(request);
    if (listed.sort != request.sort) {
      // Somewhat fewer may do: who is found by pieces alone counts until looked at.
      ASSERT_TRUE(!request.search.empty() && listed.sort == Sort::newest) << describe(request);
      ASSERT_GT(expected.size(), user_list::kMostSorted / 4) << describe(request);
    }
    if (!expected.empty()) ++hits;
  }
  EXPECT_GT(hits, 150U);
}

}  // namespace
}  // namespace gatehouse::server
