// SPDX-License-Identifier: Apache-2.0
#include "server/access/shape.h"

namespace gatehouse::server {
namespace {

Shape of(Shape::Kind kind) {
  Shape shape;
  shape.kind = kind;
  return shape;
}

Shape of(Shape::Kind kind, Shape item) {
  auto shape = of(kind);
  shape.children.push_back(std::move(item));
  return shape;
}

void add(Shape& object, std::vector<std::pair<std::string, Shape>> members) {
  for (auto& [name, shape] : members) {
    shape.member = std::move(name);
    object.children.push_back(std::move(shape));
  }
}

}  // namespace

Shape Shape::nullable() && {
  may_be_null = true;
  return std::move(*this);
}

Shape Shape::optional() && {
  is_optional = true;
  return std::move(*this);
}

Shape Shape::extended(std::string new_name, std::vector<std::pair<std::string, Shape>> more) const {
  auto object = *this;
  object.name = std::move(new_name);
  add(object, std::move(more));
  return object;
}

namespace shape {

Shape text() {
  return of(Shape::Kind::text);
}

Shape one_of(std::vector<std::string> values) {
  auto shape = text();
  shape.values = std::move(values);
  return shape;
}

Shape time() {
  return of(Shape::Kind::time);
}

Shape flag() {
  return of(Shape::Kind::flag);
}

Shape integer() {
  return of(Shape::Kind::integer);
}

Shape number() {
  return of(Shape::Kind::number);
}

Shape anything() {
  return of(Shape::Kind::anything);
}

Shape list_of(Shape item) {
  return of(Shape::Kind::list, std::move(item));
}

Shape map_of(Shape value) {
  return of(Shape::Kind::map, std::move(value));
}

Shape object(std::string name, std::vector<std::pair<std::string, Shape>> members) {
  auto object = of(Shape::Kind::object);
  object.name = std::move(name);
  add(object, std::move(members));
  return object;
}

Shape page_of(Shape item) {
  return object("", {{"items", list_of(std::move(item))}, {"nextCursor", text().nullable()}});
}

}  // namespace shape
}  // namespace gatehouse::server
