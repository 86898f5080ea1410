// The page to try the interface with: lists what the description has, and sends what is filled in.

import { change, example, fields } from "./example.js";
import { translate, word } from "./words.js";

/** Characters of an answer that are shown. */
const SHOWN_MAX = 200_000;
const METHODS = ["get", "post", "put", "patch", "delete"];

const list = document.getElementById("list");
const filter = document.getElementById("filter");
const token = document.getElementById("token");

/** Makes an element with attributes and children. */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

function begin(description) {
  const tags = new Map();
  for (const [path, methods] of Object.entries(description.paths)) {
    for (const method of METHODS.filter((one) => methods[one])) {
      const operation = { path, method, ...methods[method] };
      const tag = operation.tags?.[0] ?? "";
      tags.set(tag, [...(tags.get(tag) ?? []), operation]);
    }
  }
  for (const [tag, operations] of [...tags].sort(([a], [b]) => a.localeCompare(b))) {
    const title = make("h2", { lang: "en", id: `tag-${tag}` }, tag.replaceAll("-", " "));
    const section = make("section", { "aria-labelledby": `tag-${tag}` }, title);
    section.append(...operations.map((operation) => entry(operation, description)));
    list.append(section);
  }
  narrow();
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (named?.tagName === "DETAILS") {
    named.open = true;
    named.scrollIntoView();
    named.querySelector("summary").focus();
  }
}

/** An operation, closed; its form is made when it is opened first. */
function entry(operation, description) {
  const { method, path, operationId } = operation;
  const summary = make(
    "summary",
    {},
    make("span", { class: `method ${method}` }, method.toUpperCase()),
    make("code", {}, path.replace("/api/v1", "")),
    make("span", { class: "says", lang: "en" }, operation.summary),
  );
  const details = make("details", { id: operationId }, summary);
  details.dataset.text = `${method} ${path} ${operation.summary} ${operationId} ${access(operation)}`.toLowerCase();
  details.addEventListener("toggle", () => {
    if (details.open && details.childElementCount === 1) details.append(form(operation, description));
  });
  return details;
}

function access(operation) {
  if (operation["x-permission"]) return word("permission", { word: operation["x-permission"] });
  return operation.security?.length ? word("session") : word("everybody");
}

/** The form of an operation, with its answer. */
function form(operation, description) {
  const id = operation.operationId;
  const root = make("form", { class: "try" }, make("p", { class: "access" }, access(operation)));
  const inputs = (operation.parameters ?? []).map((parameter) => ({ parameter, input: field(id, parameter) }));
  if (inputs.length) {
    const legend = make("legend", {}, word("parameters"));
    root.append(make("fieldset", {}, legend, ...inputs.map(({ parameter, input }) => labelled(parameter, input))));
  }
  const body = editor(operation, description);
  if (body) root.append(...body.elements);
  const send = make("button", { type: "submit" }, word("send"));
  const stop = make("button", { type: "button", hidden: true }, word("stop"));
  const status = make("p", { class: "status", role: "status" });
  const answer = make("div", { class: "answer" });
  const curl = make("code");
  const copied = make("span", { role: "status" });
  const copy = make("button", { type: "button", class: "plain" }, word("copy"));
  const line = make("div", { class: "curl" }, make("h3", {}, word("curl")), make("pre", { tabindex: 0 }, curl), copy, copied);
  root.append(make("p", { class: "acts" }, send, stop), status, answer, line);
  const wanted = () => request(operation, inputs, body);
  const tell = () => {
    curl.textContent = command(wanted());
    copied.textContent = "";
  };
  root.addEventListener("input", tell);
  token.addEventListener("input", tell);
  copy.addEventListener("click", () => {
    navigator.clipboard.writeText(curl.textContent).then(() => (copied.textContent = word("copied")));
  });
  root.addEventListener("submit", async (event) => {
    event.preventDefault();
    const aborter = new AbortController();
    stop.onclick = () => aborter.abort();
    [send.disabled, stop.hidden] = [true, false];
    status.textContent = word("sending");
    answer.replaceChildren();
    await perform(wanted(), aborter, status, answer);
    [send.disabled, stop.hidden] = [false, true];
    if (operation.path.startsWith("/api/v1/session")) who();
  });
  tell();
  return root;
}

function labelled(parameter, input) {
  const label = make("label", { for: input.id }, make("code", {}, parameter.name));
  if (parameter.required) label.append(` (${word("required")})`);
  const row = make("div", { class: "row" }, label, input);
  if (parameter.description) {
    row.append(make("small", { id: `${input.id}-about`, lang: "en" }, parameter.description));
    input.setAttribute("aria-describedby", `${input.id}-about`);
  }
  return row;
}

/** Where a parameter is filled in. */
function field(id, parameter) {
  const { type, enum: words, minimum, maximum, format } = parameter.schema ?? {};
  const common = { id: `${id}-${parameter.in}-${parameter.name}`, required: parameter.required };
  const choices = words ?? (type === "boolean" ? ["true", "false"] : undefined);
  if (choices) {
    const empty = make("option", { value: "" }, word("unset"));
    return make("select", common, empty, ...choices.map((one) => make("option", { value: one }, one)));
  }
  if (type === "integer") return make("input", { ...common, type: "number", min: minimum, max: maximum });
  const placeholder = format === "date-time" ? "2026-11-23T09:00:00Z" : undefined;
  return make("input", { ...common, type: "text", autocomplete: "off", spellcheck: "false", placeholder });
}

