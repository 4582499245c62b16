// SPDX-License-Identifier: Apache-2.0
#include "gatehouse/data_source.h"

#include <algorithm>
#include <filesystem>
#include <stdlib.h>

#include "gatehouse/env.h"
#include "sdk/cpp/src/data_rows.h"
#include "sdk/cpp/src/open_data_source.h"
#include "sdk/cpp/src/statement_kind.h"

namespace gatehouse {

namespace {

sql::Value to_sql_value(const DataValue& value) {
  struct Convert {
    sql::Value operator()(std::monostate) const { return sql::Null{}; }
    sql::Value operator()(std::int64_t integer) const { return integer; }
    sql::Value operator()(double number) const { return number; }
    sql::Value operator()(const std::string& text) const { return text; }
    sql::Value operator()(const Bytes& bytes) const { return bytes; }
  };
  return value.visit(Convert{});
}

/// Stands in for SQLite's `:memory:`, which a writer and readers can't share.
class TemporaryFolder {
 public:
  TemporaryFolder() : path_(std::filesystem::temp_directory_path() / "gatehouse-data-XXXXXX") {
    if (::mkdtemp(path_.data()) == nullptr) throw StartError("no temporary folder can be made in " + path_);
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace

struct DataSource::Impl {
  std::string name;
  std::string type;
  std::unique_ptr<TemporaryFolder> folder;  // goes after the database
  std::unique_ptr<sql::Database> database;

  /// What core/sql threw leaves as itself, so that the transaction is tried again where that helps.
  static void run(const Step& step, sql::Connection& connection) {
    DataTransaction::Impl impl{connection, std::nullopt};
    DataTransaction transaction(impl);
    try {
      step(transaction);
    } catch (const DataError&) {
      if (impl.error) throw *impl.error;
      throw;
    }
  }
};

DataRows DataTransaction::run(std::string_view statement, const std::vector<DataValue>& values) {
  std::vector<sql::Value> bound;
  bound.reserve(values.size());
  std::transform(values.begin(), values.end(), std::back_inserter(bound), to_sql_value);
  try {
    return DataRows(std::make_shared<DataRows::Impl>(DataRows::Impl{impl_.connection.run(statement, bound)}));
  } catch (const sql::Error& error) {
    impl_.error = error;
    throw sdk::to_data_error(error);
  }
}

void DataTransaction::run_script(std::string_view script) {
  try {
    impl_.connection.run_script(script);
  } catch (const sql::Error& error) {
    impl_.error = error;
    throw sdk::to_data_error(error);
  }
}

DataSource::DataSource(DataSourceOptions options) : impl_(std::make_unique<Impl>()) {
  if (options.name.empty()) throw StartError("a data source needs a name");
  if (options.type == "sqlite" && options.path == ":memory:") {
    impl_->folder = std::make_unique<TemporaryFolder>();
    options.path = impl_->folder->path() + "/data.db";
    options.missing = DataSourceOptions::Missing::create;
  }
  try {
    impl_->database = sdk::open_database(options);
  } catch (const sql::Error& error) {
    throw StartError("data source " + options.name + ": " + error.what());
  }
  impl_->name = std::move(options.name);
  impl_->type = std::move(options.type);
}

DataSource::~DataSource() = default;

const std::string& DataSource::name() const {
  return impl_->name;
}

const std::string& DataSource::type() const {
  return impl_->type;
}

DataRows DataSource::run(std::string_view statement, const std::vector<DataValue>& values) {
  const auto work = [&](DataTransaction& transaction) { return transaction.run(statement, values); };
  return sdk::find_statement_kind(statement) == sdk::StatementKind::reads ? read(work) : transaction(work);
}

void DataSource::check() {
  sdk::with_data_errors([this] { impl_->database->check(); });
}

void DataSource::run_transaction(const Step& step) {
  sdk::with_data_errors(
      [&] { impl_->database->write([&](sql::Connection& connection) { Impl::run(step, connection); }); });
}

void DataSource::run_read(const Step& step) {
  sdk::with_data_errors(
      [&] { impl_->database->read([&](sql::Connection& connection) { Impl::run(step, connection); }); });
}

DataSources::DataSources(std::initializer_list<DataSourceOptions> options) {
  for (const auto& one : options) add(one);
}

DataSource& DataSources::add(DataSourceOptions options) {
  require_new(options.name);
  sources_.push_back(std::make_shared<DataSource>(std::move(options)));
  return *sources_.back();
}

void DataSources::add(const DataSources& others) {
  for (const auto& other : others.sources_) require_new(other->name());
  sources_.insert(sources_.end(), others.sources_.begin(), others.sources_.end());
}

DataSource& DataSources::at(std::string_view name) const {
  if (auto* found = find(name)) return *found;
  throw std::out_of_range("there is no data source " + std::string(name));
}

DataSource* DataSources::find(std::string_view name) const {
  const auto found = std::find_if(sources_.begin(), sources_.end(),
                                  [&](const auto& source) { return source->name() == name; });
  return found == sources_.end() ? nullptr : found->get();
}

void DataSources::require_new(std::string_view name) const {
  if (find(name) != nullptr) throw StartError("two data sources are named " + std::string(name));
}

}  // namespace gatehouse
