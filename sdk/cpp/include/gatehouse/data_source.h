// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "gatehouse/data_value.h"
#include "gatehouse/json.h"

namespace gatehouse {

/// A call of a data source failed. The text names the statement and the reason, never a bound value.
class DataError : public std::runtime_error {
 public:
  enum class Kind {
    unique,       ///< a unique or primary key is taken
    foreign_key,  ///< refers to a row that isn't there, or is referred to
    constraint,   ///< CHECK or NOT NULL
    busy,         ///< locked, overloaded, or serialisation failures again and again: later it may work
    lost,         ///< no connection, or it broke
    full,         ///< disk or database full, or read-only by failure
    damaged,      ///< the file is not a sound database
    statement,    ///< a bug: bad SQL, wrong number of parameters, wrong column type
  };
  DataError(Kind kind, const std::string& text) : std::runtime_error(text), kind_(kind) {}
  [[nodiscard]] Kind kind() const { return kind_; }

 private:
  Kind kind_;
};

class DataRows;

/// One row; valid as long as its DataRows.
class DataRow {
 public:
  /// Throws DataError(statement) for a column that isn't there.
  [[nodiscard]] DataValue at(std::string_view column) const;
  [[nodiscard]] DataValue at(std::size_t column) const;
  /// `row.get<std::string>("name")`, see DataValue::as.
  template <class T>
  [[nodiscard]] T get(std::string_view column) const {
    return at(column).as<T>();
  }
  template <class T>
  [[nodiscard]] T get(std::size_t column) const {
    return at(column).as<T>();
  }
  /// An object with a member for each column.
  [[nodiscard]] Json to_json() const;

 private:
  friend class DataRows;
  DataRow(const DataRows& rows, std::size_t index) : rows_(&rows), index_(index) {}
  const DataRows* rows_;
  std::size_t index_;
};

/// What a statement gave. `for (const auto row : source.query("select ..."))`
class DataRows {
 public:
  struct Impl;
  explicit DataRows(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] DataRow operator[](std::size_t index) const { return {*this, index}; }
  /// The first row; throws DataError(statement) when there is none.
  [[nodiscard]] DataRow first() const;
  [[nodiscard]] const std::vector<std::string>& columns() const;
  /// Rows inserted, updated or deleted.
  [[nodiscard]] std::int64_t affected() const;
  /// An array of objects.
  [[nodiscard]] Json to_json() const;

  class Iterator {
   public:
    Iterator(const DataRows& rows, std::size_t index) : rows_(&rows), index_(index) {}
    DataRow operator*() const { return (*rows_)[index_]; }
    Iterator& operator++() {
      ++index_;
      return *this;
    }
    bool operator==(const Iterator& other) const { return index_ == other.index_; }

   private:
    const DataRows* rows_;
    std::size_t index_;
  };
  [[nodiscard]] Iterator begin() const { return {*this, 0}; }
  [[nodiscard]] Iterator end() const { return {*this, size()}; }

 private:
  friend class DataRow;
  std::shared_ptr<const Impl> impl_;
};

/// Statements on one connection, inside `DataSource::read` or `DataSource::transaction`.
class DataTransaction {
 public:
  struct Impl;
  explicit DataTransaction(Impl& impl) : impl_(impl) {}
  DataTransaction(const DataTransaction&) = delete;
  DataTransaction& operator=(const DataTransaction&) = delete;

  /// Values are bound to the `?` of the statement in order, on every database. Throws DataError.
  template <class... Values>
  DataRows query(std::string_view statement, const Values&... values) {
    return run(statement, {DataValue(values)...});
  }
  DataRows run(std::string_view statement, const std::vector<DataValue>& values);
  /// Several statements separated by `;` without parameters.
  void run_script(std::string_view script);

 private:
  Impl& impl_;
};

/// Where and how to find a database.
struct DataSourceOptions {
  std::string name;  ///< for `req.data_source(name)`
  std::string type;  ///< `sqlite`, `postgres`, `mysql` (MariaDB too) or `odbc` (SQL Server and others)

