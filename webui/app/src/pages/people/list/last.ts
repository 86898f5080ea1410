// What the list of people showed last: whoever comes back to it finds the same search, filter and order.
let last = '';

/** Keeps it. */
export function keepList(query: URLSearchParams): void {
  last = query.toString();
}

/** The address of the list as it was. */
export function toList(): string {
  return last ? `/people?${last}` : '/people';
}
