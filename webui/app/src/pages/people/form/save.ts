// One Save for all tabs (F-67): what is typed is looked at, then all of it is written as one; what was refused stays typed.
import { type Problem, refusal } from '../../../api/problem';
import { checkContact, checkLine, checkLogin, checkPerson } from './checks';
import { tidy } from './drafts';
import { ownProblem, type HasProblem } from './edited.svelte';
import type { Item } from './Made.svelte';
import type { PersonForm, TabKey } from './personForm.svelte';
import { carryOut, type Step, steps } from './steps';
import { placedTaken } from './taken';

/** What came of it. */
export type Outcome =
  /** `version`: which one of the office it made, if anything has changed. `stale`: why what is shown could not be loaded
   *  anew. */
  | { is: 'saved'; version: number | undefined; stale?: Problem }
  /** Something typed cannot be right; nothing was asked of the box. */
  | { is: 'wrong' }
  /** Somebody else has changed what was typed here; nothing was saved. */
  | { is: 'conflict' }
  /** The box has refused one of the changes; nothing was saved. */
  | { is: 'refused'; at: Pick<Step, 'tab' | 'what'>; problem: Problem };

/** Saves all that is typed, or nothing. What is shown only once goes to `made`. */
export async function save(form: PersonForm, made: Item[]): Promise<Outcome> {
  form.insist();
  for (const draft of drafts(form)) tidy(draft);
  form.wrongTabs = check(form);
  if (form.wrongTabs.length > 0) return { is: 'wrong' };
  if (await form.load()) return { is: 'conflict' };
  const all = steps(form, made);
  try {
    const { results, version } = await carryOut(all);
    for (const [place, { done }] of all.entries()) done?.(results[place] ?? {});
    const stale = await loadAfter(form);
    return { is: 'saved', version, ...(stale && { stale }) };
  } catch (error) {
    const problem = refusal(error);
    const step = all[Number(problem.more.change)];
    // It is about none of them: the box is not to be reached, or not well.
    if (!step) throw error;
    return refusedAt(form, step, problem);
  }
}

/** Shows a refusal beside what it is about. */
async function refusedAt(form: PersonForm, step: Step, refused: Problem): Promise<Outcome> {
  const problem = placed(refused, step);
  step.row.problem = problem;
  form.wrongTabs = [tabOf(step, problem)];
  await loadAfter(form);
  if (problem.status === 412) return { is: 'conflict' };
  return { is: 'refused', at: { tab: form.wrongTabs[0]!, what: step.what }, problem };
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

/** Loads everything after something was written; why it cannot, if so: then what is shown is older than it could be. */
async function loadAfter(form: PersonForm): Promise<Problem | undefined> {
  try {
    await form.load();
    return undefined;
  } catch (error) {
    return refusal(error);
  }
}
