import { expect, it } from 'vitest';
import { Refused } from '../api/problem';
import { Sending } from './sending.svelte';

const refused = (code: string) => new Refused({ status: 422, code, title: '', detail: 'No.', errors: [], more: {} });

it('is busy until the answer, and sends nothing twice', async () => {
  const sending = new Sending();
  let answer = () => {};
  let sent = 0;
  const work = () => {
    sent += 1;
    return new Promise<void>((resolve) => (answer = resolve));
  };
  const first = sending.run(work);
  expect([sending.isBusy, await sending.run(work), sent]).toEqual([true, false, 1]);
  answer();
  expect([await first, sending.isBusy]).toEqual([true, false]);
});

it('keeps what the box has against it until the next try', async () => {
  const sending = new Sending();
  expect(await sending.run(() => Promise.reject(refused('wrong')))).toBe(false);
  expect([sending.problem?.code, sending.isBusy]).toEqual(['wrong', false]);
  await sending.run(() => Promise.resolve());
  expect(sending.problem).toBeUndefined();
  // What is shown of it may be another thing, or nothing.
  await sending.run(
    () => Promise.reject(refused('code-needed')),
    ({ code }) => (code === 'code-needed' ? undefined : expect.fail()),
  );
  expect(sending.problem).toBeUndefined();
});

it('hands on what is no refusal', async () => {
  const sending = new Sending();
  await expect(sending.run(() => Promise.reject(new TypeError('a fault')))).rejects.toThrow('a fault');
  expect(sending.isBusy).toBe(false);
});
