// Examples of bodies, and forms in words, made from the schemas of the description.

/** How deep forms may stand in each other; ours are four deep at most. */
const DEPTH_MAX = 8;

/** The schema that a reference leads to, or the schema itself. */
export function resolve(schema, description) {
  let found = schema;
  for (let step = 0; found?.$ref && step < DEPTH_MAX; step += 1) {
    found = description.components.schemas[found.$ref.split("/").pop()];
  }
  return found ?? {};
}

/** A value that fits a schema. */
export function example(schema, description, name = "", depth = 0) {
  const form = resolve(schema, description);
  if (form.examples?.length) return form.examples[0];
  if ("default" in form) return form.default;
  if ("const" in form) return form.const;
  if (allowsNull(form) || depth > DEPTH_MAX) return null;
  if (form.enum) return form.enum[0];
  const choice = form.oneOf ?? form.anyOf;
  if (choice) return example(choice[0], description, name, depth + 1);
  if (form.allOf) {
    return Object.assign({}, ...form.allOf.map((part) => example(part, description, name, depth + 1)));
  }
  switch (form.type) {
    case "object":
      return Object.fromEntries(
        Object.entries(form.properties ?? {}).map(([key, part]) => [key, example(part, description, key, depth + 1)]),
      );
    case "array":
      return (form.minItems ?? 0) > 0 ? [example(form.items ?? {}, description, name, depth + 1)] : [];
    case "boolean":
      return false;
    case "integer":
    case "number":
      return form.minimum ?? 0;
    case "string":
      return text(form, name);
    default:
      return null;
  }
}

/** A change of a row: one field, so that nothing else is changed by the way. */
export function change(schema, description) {
  const form = resolve(schema, description);
  const whole = example({ ...form, type: "object" }, description);
  const first = Object.keys(whole ?? {}).find((key) => resolve(form.properties[key], description).type === "string");
  return first ? { [first]: whole[first] } : {};
}

/** The fields of a schema, each with its type and what it means. */
export function fields(schema, description) {
  const form = resolve(schema, description);
  return Object.entries(form.properties ?? {}).map(([name, part]) => ({
    name,
    kind: kind(part, description),
    about: part.description ?? resolve(part, description).description ?? "",
    required: (form.required ?? []).includes(name),
  }));
}

function kind(schema, description) {
  const form = resolve(schema, description);
  if (form.enum) return form.enum.map((one) => JSON.stringify(one)).join(" | ");
  const choice = form.oneOf ?? form.anyOf;
  if (choice) return choice.map((one) => kind(one, description)).join(" | ");
  const types = [form.type ?? "object"].flat();
  return types.map((type) => of_type(type, form, description)).join(" | ");
}

function of_type(type, form, description) {
  if (type === "array" && form.items) return `[${kind(form.items, description)}]`;
  if (type === "object") {
    const names = Object.keys(form.properties ?? {});
    return names.length === 1 ? `{${names[0]}: ${kind(form.properties[names[0]], description)}}` : "object";
  }
  const bound = form.maxLength ? ` ≤ ${form.maxLength}` : "";
  return type === "string" ? `${form.format ?? "string"}${bound}` : type;
}

function allowsNull(form) {
  const is_null = (one) => one === "null" || one?.type === "null";
  return (Array.isArray(form.type) && form.type.some(is_null)) || (form.oneOf ?? form.anyOf ?? []).some(is_null);
}

function text(form, name) {
  switch (form.format) {
    case "date-time":
      return new Date().toISOString();
    case "date":
      return new Date().toISOString().slice(0, 10);
    case "uuid":
      return "00000000-0000-0000-0000-000000000000";
    default:
      return (form.minLength ?? 0) > 0 ? name : "";
  }
}
