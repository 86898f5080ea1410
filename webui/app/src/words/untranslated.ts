// Finds texts that were forgotten: left in English in another language, or written into a page instead of its words.
import { parse, type AST } from 'svelte/compiler';

type Found = Record<string, string>;

/** Every text of a language by where it stands ("common.save"); of a function what it says for some values. */
export function texts(words: unknown, path = ''): Found {
  if (typeof words === 'string') return { [path]: words };
  if (typeof words === 'function') return { [path]: said(words as (...values: unknown[]) => unknown) };
  if (typeof words !== 'object' || words === null) return {};
  const parts = Object.entries(words).map(([key, value]) => texts(value, path ? `${path}.${key}` : key));
  return Object.assign({}, ...parts) as Found;
}

/** What a function says for one and for several, of which some kinds of value fit. */
function said(words: (...values: unknown[]) => unknown): string {
  const values = [
    [1, 2, 3, 4],
    [5, 6, 7, 8],
    ['Q', 'Q', 'Q', 'Q'],
    [['Q'], ['Q'], ['Q'], ['Q']],
  ];
  const sayings = values.map((some) => {
    try {
      const saying = words(...some);
      return typeof saying === 'string' ? saying : '';
    } catch {
      return '';
    }
  });
  return sayings.join('\n');
}

/** The texts of `other` that are word for word those of `english`, by where they stand. */
export function same(english: unknown, other: unknown): Found {
  const before = texts(english);
  const after = Object.entries(texts(other));
  // What a function only puts together ("Q: 1") has no words of a language.
  const hasWords = (text: string) => /\p{L}/u.test(text.replace(/\bQ\b/g, ''));
  return Object.fromEntries(after.filter(([path, text]) => hasWords(text) && before[path] === text));
}

/** Attributes and properties whose values people read or hear. */
const READ = ['about', 'alt', 'aria-description', 'aria-label', 'aria-roledescription', 'hint', 'label', 'placeholder'];
const ALSO_READ = ['text', 'title', 'wrong'];

/** Texts with letters that a Svelte file has in its markup, beside its words. */
export function literals(source: string): string[] {
  const found: string[] = [];
  const take = (text: string) => {
    if (/\p{L}/u.test(text)) found.push(text.trim());
  };
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(walk);
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
    const one = node as AST.SvelteNode;
    if (one.type === 'Text') take(one.data);
    else if (one.type === 'ExpressionTag') results(one.expression).forEach(take);
    else if (one.type === 'Attribute') {
      if (READ.includes(one.name) || ALSO_READ.includes(one.name)) walk(one.value);
    } else if (one.type !== 'StyleSheet') {
      // Of a node only what stands below it in the markup: no expressions, which are looked at above.
      for (const key of [
        'nodes',
        'fragment',
        'attributes',
        'body',
        'consequent',
        'alternate',
        'pending',
        'then',
        'catch',
        'fallback',
      ])
        walk((one as unknown as Record<string, unknown>)[key]);
    }
  };
  walk(parse(source, { modern: true }).fragment);
  return found;
}

type Expression = { type: string } & Record<string, unknown>;

/** The literal texts that an expression can come to; keys and arguments in it are none. */
function results(node: unknown): string[] {
  const one = node as Expression;
  switch (one.type) {
    case 'Literal':
      return typeof one.value === 'string' ? [one.value] : [];
    case 'TemplateLiteral': {
      const quasis = one.quasis as { value: { cooked: string } }[];
      return [...quasis.map(({ value }) => value.cooked), ...(one.expressions as unknown[]).flatMap(results)];
    }
    case 'ConditionalExpression':
      return [...results(one.consequent), ...results(one.alternate)];
    case 'LogicalExpression':
    case 'BinaryExpression':
      return one.operator === '&&'
        ? results(one.right)
        : compares(one)
          ? []
          : [...results(one.left), ...results(one.right)];
    default:
      return [];
  }
}

function compares(one: Expression): boolean {
  return one.type === 'BinaryExpression' && one.operator !== '+';
}
