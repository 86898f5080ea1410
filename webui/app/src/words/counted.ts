// "1 person", "2 people": the form that a language has for a number.

/** The forms of a word; `#` stands for the number. */
export type Forms = { one: string; other: string; many?: string };

/** The form for this number: `counted('en', 2, { one: '# call', other: '# calls' })` is "2 calls". */
export function counted(language: string, number: number, forms: Forms): string {
  const rule = new Intl.PluralRules(language).select(number);
  const form = rule === 'one' ? forms.one : rule === 'many' ? (forms.many ?? forms.other) : forms.other;
  return form.replace('#', new Intl.NumberFormat(language).format(number));
}
