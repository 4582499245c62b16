// SPDX-License-Identifier: Apache-2.0
#include "core/sql/odbc_statement.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <new>
#include <optional>
#include <sql.h>
#include <sqlext.h>
#include <utility>

#include "core/sql/utf16.h"

namespace gatehouse::sql {

namespace {

static_assert(sizeof(SQLWCHAR) == sizeof(char16_t));

constexpr std::size_t kShortBytes = 4000;  // longer values go as the LONG types

/// Reads a value of any length in pieces. Absent when the driver fails.
template <class Unit>
std::optional<Value> get_long(SQLHSTMT statement, SQLUSMALLINT column, SQLSMALLINT type) {
  std::basic_string<Unit> whole;
  std::array<Unit, 4096> piece;
  const std::size_t end = type == SQL_C_WCHAR ? 1 : 0;  // text is given with a zero after it
  while (true) {
    SQLLEN length = 0;
    const auto got = SQLGetData(statement, column, type, piece.data(), SQLLEN(sizeof piece), &length);
    if (got == SQL_NO_DATA) break;
    if (!SQL_SUCCEEDED(got)) return std::nullopt;
    if (length == SQL_NULL_DATA) return Value(Null{});
    const std::size_t room = piece.size() - end;
    const bool all = length != SQL_NO_TOTAL && std::size_t(length) <= room * sizeof(Unit);
    whole.append(piece.data(), all ? std::size_t(length) / sizeof(Unit) : room);
    if (all) break;
  }
  if constexpr (sizeof(Unit) == 1) {
    return to_bytes(whole);
  } else {
    return Value(to_utf8(whole));
  }
}

template <class Number, class Stored>
std::optional<Value> get_number(SQLHSTMT statement, SQLUSMALLINT column, SQLSMALLINT type) {
  Number number{};
  SQLLEN length = 0;
  if (!SQL_SUCCEEDED(SQLGetData(statement, column, type, &number, sizeof number, &length)))
    return std::nullopt;
  return length == SQL_NULL_DATA ? Value(Null{}) : Value(Stored(number));
}

/// Taken for UTC.
std::optional<Value> get_timestamp(SQLHSTMT statement, SQLUSMALLINT column) {
  namespace chrono = std::chrono;
  SQL_TIMESTAMP_STRUCT stamp{};
  SQLLEN length = 0;
  if (!SQL_SUCCEEDED(SQLGetData(statement, column, SQL_C_TYPE_TIMESTAMP, &stamp, sizeof stamp, &length))) {
    return std::nullopt;
  }
  if (length == SQL_NULL_DATA) return Value(Null{});
  const chrono::sys_days date =
      chrono::year_month_day(chrono::year(stamp.year), chrono::month(stamp.month), chrono::day(stamp.day));
  const auto time = date + chrono::hours(stamp.hour) + chrono::minutes(stamp.minute) +
                    chrono::seconds(stamp.second) + chrono::milliseconds(stamp.fraction / 1'000'000);
  return Value(std::int64_t(time.time_since_epoch().count()));
}

std::optional<Value> get_value(SQLHSTMT statement, SQLUSMALLINT column, SQLSMALLINT type) {
  switch (type) {
    case SQL_BIT:
    case SQL_TINYINT:
    case SQL_SMALLINT:
    case SQL_INTEGER:
    case SQL_BIGINT:
      return get_number<SQLBIGINT, std::int64_t>(statement, column, SQL_C_SBIGINT);
    case SQL_REAL:
    case SQL_FLOAT:
    case SQL_DOUBLE:
      return get_number<double, double>(statement, column, SQL_C_DOUBLE);
    case SQL_BINARY:
    case SQL_VARBINARY:
    case SQL_LONGVARBINARY:
      return get_long<char>(statement, column, SQL_C_BINARY);
    case SQL_TYPE_TIMESTAMP:
      return get_timestamp(statement, column);
    default:
      return get_long<char16_t>(statement, column, SQL_C_WCHAR);
  }
}

struct Described {
  std::string name;
  SQLSMALLINT type = 0;
};

std::optional<std::vector<Described>> describe_columns(SQLHSTMT statement) {
  SQLSMALLINT count = 0;
  if (!SQL_SUCCEEDED(SQLNumResultCols(statement, &count))) return std::nullopt;
  std::vector<Described> columns(std::size_t(count), Described{});
  for (std::size_t i = 0; i < columns.size(); ++i) {
    std::array<char16_t, 256> name{};
    SQLSMALLINT length = 0;
    const auto described =
        SQLDescribeColW(statement, SQLUSMALLINT(i + 1), reinterpret_cast<SQLWCHAR*>(name.data()),
                        SQLSMALLINT(name.size()), &length, &columns[i].type, nullptr, nullptr, nullptr);
    if (!SQL_SUCCEEDED(described)) return std::nullopt;
    columns[i].name = to_utf8({name.data(), std::min(std::size_t(length), name.size() - 1)});
  }
  return columns;
}

}  // namespace

OdbcHandle::OdbcHandle(short type, void* parent) : type_(type), handle_(nullptr) {
  if (!SQL_SUCCEEDED(SQLAllocHandle(type, parent, &handle_))) throw std::bad_alloc();
}

OdbcHandle::OdbcHandle(OdbcHandle&& other) noexcept
    : type_(other.type_), handle_(std::exchange(other.handle_, nullptr)) {}

OdbcHandle::~OdbcHandle() {
  if (handle_ != nullptr) SQLFreeHandle(type_, handle_);
}

OdbcDiagnosis diagnose(short type, void* handle) {
  std::array<SQLCHAR, 6> state{};
  std::array<SQLCHAR, 512> message{};
  SQLINTEGER number = 0;
  SQLSMALLINT length = 0;
  if (!SQL_SUCCEEDED(
          SQLGetDiagRec(type, handle, 1, state.data(), &number, message.data(), message.size(), &length))) {
    return {};
  }
  return {reinterpret_cast<const char*>(state.data()), number, reinterpret_cast<const char*>(message.data())};
}

struct OdbcParameters::Parameter {
  const void* data = nullptr;
  std::u16string text;
  SQLLEN length = 0;
  SQLSMALLINT given = SQL_C_WCHAR;
  SQLSMALLINT taken = SQL_WVARCHAR;

