// Changes a text of a row in the table, unless somebody else has changed that very text since it was shown.
import { Refused } from '../../api/problem';
import type { Edit } from '../../parts/table/columns';
import { tellWithUndo } from '../../parts/undo';
import { t } from '../../words/words.svelte';
import { type Fields, partOf, type RowKind } from './kind';

/** How the cells of this field are changed. */
export function inPlace<Row extends { id: string }, Draft extends object, Body extends Fields<Draft>>(
  kind: RowKind<Row, Draft, Body>,
  field: keyof Draft & keyof Row & string,
): Edit<Row> {
  return {
    value: (row) => String(row[field]),
    longest: 200,
    may: () => kind.mayWrite(),
    save: async (shown, value) => {
      const { row, tag } = await kind.read(shown.id);
      // Somebody else has typed the same.
      if (String(row[field]) === value.trim()) return;
      if (row[field] !== shown[field]) {
        const detail = t().people.quicker(String(row[field]));
        throw new Refused({ status: 412, code: 'precondition-failed', title: '', detail, errors: [], more: {} });
      }
      const body = kind.body({ ...kind.draft(row), [field]: value.trim() });
      const saved = await kind.change(row.id, tag, partOf<Body>(body, [field]));
      tellWithUndo(kind.words().saved(kind.name(saved.row)), saved.version);
    },
  };
}
