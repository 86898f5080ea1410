// By which names somebody may sign in: what the office is called may stand after the login (A.11).

/** "anna, anna@acme, anna@example.com": the ways to write one login, the shortest first. */
export function signInNames(
  login: string,
  office: { name: string; short_name: string; email_domain: string },
): string[] {
  const suffixes = [office.short_name, office.name, office.email_domain].map((name) => name.trim()).filter(Boolean);
  return [login, ...new Set(suffixes.map((suffix) => `${login}@${suffix}`))];
}