  /// PostgreSQL: `postgresql://user:password@host/database`; ODBC: the connection string
  /// `Driver={ODBC Driver 18 for SQL Server};Server=...;UID=...;PWD=...`. For PostgreSQL instead of the
  /// single settings below.
  std::string url = {};

  /// SQLite's file; `:memory:` for a new, empty database that ends with the program.
  std::string path = {};
  enum class Missing { refuse, create } missing = Missing::refuse;

  /// PostgreSQL and MySQL.
  std::string host = "localhost";
  std::uint16_t port = 0;        ///< 0: the usual one
  std::string unix_socket = {};  ///< instead of host and port; PostgreSQL: the socket's folder
  std::string user = {};
  std::string password = {};
  std::string database = {};
  enum class Tls { off, required } tls = Tls::off;  ///< `required`: with the server's certificate checked

  std::size_t pool_size = 8;                       ///< connections; SQLite makes as many as it has readers
  std::chrono::milliseconds wait_limit{1500};      ///< for a connection; then DataError: busy or lost
  std::chrono::milliseconds answer_limit{30'000};  ///< for a statement; then DataError(lost)
};

/// A database of the app. Thread-safe; waiting suspends the request's fiber and not the thread.
class DataSource {
 public:
  /// Servers are connected to when they are needed. Throws StartError for options that make no sense and a
  /// SQLite file that can't be used.
  explicit DataSource(DataSourceOptions options);
  ~DataSource();
  DataSource(const DataSource&) = delete;
  DataSource& operator=(const DataSource&) = delete;

  [[nodiscard]] const std::string& name() const;
  [[nodiscard]] const std::string& type() const;

  /// One statement in a transaction of its own:
  /// `source.query("select id, total from orders where customer = ?", req.user().id)`. Throws DataError.
  template <class... Values>
  DataRows query(std::string_view statement, const Values&... values) {
    return run(statement, {DataValue(values)...});
  }
  DataRows run(std::string_view statement, const std::vector<DataValue>& values);

  /// Runs `work(DataTransaction&)` and returns its value once it is committed; an exception rolls back and
  /// comes out here. `work` may be run again after a serialisation failure, and on another thread (SQLite's
  /// writer): keep effects outside the database out of it, and wait for nothing but this database.
  template <class Work>
  auto transaction(Work work) {
    return call([this](const Step& step) { run_transaction(step); }, work);
  }
  /// The same, only reading, on one consistent snapshot.
  template <class Work>
  auto read(Work work) {
    return call([this](const Step& step) { run_read(step); }, work);
  }

  /// Throws DataError when the database can't be reached.
  void check();

 private:
  using Step = std::function<void(DataTransaction&)>;
  void run_transaction(const Step& step);
  void run_read(const Step& step);

  template <class Run, class Work>
  static auto call(Run run, Work& work) {
    using Returned = std::invoke_result_t<Work, DataTransaction&>;
    if constexpr (std::is_void_v<Returned>) {
      run(Step([&](DataTransaction& transaction) { work(transaction); }));
    } else {
      std::optional<Returned> value;
      run(Step([&](DataTransaction& transaction) { value.emplace(work(transaction)); }));
      return std::move(*value);
    }
  }

  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The app's data sources by name; copies share them. `gatehouse::DataSources sources({{.name = "main", .type
/// = "sqlite",
/// ...}});`
class DataSources {
 public:
  DataSources() = default;
  DataSources(std::initializer_list<DataSourceOptions> options);

  /// Opens one more. Throws StartError, also for a name given twice.
  DataSource& add(DataSourceOptions options);
  /// Adds another's. Throws StartError for a name given twice.
  void add(const DataSources& others);
  /// Throws std::out_of_range for an unknown name.
  [[nodiscard]] DataSource& at(std::string_view name) const;

 private:
  [[nodiscard]] DataSource* find(std::string_view name) const;
  void require_new(std::string_view name) const;
  std::vector<std::shared_ptr<DataSource>> sources_;
};

}  // namespace gatehouse
