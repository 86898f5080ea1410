// All rows of a person that are edited on one page, and saved by one button (F-67).
import { api, tagged, type Schema } from '../../../api/client';
import { Refused } from '../../../api/problem';
import { may } from '../../../session.svelte';
import { t } from '../../../words/words.svelte';
import {
  type ContactDraft,
  contactOf,
  type LineDraft,
  lineOf,
  type LoginDraft,
  loginOf,
  noLine,
  noLogin,
  noPerson,
  type PersonDraft,
  personOf,
  unshownOfLine,
  unshownOfLogin,
} from './drafts';
import { Edited, type Kind, type Names } from './edited.svelte';

export type TabKey = 'person' | 'lines' | 'telephones' | 'login' | 'advanced';

/** A contact method; without an id it is not there yet. */
export class ContactEntry {
  id = $state<string>();
  /** Whether it is to be removed by the next save. */
  isGone = $state(false);
  readonly key = Symbol('contact');

  constructor(
    readonly edited: Edited<ContactDraft>,
    id?: string,
  ) {
    this.id = id;
  }
}

/** A line; without an id it is not there yet. */
export class LineEntry {
  id = $state<string>();
  mailbox = $state.raw<{ id: string; tag: string }>();
  contacts = $state.raw<ContactEntry[]>([]);
  readonly key = Symbol('line');

  constructor(
    readonly edited: Edited<LineDraft>,
    id?: string,
  ) {
    this.id = id;
  }

  isChanged(): boolean {
    const isOther = (contact: ContactEntry) => !contact.id || contact.isGone || contact.edited.isChanged();
    return !this.id || this.edited.isChanged() || this.contacts.some(isOther);
  }
}

type Loaded<Row> = { row: Row; tag: string };
type LoadedLine = Loaded<Schema<'ShownLine'>> & {
  mailbox: Loaded<Schema<'ShownMailbox'>> | undefined;
  contacts: Loaded<Schema<'ShownContactMethod'>>[];
};

/** How often everything is asked for while others are changing it. */
const TRIES = 3;

export class PersonForm {
  /** The person as the box has them. */
  row = $state.raw<Schema<'ShownPerson'>>();
  loginRow = $state.raw<Schema<'ShownPortalUser'>>();
  readonly person: Edited<PersonDraft>;
  readonly login: Edited<LoginDraft>;
  lines = $state.raw<LineEntry[]>([]);
  /** A new picture; 'none': initials from now on; undefined: as it is. */
  picture = $state.raw<Blob | 'none'>();
  /** The tabs in which something is wrong. */
  wrongTabs = $state.raw<TabKey[]>([]);

  /** What somebody else has removed though it was being edited here. */
  lost = $state.raw<string[]>([]);
  readonly #lineKind: Kind<LineDraft>;

  constructor(
    readonly id: string,
    /** What a field holds, as people read it. */
    names: Names,
  ) {
    this.person = new Edited(noPerson(), '', { names });
    this.login = new Edited(noLogin(), '', { names, unshown: unshownOfLogin });
    this.#lineKind = { names, unshown: unshownOfLine };
  }

  get name(): string {
    return this.row?.display_name ?? '';
  }

  isChanged(): boolean {
    return (
      this.person.isChanged() ||
      this.login.isChanged() ||
      this.picture !== undefined ||
      this.lines.some((line) => line.isChanged())
    );
  }

  /** One load after the other, so that what is older never comes last. */
  #last: Promise<unknown> = Promise.resolve();
  /** Whether the person has been deleted, as far as is known. */
  isGone = $state(false);

  /** Asks the box for everything; what was typed stays. Whether somebody else has changed what was typed. */
  load(): Promise<boolean> {
    const next = this.#last.then(() => this.#load(TRIES));
    this.#last = next.catch(() => undefined);
    return next;
  }

