import { expect, it } from 'vitest';
import { begun, goingIds, goingOf, lossOf, resolutionsOf, keyOf, targetOf, type Dependent, type Plan } from './plan';

const row = (table: string, id: string) => ({ table, id, what: `${table} ${id}` });
const dependent = (more: Partial<Dependent> & Pick<Dependent, 'row' | 'because' | 'column'>): Dependent => ({
  part_of: null,
  removal: 'delete',
  target: more.because.table,
  replaced_by: null,
  ...more,
});
const [anna, bert] = [row('person', 'a'), row('person', 'b')];
const line = dependent({ row: row('line', '201'), because: anna, column: 'person' });
const account = dependent({ row: row('contact_method', 's'), because: line.row, column: 'line' });
const number = dependent({ row: row('phone_number', 'n'), because: line.row, column: 'line', removal: 'unlink' });
const plan: Plan = {
  plan_id: 'x',
  asked: [anna, bert],
  dependents: [line, account, number],
  is_lossy: true,
};

it('puts what hangs on a line to the person whose line it is', () => {
  expect(goingOf(plan).map(({ row: { id }, dependents }) => [id, dependents.map((one) => one.row.id)])).toEqual([
    ['a', ['201', 's', 'n']],
    ['b', []],
  ]);
});

it('counts what is lost, each thing once', () => {
  const twice = dependent({ row: account.row, because: bert, column: 'other' });
  const replaced = { ...number, row: row('phone_number', 'm'), replaced_by: 'l' };
  const { deleted, loosened } = lossOf({ ...plan, dependents: [...plan.dependents, twice, replaced] });
  expect([[...deleted], loosened]).toEqual([
    [
      ['line', 1],
      ['contact_method', 1],
    ],
    1,
  ]);
});

it('offers nothing that goes in place of what goes', () => {
  expect([...goingIds(plan)]).toEqual(['a', 'b', '201', 's']);
});

it('offers nobody else what is for nobody else', () => {
  const letter = dependent({ row: row('invitation', 'i'), because: anna, column: 'person' });
  const key = dependent({ row: row('api_token', 't'), because: row('portal_user', 'u'), column: 'made_by' });
  expect([targetOf(line), targetOf(number), targetOf(letter), targetOf(key)]).toEqual([
    'person',
    'line',
    undefined,
    undefined,
  ]);
});

it('sends what was chosen for what still hangs on somebody', () => {
  const chosen = { value: 'l2', label: '202' };
  const choices = { [keyOf(number)]: chosen, 'line gone person': chosen, [keyOf(line)]: undefined };
  expect(resolutionsOf(plan, choices)).toEqual([{ table: 'phone_number', id: 'n', column: 'line', replace_by: 'l2' }]);
});

it('begins a sentence', () => {
  expect([begun('état'), begun(''), begun('line 201')]).toEqual(['État', '', 'Line 201']);
});
