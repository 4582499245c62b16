// SPDX-License-Identifier: Apache-2.0
#include "examples/orders/orders.h"

namespace orders {
namespace {

constexpr const char* kTables = R"(
  create table orders (
    id integer primary key,
    customer text not null,
    item text not null,
    status text not null check (status in ('open', 'paid', 'shipped')),
    total_cents integer not null
  );
  insert into orders (id, customer, item, status, total_cents) values
    (1001, 'Ada Lovelace', 'Brass gears, set of 24', 'shipped', 18900),
    (1002, 'Alan Turing', 'Paper tape, 300 m', 'paid', 4250),
    (1003, 'Grace Hopper', 'Wire, 30 cm, box of 100', 'open', 2990),
    (1004, 'Edsger Dijkstra', 'Fountain pen, blue', 'shipped', 7600),
    (1005, 'Barbara Liskov', 'Filing cabinet, lockable', 'paid', 34900),
    (1006, 'Donald Knuth', 'Metal type, 10 pt', 'open', 51200);
)";

}  // namespace

// guide: databases
gatehouse::DataSources open_databases() {
  gatehouse::DataSources sources({{.name = "main", .type = "sqlite", .path = ":memory:"}});
  sources.at("main").transaction([](auto& transaction) { transaction.run_script(kTables); });
  return sources;
}

gatehouse::Json list_orders(gatehouse::DataSource& database) {
  return database
      .query("select id, customer, item, status, total_cents as \"totalCents\" from orders order by id")
      .to_json();
}

gatehouse::Json list_turnover(gatehouse::DataSource& database) {
  return database
      .query(
          "select status, count(*) as orders, sum(total_cents) as \"totalCents\" from orders "
          "group by status order by status")
      .to_json();
}
// guide: end

bool remove_order(gatehouse::DataSource& database, const std::string& id) {
  return database.query("delete from orders where cast(id as text) = ?", id).affected() == 1;
}

}  // namespace orders
