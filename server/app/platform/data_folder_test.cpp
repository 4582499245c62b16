// SPDX-License-Identifier: Apache-2.0
#include "server/app/platform/data_folder.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "server/config/read_settings.h"

namespace gatehouse::server {
namespace {

namespace fs = std::filesystem;

class DataFolderTest : public testing::Test {
 protected:
  DataFolderTest() {
    std::string folder = testing::TempDir() + "gatehouse-data-XXXXXX";
    if (::mkdtemp(folder.data()) == nullptr) throw std::runtime_error("mkdtemp");
    folder_ = folder;
    settings_ =
        read_settings({.flags = {{"data", (folder_ / "data").string()}}, .environment = {}}).value().settings;
  }
  ~DataFolderTest() override { fs::remove_all(folder_); }

  /// Empty when it opened; else why not.
  std::string refusal(FirstStart first_start = FirstStart::allow) {
    const auto opened = open_data_folder(settings_, first_start, clock_, random_);
    return opened ? "" : opened.error().text;
  }
  fs::path in_data(const char* name) { return settings_.data / name; }

  FixedClock clock_{Time{}};
  SystemRandom random_;
  fs::path folder_;
  Settings settings_;
};

TEST_F(DataFolderTest, AbsentOrEmptyFolderIsAFirstStart) {
  EXPECT_TRUE(open_data_folder(settings_, FirstStart::allow, clock_, random_)->is_first_start);
  EXPECT_FALSE(open_data_folder(settings_, FirstStart::allow, clock_, random_)->is_first_start);
  fs::remove_all(settings_.data);
  fs::create_directory(settings_.data);
  EXPECT_TRUE(open_data_folder(settings_, FirstStart::allow, clock_, random_)->is_first_start);
}

TEST_F(DataFolderTest, FilesAreTheOwnersAlone) {
  EXPECT_EQ(refusal(), "");
  struct stat status {};
  for (const char* name : {".", "master.key", "gatehouse.sqlite"}) {
    ASSERT_EQ(::stat(in_data(name).c_str(), &status), 0) << name;
    EXPECT_EQ(status.st_mode & 077, 0U) << name;
  }
}

TEST_F(DataFolderTest, FolderOfSomethingElseIsNoFirstStart) {
  fs::create_directories(in_data("notes"));
  EXPECT_NE(refusal().find("neither a database nor a key"), std::string::npos);
  EXPECT_FALSE(fs::exists(in_data("gatehouse.sqlite")));
}

TEST_F(DataFolderTest, SecondProcessIsRefused) {
  const auto first = open_data_folder(settings_, FirstStart::allow, clock_, random_);
  ASSERT_TRUE(first);
  EXPECT_NE(refusal().find("Another Gatehouse process"), std::string::npos);
  const auto second = open_data_folder(settings_, FirstStart::refuse, clock_, random_);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, OpenFailure::Kind::in_use);
}

TEST_F(DataFolderTest, OfManyFirstStartsAtOnceNoneSpoilsAnother) {
  std::atomic<int> opened = 0;
  std::vector<std::thread> starters;
  for (int i = 0; i < 8; ++i) {
    starters.emplace_back([&] {
      const auto data = open_data_folder(settings_, FirstStart::allow, clock_, random_);
      if (data) {
        ++opened;
      } else {
        EXPECT_EQ(data.error().kind, OpenFailure::Kind::in_use) << data.error().text;
      }
    });
  }
  for (auto& starter : starters) starter.join();
  EXPECT_GE(opened, 1);
  EXPECT_FALSE(open_data_folder(settings_, FirstStart::refuse, clock_, random_)->is_first_start);
}

// PW-13
TEST_F(DataFolderTest, LostDatabaseNeverBecomesAnEmptyOne) {
  EXPECT_EQ(refusal(), "");
  for (const char* name : {"gatehouse.sqlite", "gatehouse.sqlite-wal", "gatehouse.sqlite-shm"})
    fs::remove(in_data(name));
  EXPECT_NE(refusal().find("missing"), std::string::npos) << refusal();
  EXPECT_FALSE(fs::exists(in_data("gatehouse.sqlite")));
}

TEST_F(DataFolderTest, EmptiedOrDamagedDatabaseIsRefused) {
  EXPECT_EQ(refusal(), "");
  for (const char* name : {"gatehouse.sqlite-wal", "gatehouse.sqlite-shm"}) fs::remove(in_data(name));
  const auto size = fs::file_size(in_data("gatehouse.sqlite"));
  {
    std::fstream file(in_data("gatehouse.sqlite"), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(std::streamoff(size) / 2);
    file << std::string(4096, '\x5a');
  }
  EXPECT_NE(refusal(), "");
  std::ofstream(in_data("gatehouse.sqlite"), std::ios::trunc).close();
  EXPECT_NE(refusal(), "");
  std::ofstream(in_data("gatehouse.sqlite"), std::ios::trunc) << "this is not a database, it is a text file";
  EXPECT_NE(refusal(), "");
}

TEST_F(DataFolderTest, FolderWithOtherThingsIsNoFirstStart) {
  fs::create_directory(settings_.data);
  std::ofstream(in_data("holiday.jpg")) << "x";
  EXPECT_NE(refusal(), "");
  EXPECT_FALSE(fs::exists(in_data("gatehouse.sqlite")));
  EXPECT_FALSE(fs::exists(in_data("master.key")));
}

TEST_F(DataFolderTest, KilledFirstStartIsDoneAgain) {
  fs::create_directory(settings_.data);
  fs::create_directory(in_data("first-start-unfinished"));
  std::ofstream(in_data("master.key")) << "half";
  std::ofstream(in_data("gatehouse.sqlite")) << "half";
  EXPECT_EQ(refusal(), "");
  EXPECT_EQ(refusal(FirstStart::refuse), "");
}

TEST_F(DataFolderTest, LostOrReadableMasterKeyIsRefused) {
  EXPECT_EQ(refusal(), "");
  fs::permissions(in_data("master.key"), fs::perms(0644));
  EXPECT_NE(refusal().find("chmod 600"), std::string::npos);
  fs::remove(in_data("master.key"));
  EXPECT_NE(refusal().find("master key"), std::string::npos);
  EXPECT_FALSE(fs::exists(in_data("master.key")));
}

TEST_F(DataFolderTest, CommandsDoNotMakeAPlatform) {
  EXPECT_NE(refusal(FirstStart::refuse), "");
  EXPECT_FALSE(fs::exists(settings_.data));
}

TEST_F(DataFolderTest, FileInPlaceOfTheFolderIsRefused) {
  std::ofstream(settings_.data) << "x";
  EXPECT_NE(refusal().find("not a folder"), std::string::npos);
}

}  // namespace
}  // namespace gatehouse::server
