// SPDX-License-Identifier: Apache-2.0
#include "server/storage/user_list.h"

#include <algorithm>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/sql/sqlite.h"
#include "server/storage/apps.h"
#include "server/storage/members.h"
#include "server/storage/migrations.h"
#include "server/storage/user_index.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;
using user_list::Sort;
using user_list::State;

class UserListTest : public testing::Test {
 protected:
  UserListTest() {
    folder_ = testing::TempDir() + "gatehouse-users-XXXXXX";
    if (::mkdtemp(folder_.data()) == nullptr) throw std::runtime_error("mkdtemp");
    database_ = sql::open_sqlite({.path = folder_ + "/db", .missing = sql::SqliteOptions::Missing::create});
    const FixedClock clock{Time{}};
    EXPECT_TRUE(sql::migrate(*database_, sqlite_migrations(), clock).has_value());
  }
  ~UserListTest() override {
    database_.reset();
    std::filesystem::remove_all(folder_);
  }

  User make(const std::string& email, const std::string& name, std::int64_t last_sign_in = 0) {
    User user;
    const auto number = std::to_string(++made_);
    user.id = UserId("usr_" + std::string(26 - number.size(), '0') + number);
    user.email = email;
    user.email_verified = true;
    user.name = name;
    if (last_sign_in != 0) user.last_sign_in_at = Time(std::chrono::milliseconds(last_sign_in));
    return user;
  }
  User add(const std::string& email, const std::string& name, std::int64_t last_sign_in = 0) {
    auto user = make(email, name, last_sign_in);
    database_->write([&](sql::Connection& connection) {
      EXPECT_EQ(users::insert(connection, user, std::nullopt), users::Inserted::yes);
    });
    return user;
  }
  void change(const User& user) {
    database_->write([&](sql::Connection& connection) { EXPECT_TRUE(users::update(connection, user)); });
  }
  void remove(const User& user) {
    database_->write([&](sql::Connection& connection) { EXPECT_TRUE(users::remove(connection, user.id)); });
  }
  std::int64_t count(const char* statement) {
    return database_->read([&](sql::Connection& connection) {
      return connection.query(statement).first().get<std::int64_t>(0);
    });
  }

