// Columns as a spreadsheet program names them, what they can be about, and the file of what is wrong in them.
import type { Schema } from '../../../api/client';
import type { Words } from '../../../words/en';

/** What a column can be about, in the order of the template. */
export type Property = keyof Words['importing']['properties'];

/** All of them with what they are called. */
export function properties(words: Words): [Property, Words['importing']['properties'][Property]][] {
  return Object.entries(words.importing.properties) as [Property, Words['importing']['properties'][Property]][];
}

/** A column from 0 as spreadsheet programs name it: A, Z, AA. */
export function letter(column: number): string {
  const [before, last] = [Math.floor(column / 26), String.fromCharCode(65 + (column % 26))];
  return before > 0 ? letter(before - 1) + last : last;
}

/** What is wrong with a file, as a CSV file for a spreadsheet program: whoever mends it ticks off line by line. */
export function errorsAsCsv(
  problems: Schema<'ShownProblem'>[],
  columns: Schema<'Column'>[],
  words: Words['importing'],
  language: string,
): string {
  const heading = (column: number | null | undefined) =>
    column == null ? words.wholeRow : `${letter(column)} ${columns[column]?.heading ?? ''}`.trim();
  const rows = problems.map(({ row, column, detail }) => [String(row), heading(column), detail]);
  // As the box does: where the comma is in numbers, spreadsheet programs want semicolons.
  const delimiter = language === 'en' ? ',' : ';';
  const lines = [[words.row, words.column, words.error], ...rows].map((cells) => cells.map(cell).join(delimiter));
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}

/** A cell that no spreadsheet program takes for a formula, in quotation marks where it needs them. */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",;\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