/** Where the body is written or chosen; none when there is none. */
function editor(operation, description) {
  const [[type, content] = []] = Object.entries(operation.requestBody?.content ?? {});
  if (!type) return undefined;
  const id = `${operation.operationId}-body`;
  if (!content.schema) {
    const input = make("input", { id, type: "file" });
    return { type, file: true, read: () => input.files[0], elements: [make("label", { for: id }, word("file")), input] };
  }
  const make_one = type.includes("merge-patch") ? change : example;
  const input = make("textarea", { id, spellcheck: "false", autocomplete: "off" });
  input.value = JSON.stringify(make_one(content.schema, description), null, 2);
  input.rows = Math.min(24, Math.max(6, input.value.split("\n").length + 2));
  const rows = fields(content.schema, description).map((one) => {
    const name = make("dt", {}, make("code", {}, one.name), one.required ? ` (${word("required")})` : "");
    return [name, make("dd", {}, make("code", { class: "kind" }, one.kind), " ", make("span", { lang: "en" }, one.about))];
  });
  const shape = make("details", { class: "shape" }, make("summary", {}, word("shape")), make("dl", {}, ...rows.flat()));
  const label = make("label", { for: id }, word("body"), " ", make("code", {}, type));
  return { type, read: () => input.value, elements: [label, input, shape] };
}

/** What is to be sent. */
function request(operation, inputs, body) {
  let path = operation.path;
  const query = new URLSearchParams();
  const headers = {};
  for (const { parameter, input } of inputs) {
    if (parameter.in === "path") path = path.replace(`{${parameter.name}}`, encodeURIComponent(input.value));
    else if (input.value === "") continue;
    else if (parameter.in === "query") query.append(parameter.name, input.value);
    else headers[parameter.name] = input.value;
  }
  if (body) headers["Content-Type"] = body.type;
  if (token.value) headers.Authorization = `Bearer ${token.value.trim()}`;
  const url = location.origin + path + (query.size ? `?${query}` : "");
  return { url, method: operation.method.toUpperCase(), headers, body: body?.read(), isFile: body?.file };
}

/** The same for a shell; the token stays out of it. */
function command({ url, method, headers, body, isFile }) {
  const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
  const parts = ["curl --cacert ca.pem"];
  if (method !== "GET") parts.push(`-X ${method}`);
  for (const [name, value] of Object.entries(headers)) {
    parts.push(name === "Authorization" ? '-H "Authorization: Bearer $TOKEN"' : `-H ${quoted(`${name}: ${value}`)}`);
  }
  if (isFile) parts.push(`--data-binary @${quoted(body?.name ?? "file")}`);
  else if (body !== undefined) parts.push(`--data ${quoted(body)}`);
  return [...parts, quoted(url)].join(" \\\n  ");
}

async function perform({ url, method, headers, body }, aborter, status, answer) {
  const began = performance.now();
  try {
    const credentials = token.value ? "omit" : "same-origin";
    const response = await fetch(url, { method, headers, body, credentials, cache: "no-store", signal: aborter.signal });
    const ms = Math.round(performance.now() - began);
    const said = `${response.status} ${response.statusText}`.trim();
    status.textContent = word("answer", { status: said, ms });
    status.dataset.well = String(response.ok || response.status === 304);
    const lines = [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
    answer.append(make("details", {}, make("summary", {}, word("headers")), make("pre", { tabindex: 0 }, lines)));
    await show(response, answer);
  } catch (error) {
    status.dataset.well = String(aborter.signal.aborted);
    status.textContent = aborter.signal.aborted ? word("stopped") : word("failed", { why: error.message });
  }
}

/** Shows a body as it comes: of a stream of events there is no end. */
async function show(response, answer) {
  const type = (response.headers.get("content-type") ?? "").split(";")[0];
  if (!response.body || response.status === 204) {
    answer.append(make("p", {}, word("nothing")));
    return;
  }
  if (!/^text\/|json$/.test(type)) {
    const { size } = await response.blob();
    answer.append(make("p", {}, word("bytes", { count: size, type })));
    return;
  }
  const code = make("code");
  answer.append(make("pre", { tabindex: 0 }, code));
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += part.value;
    if (type === "text/event-stream") code.textContent = text.slice(-SHOWN_MAX);
  }
  code.textContent = (type.endsWith("json") ? pretty(text) : text).slice(0, SHOWN_MAX);
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** Shows only what holds all the words of the filter. */
function narrow() {
  const wanted = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
  const all = [...list.querySelectorAll("section > details")];
  for (const details of all) details.hidden = !wanted.every((one) => details.dataset.text.includes(one));
  for (const section of list.querySelectorAll("section")) {
    section.hidden = !section.querySelector(":scope > details:not([hidden])");
  }
  const count = all.filter((details) => !details.hidden).length;
  document.getElementById("count").textContent = word("count", { count, all: all.length });
}

/** Says who has signed in with this browser. */
async function who() {
  const response = await fetch("/api/v1/me", { cache: "no-store" }).catch(() => undefined);
  const said = await response?.json().catch(() => undefined);
  const name = response?.ok ? said?.login : undefined;
  document.getElementById("who").textContent = name ? word("signedIn", { name }) : word("signedOut");
}

translate(document);
filter.addEventListener("input", narrow);
document.getElementById("bar").addEventListener("submit", (event) => event.preventDefault());
who();
try {
  begin(await (await fetch("/api/v1/openapi.json")).json());
} catch (error) {
  list.append(make("p", { class: "note", role: "alert" }, word("noDescription", { why: error.message })));
}
