// SPDX-License-Identifier: Apache-2.0
// The page of the example app: asks the app's own JSON routes and shows what they answer.
const element = (id) => document.getElementById(id);
const show = (id, shown) => { element(id).hidden = !shown; };
const money = (cents) => (cents / 100).toLocaleString("en", { style: "currency", currency: "EUR" });

async function call(path, method = "GET") {
  try {
    const response = await fetch(path, { method, headers: { Accept: "application/json" } });
    return { status: response.status, body: await response.json().catch(() => ({})) };
  } catch {
    return { status: 0, body: { error: "The app can't be reached" } };
  }
}

function fill(table, rows, cells) {
  element(table).tBodies[0].replaceChildren(...rows.map((row) => {
    const line = document.createElement("tr");
    for (const { text, number, button } of cells(row)) {
      const cell = line.insertCell();
      if (number) cell.className = "number";
      if (button) cell.append(button);
      else cell.textContent = text;
    }
    return line;
  }));
}

function deleteButton(order) {
  const button = document.createElement("button");
  button.className = "quiet";
  button.textContent = "Delete";
  button.setAttribute("aria-label", `Delete order ${order.id}`);
  button.onclick = async () => {
    const { status, body } = await call(`/orders/${order.id}`, "DELETE");
    if (status === 200) return showOrders();
    element("message").textContent = `Order ${order.id} was not deleted: ${body.error}`;
    show("message", true);
  };
  return button;
}

async function view(name, path, draw) {
  show("message", false);
  for (const each of ["orders", "reports"]) {
    element(`show-${each}`).setAttribute("aria-pressed", String(each === name));
    show(each, false);
  }
  const { status, body } = await call(path);
  if (status === 401) return start();
  show(name, status === 200);
  show("refused", status !== 200);
  if (status === 200) draw(body);
  else element("refused").textContent = body.error;
}

const showOrders = () => view("orders", "/orders", (rows) => fill("orders", rows, (order) => [
  { text: order.id }, { text: order.customer }, { text: order.item }, { text: order.status },
  { text: money(order.totalCents), number: true }, { button: deleteButton(order) }]));

const showReports = () => view("reports", "/reports", (rows) => fill("reports", rows, (row) => [
  { text: row.status }, { text: row.orders, number: true }, { text: money(row.totalCents), number: true }]));

async function start() {
  const platform = document.body.dataset.platform === "yes";
  const { status, body } = await call("/whoami");
  const member = status === 200;
  show("welcome", status === 401);
  show("with-platform", platform);
  show("without-platform", !platform);
  show("signed-in", status !== 401);
  show("sign-out", platform);
  show("member", member);
  if (member) {
    element("who").textContent = body.name || body.email;
    await showOrders();
  } else if (status !== 401) {
    element("message").textContent = body.error;
    show("message", true);
  }
}

element("show-orders").onclick = showOrders;
element("show-reports").onclick = showReports;
start();