  async #load(tries: number): Promise<boolean> {
    const params = { path: { id: this.id } };
    const person = await tagged(api.GET('/people/{id}', { params })).catch((error: unknown) => {
      if (isNotFound(error)) this.isGone = true;
      throw error;
    });
    this.isGone = false;
    try {
      return await this.#take(person);
    } catch (error) {
      // A row went between two requests: another look does not find it any more.
      if (tries > 1 && isNotFound(error)) return this.#load(tries - 1);
      throw error;
    }
  }

  async #take(person: Loaded<Schema<'ShownPerson'>>): Promise<boolean> {
    const login = person.row.login?.id;
    const [lines, user] = await Promise.all([
      Promise.all(person.row.lines.map(({ id }) => loadLine(id))),
      login && may('portal-users-read')
        ? tagged(api.GET('/portal-users/{id}', { params: { path: { id: login } } }))
        : undefined,
    ]);
    const clashes = [this.person.take(personOf(person.row), person.tag)];
    if (user) clashes.push(this.login.take(loginOf(user.row), user.tag));
    else if (this.loginRow) {
      if (this.login.isChanged()) this.#lose(t().person.tabs.login);
      this.login.take(noLogin());
    }
    const lost = this.lost.length;
    clashes.push(...this.#takeLines(lines), this.lost.length > lost);
    this.row = person.row;
    this.loginRow = user?.row;
    return clashes.includes(true);
  }

  addLine(number: string): void {
    // The mailbox is typed, not there: what is refused later leaves it wanted.
    const edited = new Edited({ ...noLine(), has_mailbox: false }, '', this.#lineKind);
    Object.assign(edited.draft, { number, has_mailbox: true });
    this.lines = [...this.lines, new LineEntry(edited)];
  }

  /** The tabs in which somebody else has written something else than what is typed. */
  clashTabs(): TabKey[] {
    const advanced: PropertyKey[] = ['site', 'language', 'timezone'];
    const tabOf = (tab: TabKey) => (field: PropertyKey) => (advanced.includes(field) ? 'advanced' : tab);
    const tabs = [
      ...this.person.clashing().map(tabOf('person')),
      ...this.lines.flatMap(({ edited }) => edited.clashing().map(tabOf('lines'))),
      ...this.#contacts().flatMap(({ edited }) => edited.clashing().map(tabOf('telephones'))),
      ...this.login.clashing().map(tabOf('login')),
    ];
    return [...new Set(tabs)];
  }

  /** What is typed is to hold from now on, whatever others have written meanwhile. */
  insist(): void {
    for (const { edited } of [...this.lines, ...this.#contacts()]) edited.insist();
    this.person.insist();
    this.login.insist();
    this.lost = [];
  }

  /** Forgets a line that was removed here, with what was typed of it. */
  forget(id: string): void {
    this.lines = this.lines.filter((line) => line.id !== id);
  }

  #contacts(): ContactEntry[] {
    return this.lines.flatMap(({ contacts }) => contacts);
  }

  #lose(what: string): void {
    this.lost = [...this.lost, what];
  }

  /** Forgets what was typed. */
  reset(): void {
    for (const row of [this.person, this.login, ...this.lines.map(({ edited }) => edited)]) row.reset();
    this.lines = this.lines.filter(({ id }) => id);
    for (const line of this.lines) {
      line.contacts = line.contacts.filter(({ id }) => id);
      for (const contact of line.contacts) {
        contact.edited.reset();
        contact.isGone = false;
      }
    }
    this.picture = undefined;
    this.wrongTabs = [];
    this.lost = [];
  }

  #takeLines(loaded: LoadedLine[]): boolean[] {
    const clashes: boolean[] = [];
    const known = loaded.map((line) => {
      const base = lineOf(line.row, line.mailbox?.row);
      const before = this.lines.find(({ id }) => id === line.row.id);
      const entry = before ?? new LineEntry(new Edited(base, line.tag, this.#lineKind), line.row.id);
      if (before) clashes.push(before.edited.take(base, line.tag));
      entry.mailbox = line.mailbox && { id: line.mailbox.row.id, tag: line.mailbox.tag };
      clashes.push(...this.#takeContacts(entry, line.contacts));
      return entry;
    });
    for (const line of this.lines.filter((one) => one.id && !known.includes(one) && one.isChanged())) {
      this.#lose(t().person.lineOf(line.edited.base.number));
    }
    this.lines = [...known, ...this.lines.filter(({ id }) => !id)];
    return clashes;
  }

  #takeContacts(entry: LineEntry, loaded: Loaded<Schema<'ShownContactMethod'>>[]): boolean[] {
    const clashes: boolean[] = [];
    const known = loaded.map(({ row, tag }) => {
      const before = entry.contacts.find(({ id }) => id === row.id);
      if (!before) return new ContactEntry(new Edited(contactOf(row), tag), row.id);
      clashes.push(before.edited.take(contactOf(row), tag));
      return before;
    });
    for (const { id, isGone, edited } of entry.contacts) {
      if (!id || isGone || !edited.isChanged() || known.some((one) => one.id === id)) continue;
      this.#lose(t().person.contactOf(t().person.ways[edited.base.way], edited.base.value));
    }
    entry.contacts = [...known, ...entry.contacts.filter(({ id }) => !id)];
    return clashes;
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof Refused && error.problem.status === 404;
}

async function loadLine(id: string): Promise<LoadedLine> {
  const line = await tagged(api.GET('/lines/{id}', { params: { path: { id } } }));
  const mailbox = line.row.mailbox;
  const [box, contacts] = await Promise.all([
    mailbox ? tagged(api.GET('/mailboxes/{id}', { params: { path: { id: mailbox } } })) : undefined,
    Promise.all(
      line.row.contact_methods.map((method) =>
        tagged(api.GET('/contact-methods/{id}', { params: { path: { id: method } } })),
      ),
    ),
  ]);
  return { ...line, mailbox: box, contacts };
}

/** The rows of people whose change this page shows. */
export const SHOWN_RESOURCES = [
  'people',
  'lines',
  'contact-methods',
  'mailboxes',
  'portal-users',
  'phone-numbers',
  'invitations',
];

/** The number after the last in the order of a line's contact methods. */
export function nextPosition(line: LineEntry): number {
  return Math.max(-1, ...line.contacts.map(({ edited }) => edited.draft.position)) + 1;
}
