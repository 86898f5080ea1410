// The menu of a row, behind its three dots (F-95 to F-97).
import { Mail, Pencil, Trash2 } from '@lucide/svelte';
import { go } from '../../../address.svelte';
import type { Item } from '../../../parts/MenuItems.svelte';
import { may } from '../../../session.svelte';
import { t } from '../../../words/words.svelte';
import { toDeletion } from '../deleting/chosen';
import { invitationState, mayNotMakeLogin } from './invitation';
import type { Person } from './query';

/** What can be done with somebody, as the reader may. */
export function rowMenu(person: Person, invite: () => void): Item[][] {
  const open: Item = { label: t().common.edit, icon: Pencil, act: () => go(`/people/${person.id}`) };
  if (!may('people-write')) return [[{ ...open, label: t().people.open(person.display_name) }]];
  const isBarred = mayNotMakeLogin(person);
  const isFirst = invitationState(person.invitation) === 'none';
  return [
    [
      open,
      {
        label: isFirst ? t().people.invite : t().people.inviteAgain,
        ...(isBarred ? { hint: t().people.needsLogin } : person.email ? {} : { hint: t().people.needsEmail }),
        disabled: isBarred,
        icon: Mail,
        act: invite,
      },
    ],
    [{ label: t().common.delete, icon: Trash2, danger: true, act: () => toDeletion([person.id]) }],
  ];
}
