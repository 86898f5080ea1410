// Which day it is for the reader. A page that is left open overnight says in the morning that it was yesterday.
import { type CalendarDate, fromDate, toCalendarDate, today } from '@internationalized/date';
import { createSubscriber } from 'svelte/reactivity';
import { day, time, zone } from './format';

const LOOK_MS = 15_000;

const whenItTurns = createSubscriber((update) => {
  let shown = today(zone()).toString();
  const look = () => {
    const is = today(zone()).toString();
    if (is === shown) return;
    shown = is;
    update();
  };
  const again = setInterval(look, LOOK_MS);
  // A computer that slept through midnight.
  document.addEventListener('visibilitychange', look);
  return () => {
    clearInterval(again);
    document.removeEventListener('visibilitychange', look);
  };
});

/** The day it is in the reader's zone; what shows it is made anew when it turns. */
export function todayHere(): CalendarDate {
  whenItTurns();
  return today(zone());
}

/** How many days ago something was, by the reader's calendar: 0 today, 1 yesterday, however long those days were. */
export function daysAgo(at: string): number {
  return todayHere().compare(toCalendarDate(fromDate(new Date(at), zone())));
}

/** A moment as one reads it in a list: of today the time is enough. */
export function near(at: string): string {
  return daysAgo(at) === 0 ? time(at) : `${day(at)}, ${time(at)}`;
}