  /// The local parts of all addresses, page after page.
  std::vector<std::string> all(const user_list::Request& request, std::size_t limit = 2) {
    std::vector<std::string> found;
    PageRequest page{"", limit};
    do {
      const auto got = database_->read(
          [&](sql::Connection& connection) { return user_list::find(connection, request, page); });
      EXPECT_TRUE(got.has_value());
      if (!got) break;
      EXPECT_LE(got->items.size(), limit);
      for (const auto& user : got->items) found.push_back(user.email.substr(0, user.email.find('@')));
      page.after = got->next;
    } while (!page.after.empty() && found.size() < 10'000);
    return found;
  }
  std::vector<std::string> search(const std::string& text) { return all({.search = text}); }

  std::string folder_;
  std::unique_ptr<sql::Database> database_;
  int made_ = 0;
};

TEST_F(UserListTest, FindsAnyPartOfNameAndAddress) {
  add("ada@example.com", "Ada Lovelace");
  add("grace.hopper@navy.mil", "Grace Brewster Hopper");
  add("linus@example.org", "Linus");
  for (const char* part : {"Ada", "ada lovelace", "lovelace, ada", "LACE", "vel", "a love", "ada@example.com",
                           "ada@ex", "da@example.c", "Ada example", "example ada", "a.com lovel", "da ace"}) {
    EXPECT_THAT(search(part), ElementsAre("ada")) << part;
  }
  for (const char* part :
       {"navy", "vy.m", "grace.hop", "hopper grace", "hopper@navy", "brewster", "grace hopper", "hopper mil",
        "ewster hopp", "grace navy", "navy grace", "GRACE @navy", "brewster mil hop", "grace hopper navy"}) {
    EXPECT_THAT(search(part), ElementsAre("grace.hopper")) << part;
  }
  EXPECT_THAT(search("example"), UnorderedElementsAre("ada", "linus"));
  for (const char* part : {"nobody", "ada hopper", "ada@navy", "lovelaces", "@@@", "ada@example.de"}) {
    EXPECT_THAT(search(part), IsEmpty()) << part;
  }
}

TEST_F(UserListTest, CaseAccentsAndCompatibilityFormsMakeNoDifference) {
  add("a@example.com", "Jürgen Groß");
  add("b@example.com", "Ａｄａ Ｗｉｄｅ");
  add("c@example.com", "王小明");
  add("d@example.com", "Ångström");
  EXPECT_THAT(search("jurgen"), ElementsAre("a"));
  EXPECT_THAT(search("GROSS"), ElementsAre("a"));
  EXPECT_THAT(search("ju\xcc\x88rgen"), ElementsAre("a"));
  EXPECT_THAT(search("ada wide"), ElementsAre("b"));
  EXPECT_THAT(search("小明"), ElementsAre("c"));
  EXPECT_THAT(search("angstrom"), ElementsAre("d"));
}

TEST_F(UserListTest, AllWordsAreFoundThoughSomeStandSideBySideElsewhere) {
  add("hopper@navy.mil", "Grace");
  add("a@example.com", "Grace Hopper");
  add("hopper@example.com", "Grace Brewster");
  add("grace@example.com", "Hopper");
  add("b@example.com", "Grace Kelly");
  EXPECT_THAT(search("grace hopper"), ElementsAre("hopper", "a", "hopper", "grace"));
  EXPECT_THAT(search("hopper, grace"), ElementsAre("hopper", "a", "hopper", "grace"));
}

TEST_F(UserListTest, PiecesThatAreNotSideBySideAreNoWord) {
  add("a@example.com", "Anna Nanda Dandan");
  EXPECT_THAT(search("annanda"), IsEmpty());
  EXPECT_THAT(search("nandan"), IsEmpty());
  EXPECT_THAT(search("nanda"), ElementsAre("a"));
}

TEST_F(UserListTest, AWholeAddressFindsItsUserAlone) {
  add("ada@example.com", "Ada");
  add("xada@example.com", "Xada");
  EXPECT_THAT(search("Ada@example.com"), ElementsAre("ada"));
  EXPECT_THAT(search("da@example.com"), ElementsAre("ada", "xada"));
}

TEST_F(UserListTest, MembershipsAreFilteredByAsTheyChange) {
  const auto ada = add("ada@example.com", "Ada");
  const AppId orders("orders");
  const auto list = [&] { return all({.filter = {.app = orders}, .sort = Sort::name, .search = "ada"}); };
  const auto write = [&](auto work) { database_->write(work); };
  const auto make_app = [](sql::Connection& connection) {
    connection.query(
        "insert into apps (id, name, base_url, algorithm, token_lifetime, third_party, created_at, "
        "updated_at, version) values ('orders', 'Orders', '', 'HS256', 900, 0, 0, 0, 1)");
  };
  const auto join = [&](sql::Connection& connection) {
    EXPECT_EQ(members::put(connection, {orders, ada.id, {}, 0}, Time{}), members::Put::done);
  };
  write(make_app);
  EXPECT_THAT(list(), IsEmpty());
  write(join);
  EXPECT_THAT(list(), ElementsAre("ada"));
  write([&](sql::Connection& connection) { EXPECT_TRUE(members::remove(connection, orders, ada.id)); });
  EXPECT_THAT(list(), IsEmpty());
  write(join);
  write([&](sql::Connection& connection) { EXPECT_TRUE(apps::remove(connection, orders)); });
  write(make_app);
  EXPECT_THAT(list(), IsEmpty());
  write(join);
  remove(ada);
  EXPECT_EQ(count("select count(*) from user_sets"), 0);
}

TEST_F(UserListTest, TheFirstSignInEndsPending) {
  const auto ada = add("ada@example.com", "Ada");
  for (int i = 1; i < 3; ++i) {
    database_->write([&](sql::Connection& connection) {
      users::set_last_sign_in(connection, ada.id, Time(std::chrono::milliseconds(i)));
    });
    EXPECT_THAT(all({.filter = {.state = State::pending}, .search = "ada"}), IsEmpty());
    EXPECT_THAT(all({.filter = {.state = State::active}, .search = "ada"}), ElementsAre("ada"));
  }
}

TEST_F(UserListTest, PartsLongerThanAKeyAreComparedToTheirEnd) {
  add("a@example.com", "Maximiliane Brandenburger");
  add("b@example.com", "Maximiliane Brandenstein");
  EXPECT_THAT(search("maximiliane branden"), ElementsAre("a", "b"));
  EXPECT_THAT(search("maximiliane brandenb"), ElementsAre("a"));
}

TEST_F(UserListTest, EverybodyIsFoundOnceHoweverOftenTheyMatch) {
  for (int i = 0; i < 20; ++i) add("anna" + std::to_string(i) + "@anna.example", "Anna Annason");
  EXPECT_EQ(search("ann").size(), 20U);
  EXPECT_EQ(all({.search = "anna"}, 7).size(), 20U);
}

TEST_F(UserListTest, ChangesAndDeletionsAreFoundAtOnce) {
  auto ada = add("ada@example.com", "Ada Byron");
  ada.name = "Ada Lovelace";
  change(ada);
  EXPECT_THAT(search("lovelace"), ElementsAre("ada"));
  EXPECT_THAT(search("byron"), IsEmpty());
  remove(ada);
  EXPECT_THAT(search("lovelace"), IsEmpty());
  EXPECT_EQ(count("select count(*) from user_sets"), 0);
  EXPECT_EQ(count("select users from user_counts"), 0);
}

TEST_F(UserListTest, AChangeOfAnOlderVersionChangesNothing) {
  auto ada = add("ada@example.com", "Ada Byron");
  const auto older = ada;
  ada.name = "Ada Lovelace";
  change(ada);
  database_->write([&](sql::Connection& connection) { EXPECT_FALSE(users::update(connection, older)); });
  EXPECT_THAT(search("lovelace"), ElementsAre("ada"));
  EXPECT_THAT(search("byron"), IsEmpty());
}

TEST_F(UserListTest, SortsPageAfterPage) {
  add("c@example.com", "Anna", 100);
  add("a@example.com", "Östen", 20);
  add("d@example.com", "berta");
  add("b@example.com", "Zoe", 3000);
  add("e@example.com", "Anna");
  EXPECT_THAT(all({}), ElementsAre("c", "a", "d", "b", "e"));
  EXPECT_THAT(all({.sort = Sort::newest}), ElementsAre("e", "b", "d", "a", "c"));
  EXPECT_THAT(all({.sort = Sort::name}), ElementsAre("c", "e", "d", "a", "b"));
  EXPECT_THAT(all({.sort = Sort::email}), ElementsAre("a", "b", "c", "d", "e"));
  EXPECT_THAT(all({.sort = Sort::last_sign_in}), ElementsAre("b", "c", "a", "e", "d"));
  EXPECT_THAT(all({.sort = Sort::last_sign_in, .search = "example"}), ElementsAre("b", "c", "a", "e", "d"));
  EXPECT_THAT(all({.sort = Sort::name, .search = "example"}), ElementsAre("c", "e", "d", "a", "b"));
  EXPECT_THAT(all({.sort = Sort::email, .search = "anna"}), ElementsAre("c", "e"));
}

TEST_F(UserListTest, TheOrderFollowsWhatChanges) {
  auto ada = add("a@example.com", "Ada", 10);
  add("b@example.com", "Berta", 20);
  ada.name = "Zoe";
  ada.email = "z@example.com";
  change(ada);
  EXPECT_THAT(all({.sort = Sort::name}), ElementsAre("b", "z"));
  EXPECT_THAT(all({.sort = Sort::email}), ElementsAre("b", "z"));
  EXPECT_THAT(all({.sort = Sort::last_sign_in}), ElementsAre("b", "z"));
  database_->write([&](sql::Connection& connection) {
    users::set_last_sign_in(connection, ada.id, Time(std::chrono::milliseconds(30)));
  });
  EXPECT_THAT(all({.sort = Sort::last_sign_in}), ElementsAre("z", "b"));
  remove(ada);
  EXPECT_THAT(all({.sort = Sort::name}), ElementsAre("b"));
  EXPECT_EQ(count("select count(*) from user_order"), 1);
}

TEST_F(UserListTest, PagesGoOnAmongManyOfOneKey) {
  std::vector<std::string> expected;
  add("first@example.com", "Aaron", 5);
  for (int i = 0; i < 30; ++i) {
    expected.push_back("same" + std::to_string(i));
    add(expected.back() + "@example.com", "Same Name");
  }
  add("last@example.com", "Zoe", 6);
  auto by_name = expected;
  by_name.insert(by_name.begin(), "first");
  by_name.emplace_back("last");
  EXPECT_EQ(all({.sort = Sort::name}, 7), by_name);
  EXPECT_EQ(all({.sort = Sort::name, .search = "example"}, 7), by_name);
  std::ranges::reverse(expected);
  expected.insert(expected.begin(), {"last", "first"});
  EXPECT_EQ(all({.sort = Sort::last_sign_in}, 7), expected);
  EXPECT_EQ(all({.sort = Sort::last_sign_in, .search = "example"}, 7), expected);
}

TEST_F(UserListTest, AFilterHoldsHoweverManyWordsAreLookedFor) {
  const AppId orders("orders");
  const std::string words = "maximiliane brandenburger schwarzenegger papadopoulos";
  const auto ada = add("ada@example.com", words);
  add("stranger@example.com", words);
  std::vector<UserId> members = {ada.id};
  for (int i = 0; i < 20; ++i) members.push_back(add("m" + std::to_string(i) + "@example.com", "Some").id);
  database_->write([&](sql::Connection& connection) {
    connection.query(
        "insert into apps (id, name, base_url, algorithm, token_lifetime, third_party, created_at, "
        "updated_at, version) values ('orders', 'Orders', '', 'HS256', 900, 0, 0, 0, 1)");
    for (const auto& id : members) {
      EXPECT_EQ(members::put(connection, {orders, id, {}, 0}, Time{}), members::Put::done);
    }
  });
  EXPECT_THAT(all({.filter = {.app = orders}, .search = words}), ElementsAre("ada"));
}

TEST_F(UserListTest, FiltersWithEverySort) {
  auto active = add("active@example.com", "Active", 5);
  add("pending@example.com", "Pending");
  auto disabled = add("disabled@example.com", "Disabled", 7);
  disabled.disabled_at = Time(std::chrono::milliseconds(9));
  disabled.email_verified = false;
  change(disabled);
  active.platform_role = PlatformRole::auditor;
  change(active);
  database_->write([&](sql::Connection& connection) {
    connection.query(
        "insert into apps (id, name, base_url, algorithm, token_lifetime, third_party, created_at, "
        "updated_at, version) values ('orders', 'Orders', '', 'HS256', 900, 0, 0, 0, 1)");
    EXPECT_EQ(members::put(connection, {AppId("orders"), active.id, {}, 0}, Time{}), members::Put::done);
  });
  for (const auto sort : {Sort::created, Sort::newest, Sort::name, Sort::email, Sort::last_sign_in}) {
    EXPECT_THAT(all({{.state = State::active}, sort}), ElementsAre("active"));
    EXPECT_THAT(all({{.state = State::pending}, sort}), ElementsAre("pending"));
    EXPECT_THAT(all({{.state = State::disabled}, sort}), ElementsAre("disabled"));
    EXPECT_THAT(all({{.role = PlatformRole::auditor}, sort}), ElementsAre("active"));
    EXPECT_THAT(all({{.role = PlatformRole::owner}, sort}), IsEmpty());
    EXPECT_THAT(all({{.verified = false}, sort}), ElementsAre("disabled"));
    EXPECT_THAT(all({{.app = AppId("orders")}, sort}), ElementsAre("active"));
    EXPECT_THAT(all({{.state = State::pending, .app = AppId("orders")}, sort}), IsEmpty());
    EXPECT_THAT(all({{.app = AppId("orders")}, sort, "example"}), ElementsAre("active"));
    EXPECT_THAT(all({{.state = State::disabled}, sort, "example.com"}), ElementsAre("disabled"));
  }
}

TEST_F(UserListTest, WideSearchesAreGoneThroughWhole) {
  const std::size_t many = user_list::kMostSorted + 50;
  std::vector<users::NewUser> people;
  for (std::size_t i = 0; i < many; ++i)
    people.push_back({make("u" + std::to_string(i) + "@example.com", "Person"), {}});
  database_->write([&](sql::Connection& connection) {
    EXPECT_THAT(users::insert_many(connection, people), IsEmpty());
    EXPECT_EQ(users::insert_many(connection, people).size(), many);
  });
  EXPECT_EQ(all({.search = "person example"}, 60).size(), many);
  const auto found = all({.sort = Sort::name, .search = "person"}, 60);
  EXPECT_EQ(found.size(), many);
  EXPECT_EQ(found.front(), "u" + std::to_string(many - 1));
  const auto page = database_->read([](sql::Connection& connection) {
    return user_list::find(connection, {.sort = Sort::name, .search = "person"}, {"", 5});
  });
  EXPECT_EQ(page->sort, Sort::newest);
}

TEST_F(UserListTest, ForeignCursorsAreRefused) {
  add("a@example.com", "Anna");
  add("b@example.com", "Berta");
  const auto find = [&](const user_list::Request& request, const std::string& after) {
    return database_->read([&](sql::Connection& connection) {
      return user_list::find(connection, request, {after, 1});
    });
  };
  const auto next = find({}, "")->next;
  EXPECT_FALSE(next.empty());
  EXPECT_FALSE(find({.sort = Sort::name}, next).has_value());
  EXPECT_FALSE(find({.search = "example"}, next).has_value());
  EXPECT_FALSE(find({}, "nonsense").has_value());
}

TEST_F(UserListTest, UsersFromBeforeTheIndexAreEnteredIntoIt) {
  for (int i = 0; i < 5; ++i) add("old" + std::to_string(i) + "@example.com", "Old One");
  const auto keys = count("select count(*) from user_sets");
  database_->write([](sql::Connection& connection) {
    connection.query("delete from user_sets");
    connection.query("delete from user_order");
    connection.query("update users set number = null");
  });
  EXPECT_THAT(search("old"), IsEmpty());
  const auto add_two = [&] {
    return database_->write(
        [](sql::Connection& connection) { return user_index::add_missing(connection, 2); });
  };
  EXPECT_TRUE(add_two());
  EXPECT_TRUE(add_two());
  EXPECT_FALSE(add_two());
  EXPECT_EQ(search("old").size(), 5U);
  EXPECT_EQ(count("select count(*) from user_sets"), keys);
}

}  // namespace
}  // namespace gatehouse::server
