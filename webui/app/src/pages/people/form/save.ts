// One Save for all tabs (F-67): looked at first, then written row by row; what was refused stays typed.
import { api, given } from '../../../api/client';
import { type Problem, refusal } from '../../../api/problem';
import { may, me } from '../../../session.svelte';
import { checkContact, checkLine, checkLogin, checkPerson } from './checks';
import { tidy } from './drafts';
import { ownProblem, type HasProblem } from './edited.svelte';
import type { Item } from './Made.svelte';
import type { PersonForm, TabKey } from './personForm.svelte';
import { type Step, steps } from './steps';
import { placedTaken } from './taken';

/** What came of it. */
export type Outcome =
  /** `undo`: the changes that were made, newest first; empty when one may not take them back. `stale`: why what is
   *  shown could not be loaded anew. */
  | { is: 'saved'; undo: number[]; stale?: Problem }
  /** Something typed cannot be right; nothing was asked of the box. */
  | { is: 'wrong' }
  /** Somebody else has changed what was typed here; nothing was saved. */
  | { is: 'conflict' }
  | { is: 'refused'; at: Pick<Step, 'tab' | 'what'>; done: string[]; problem: Problem };

/** Saves all that is typed. What is shown only once goes to `made` as it is made, so that nothing that fails later loses it. */
export async function save(form: PersonForm, made: Item[]): Promise<Outcome> {
  form.insist();
  for (const draft of drafts(form)) tidy(draft);
  form.wrongTabs = check(form);
  if (form.wrongTabs.length > 0) return { is: 'wrong' };
  if (await form.load()) return { is: 'conflict' };
  const done: string[] = [];
  const before = await lastChange();
  for (const step of steps(form, made)) {
    try {
      await step.run();
      done.push(step.what);
    } catch (error) {
      const problem = placed(refusal(error), step);
      step.row.problem = problem;
      form.wrongTabs = [tabOf(step, problem)];
      await loadAfter(form);
      if (problem.status === 412 && done.length === 0) return { is: 'conflict' };
      return { is: 'refused', at: { tab: form.wrongTabs[0]!, what: step.what }, done, problem };
    }
  }
  const stale = await loadAfter(form);
  return { is: 'saved', undo: await changesSince(before), ...(stale && { stale }) };
}

/** All that is typed. */
function drafts(form: PersonForm): object[] {
  const lines = form.lines.flatMap(({ edited, contacts }) => [edited, ...contacts.map((contact) => contact.edited)]);
  return [form.person, form.login, ...lines].map(({ draft }) => draft);
}

/** Looks at everything that is typed; the tabs in which something is wrong. */
function check(form: PersonForm): TabKey[] {
  const tabs = new Set<TabKey>();
  const note = (row: HasProblem, wrong: ReturnType<typeof checkPerson>, tab: TabKey) => {
    row.problem = ownProblem(wrong);
    for (const [pointer] of wrong) tabs.add(pointer === '/password' ? 'advanced' : tab);
  };
  note(form.person, checkPerson(form.person.draft), 'person');
  const wantsLogin = form.loginRow !== undefined || form.login.isChanged();
  note(form.login, checkLogin(form.login.draft, wantsLogin), 'login');
  for (const line of form.lines) {
    const isAsked = !line.id || line.edited.isChanged();
    note(line.edited, isAsked ? checkLine(line.edited.draft) : [], 'lines');
    for (const { edited, id, isGone } of line.contacts) {
      const isTyped = !isGone && (!id || edited.isChanged());
      note(edited, isTyped ? checkContact(edited.draft) : [], 'telephones');
    }
  }
  return [...tabs];
}

/** The problem with its fields where the page has them. */
function placed(problem: Problem, { place, typed }: Step): Problem {
  const errors = place ? problem.errors.map((error) => ({ ...error, pointer: place(error.pointer) })) : problem.errors;
  return placedTaken({ ...problem, errors }, typed ?? []);
}

function tabOf(step: Step, problem: Problem): TabKey {
  const advanced = ['/password', '/site', '/language', '/timezone'];
  const isAdvanced = problem.errors.length > 0 && problem.errors.every(({ pointer }) => advanced.includes(pointer));
  return isAdvanced ? 'advanced' : step.tab;
}

/** The number of the newest entry of the audit log; undefined: one may not take changes back. */
async function lastChange(): Promise<number | undefined> {
  if (!may('audit-read') || !may('audit-undo')) return undefined;
  try {
    const { items } = await given(api.GET('/audit', { params: { query: { limit: 1 } } }));
    return items[0]?.n ?? 0;
  } catch (error) {
    // Nobody waits with a save for the way to take it back.
    refusal(error);
    return undefined;
  }
}

/** The changes that oneself has made since, newest first. */
async function changesSince(before: number | undefined): Promise<number[]> {
  const who = me()?.id;
  if (before === undefined || !who) return [];
  try {
    const { items } = await given(api.GET('/audit', { params: { query: { who, limit: 500 } } }));
    const versions = items.filter(({ n, version }) => n > before && version > 0).map(({ version }) => version);
    return [...new Set(versions)];
  } catch (error) {
    // It is saved all the same.
    refusal(error);
    return [];
  }
}

/** Takes changes back, newest first. */
export async function takeBack(versions: number[]): Promise<void> {
  for (const version of versions) await given(api.POST('/undo', { body: { version } }));
}

/** Loads everything after something was written; why it cannot, if so: then what is shown is older than it could be. */
async function loadAfter(form: PersonForm): Promise<Problem | undefined> {
  try {
    await form.load();
    return undefined;
  } catch (error) {
    return refusal(error);
  }
}