  void set(const void* from, std::size_t size, SQLSMALLINT given_type, SQLSMALLINT taken_type) {
    data = from;
    length = SQLLEN(size);
    given = given_type;
    taken = taken_type;
  }
  void set(const Value& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
      set(integer, sizeof *integer, SQL_C_SBIGINT, SQL_BIGINT);
    } else if (const auto* number = std::get_if<double>(&value)) {
      set(number, sizeof *number, SQL_C_DOUBLE, SQL_DOUBLE);
    } else if (const auto* characters = std::get_if<std::string>(&value)) {
      text = to_utf16(*characters);
      const std::size_t size = text.size() * sizeof(char16_t);
      set(text.data(), size, SQL_C_WCHAR, size > kShortBytes ? SQL_WLONGVARCHAR : SQL_WVARCHAR);
    } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
      const auto* from = bytes->empty() ? reinterpret_cast<const std::byte*>("") : bytes->data();
      set(from, bytes->size(), SQL_C_BINARY, bytes->size() > kShortBytes ? SQL_LONGVARBINARY : SQL_VARBINARY);
    } else {
      length = SQL_NULL_DATA;
    }
  }
  [[nodiscard]] SQLULEN column_size() const {
    if (length <= 0) return 1;
    return given == SQL_C_WCHAR ? SQLULEN(length) / sizeof(char16_t) : SQLULEN(length);
  }
};

OdbcParameters::OdbcParameters(std::span<const Value> values)
    : parameters_(std::make_unique<Parameter[]>(values.size())), count_(values.size()) {
  for (std::size_t i = 0; i < count_; ++i) parameters_[i].set(values[i]);
}

OdbcParameters::~OdbcParameters() = default;

bool OdbcParameters::bind_to(void* statement) {
  for (std::size_t i = 0; i < count_; ++i) {
    auto& parameter = parameters_[i];
    const auto bound =
        SQLBindParameter(statement, SQLUSMALLINT(i + 1), SQL_PARAM_INPUT, parameter.given, parameter.taken,
                         parameter.column_size(), 0, const_cast<void*>(parameter.data),
                         std::max<SQLLEN>(parameter.length, 0), &parameter.length);
    if (!SQL_SUCCEEDED(bound)) return false;
  }
  return true;
}

bool fetch_rows(void* statement, Rows& rows) {
  const auto columns = describe_columns(statement);
  if (!columns) return false;
  SQLLEN affected = 0;
  if (columns->empty()) {
    SQLRowCount(statement, &affected);
    rows = Rows({}, {}, std::max<SQLLEN>(affected, 0));
    return true;
  }
  std::vector<Value> cells;
  SQLRETURN fetched = 0;
  while (SQL_SUCCEEDED(fetched = SQLFetch(statement))) {
    for (std::size_t i = 0; i < columns->size(); ++i) {
      auto value = get_value(statement, SQLUSMALLINT(i + 1), (*columns)[i].type);
      if (!value) return false;
      cells.push_back(std::move(*value));
    }
  }
  std::vector<std::string> names;
  for (const auto& column : *columns) names.push_back(column.name);
  rows = Rows(std::move(names), std::move(cells), 0);
  return fetched == SQL_NO_DATA;
}

}  // namespace gatehouse::sql
