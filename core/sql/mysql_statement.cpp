// SPDX-License-Identifier: Apache-2.0
#include "core/sql/mysql_statement.h"

#include <limits>
#include <mariadb/mysql.h>

#include "core/base/time_text.h"

namespace gatehouse::sql {

namespace {

constexpr unsigned kBinaryCharacterSet = 63;

struct FreeMetadata {
  void operator()(MYSQL_RES* result) const { mysql_free_result(result); }
};

bool is_integer(enum_field_types type) {
  return type == MYSQL_TYPE_TINY || type == MYSQL_TYPE_SHORT || type == MYSQL_TYPE_INT24 ||
         type == MYSQL_TYPE_LONG || type == MYSQL_TYPE_LONGLONG || type == MYSQL_TYPE_YEAR;
}

/// `2026-11-23 10:15:00.25` in UTC, as the session's time_zone has it; text where it is no time of day.
Value parse_datetime(std::string_view text) {
  std::string stamp(text);
  if (stamp.size() > 10) stamp[10] = 'T';
  const auto time = parse_rfc3339(stamp + "Z");
  if (!time) return std::string(text);
  return std::int64_t(time->time_since_epoch().count());
}

/// Where the driver puts one column of the current row.
class Column {
 public:
  Column(const MYSQL_FIELD& field, MYSQL_BIND& bind) : field_(field) {
    bind.is_null = &is_null_;
    bind.length = &length_;
    if (is_integer(field.type)) {
      bind.buffer_type = MYSQL_TYPE_LONGLONG;
      bind.buffer = &integer_;
      bind.is_unsigned = (field.flags & UNSIGNED_FLAG) != 0;
    } else if (field.type == MYSQL_TYPE_FLOAT || field.type == MYSQL_TYPE_DOUBLE) {
      bind.buffer_type = MYSQL_TYPE_DOUBLE;
      bind.buffer = &number_;
    } else {
      text_.resize(std::max<std::size_t>(field.max_length, 64) + 1);
      bind.buffer_type = MYSQL_TYPE_STRING;
      bind.buffer = text_.data();
      bind.buffer_length = text_.size();
    }
  }

  [[nodiscard]] Value value() const {
    if (is_null_ != 0) return Null{};
    if (is_integer(field_.type)) return integer();
    if (field_.type == MYSQL_TYPE_FLOAT || field_.type == MYSQL_TYPE_DOUBLE) return number_;
    const std::string_view text(text_.data(), length_);
    if (field_.type == MYSQL_TYPE_DATETIME || field_.type == MYSQL_TYPE_TIMESTAMP)
      return parse_datetime(text);
    if (is_bytes()) return to_bytes(text);
    return std::string(text);
  }

 private:
  [[nodiscard]] Value integer() const {
    const bool too_large = (field_.flags & UNSIGNED_FLAG) != 0 && integer_ < 0;
    if (too_large) return std::to_string(static_cast<unsigned long long>(integer_));
    return std::int64_t(integer_);
  }
  [[nodiscard]] bool is_bytes() const {
    switch (field_.type) {
      case MYSQL_TYPE_BIT:
        return true;
      case MYSQL_TYPE_STRING:
      case MYSQL_TYPE_VAR_STRING:
      case MYSQL_TYPE_VARCHAR:
      case MYSQL_TYPE_TINY_BLOB:
      case MYSQL_TYPE_BLOB:
      case MYSQL_TYPE_MEDIUM_BLOB:
      case MYSQL_TYPE_LONG_BLOB:
        return field_.charsetnr == kBinaryCharacterSet;
      default:
        return false;  // numbers and times are in the binary character set as well
    }
  }

  MYSQL_FIELD field_;
  my_bool is_null_ = 0;
  unsigned long length_ = 0;
  long long integer_ = 0;
  double number_ = 0;
  std::string text_;
};

}  // namespace

void CloseMysqlStatement::operator()(st_mysql_stmt* statement) const {
  mysql_stmt_close(statement);
}

struct MysqlParameters::Binds {
  std::vector<MYSQL_BIND> binds;
};

MysqlParameters::MysqlParameters(std::span<const Value> values) : binds_(std::make_unique<Binds>()) {
  binds_->binds.resize(values.size(), MYSQL_BIND{});
  for (std::size_t i = 0; i < values.size(); ++i) {
    auto& bind = binds_->binds[i];
    const auto point_to = [&bind](enum_field_types type, const void* data, std::size_t size) {
      bind.buffer_type = type;
      bind.buffer = const_cast<void*>(data);  // the driver only reads parameters
      bind.buffer_length = size;
    };
    if (const auto* integer = std::get_if<std::int64_t>(&values[i])) {
      point_to(MYSQL_TYPE_LONGLONG, integer, sizeof *integer);
    } else if (const auto* number = std::get_if<double>(&values[i])) {
      point_to(MYSQL_TYPE_DOUBLE, number, sizeof *number);
    } else if (const auto* text = std::get_if<std::string>(&values[i])) {
      point_to(MYSQL_TYPE_STRING, text->data(), text->size());
    } else if (const auto* bytes = std::get_if<Bytes>(&values[i])) {
      point_to(MYSQL_TYPE_BLOB, bytes->empty() ? "" : static_cast<const void*>(bytes->data()), bytes->size());
    } else {
      bind.buffer_type = MYSQL_TYPE_NULL;
    }
  }
}

MysqlParameters::~MysqlParameters() = default;

bool MysqlParameters::bind_to(st_mysql_stmt& statement) {
  return binds_->binds.empty() || mysql_stmt_bind_param(&statement, binds_->binds.data()) == 0;
}

Rows take_rows(st_mysql_stmt& statement) {
  const std::unique_ptr<MYSQL_RES, FreeMetadata> metadata(mysql_stmt_result_metadata(&statement));
  if (!metadata) return {{}, {}, std::int64_t(mysql_stmt_affected_rows(&statement))};
  const auto count = mysql_num_fields(metadata.get());
  const MYSQL_FIELD* fields = mysql_fetch_fields(metadata.get());
  std::vector<MYSQL_BIND> binds(count, MYSQL_BIND{});
  std::vector<std::unique_ptr<Column>> columns;
  std::vector<std::string> names;
  for (unsigned i = 0; i < count; ++i) {
    columns.push_back(std::make_unique<Column>(fields[i], binds[i]));
    names.emplace_back(fields[i].name, fields[i].name_length);
  }
  if (mysql_stmt_bind_result(&statement, binds.data()) != 0)
    throw Error(ErrorKind::statement, "a column's type is unknown");
  std::vector<Value> cells;
  int fetched = 0;
  while ((fetched = mysql_stmt_fetch(&statement)) == 0) {
    for (const auto& column : columns) cells.push_back(column->value());
  }
  if (fetched != MYSQL_NO_DATA) throw Error(ErrorKind::statement, "a column does not fit its buffer");
  return {std::move(names), std::move(cells), 0};
}

}  // namespace gatehouse::sql
