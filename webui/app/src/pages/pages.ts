// The pages: where each is, what one must be allowed to see it, and the file that is loaded when it is opened.
import {
  BookUser,
  Building,
  CalendarClock,
  Hash,
  History,
  House,
  KeyRound,
  Mail,
  MapPin,
  PhoneCall,
  ShieldCheck,
  UserRound,
} from '@lucide/svelte';
import type { Component } from 'svelte';
import type { Permission } from '../session.svelte';
import type { Words } from '../words/en';

export type Page = {
  /** The first part of its path. */
  path: string;
  /** What it is called in the menu. */
  title: (words: Words) => string;
  /** What else one might look for who wants it. */
  also?: (words: Words) => string;
  icon: typeof House;
  /** Who may see it: with this permission; without one, whoever has signed in. */
  needs?: Permission;
  /** Whether it lies behind *My company* in the menu (F-18). */
  isOfCompany?: boolean;
  /** What is about one's own; the others are about the organisation (F-14). */
  isOwn?: boolean;
  load: () => Promise<{ default: Component }>;
};

/** In the order of the menu. */
export const PAGES: Page[] = [
  {
    path: 'home',
    title: (t) => t.shell.home,
    icon: House,
    needs: 'status-read',
    load: () => import('./home/Home.svelte'),
  },
  {
    path: 'people',
    title: (t) => t.shell.people,
    icon: BookUser,
    needs: 'people-read',
    load: () => import('./people/People.svelte'),
  },
  {
    path: 'call-history',
    title: (t) => t.shell.calls,
    icon: PhoneCall,
    needs: 'call-history-read',
    load: () => import('./call-history/CallHistory.svelte'),
  },
  {
    path: 'portal-users',
    title: (t) => t.shell.portalUsers,
    icon: KeyRound,
    needs: 'portal-users-read',
    isOfCompany: true,
    load: () => import('./portal-users/PortalUsers.svelte'),
  },
  {
    path: 'roles',
    title: (t) => t.shell.roles,
    icon: ShieldCheck,
    needs: 'portal-users-read',
    isOfCompany: true,
    load: () => import('./roles/Roles.svelte'),
  },
  {
    path: 'office',
    title: (t) => t.office.office.title,
    also: (t) => t.office.office.also,
    icon: Building,
    needs: 'office-read',
    isOfCompany: true,
    load: () => import('./office/Office.svelte'),
  },
  {
    path: 'sites',
    title: (t) => t.office.sites.title,
    also: (t) => t.office.sites.also,
    icon: MapPin,
    needs: 'office-read',
    isOfCompany: true,
    load: () => import('./sites/Sites.svelte'),
  },
  {
    path: 'schedules',
    title: (t) => t.office.schedules.title,
    also: (t) => t.office.schedules.also,
    icon: CalendarClock,
    needs: 'office-read',
    isOfCompany: true,
    load: () => import('./schedules/Schedules.svelte'),
  },
  {
    path: 'numbers',
    title: (t) => t.office.numbers.title,
    also: (t) => t.office.numbers.also,
    icon: Hash,
    needs: 'numbers-read',
    isOfCompany: true,
    load: () => import('./numbers/Numbers.svelte'),
  },
  {
    path: 'mail',
    title: (t) => t.office.mail.title,
    also: (t) => t.office.mail.also,
    icon: Mail,
    needs: 'settings-read',
    isOfCompany: true,
    load: () => import('./mail/Mail.svelte'),
  },
  {
    path: 'audit',
    title: (t) => t.shell.audit,
    icon: History,
    needs: 'audit-read',
    isOfCompany: true,
    load: () => import('./audit/Audit.svelte'),
  },
  { path: 'me', title: (t) => t.shell.me, icon: UserRound, isOwn: true, load: () => import('./me/Me.svelte') },
];

/** The page of this path ("people" for /people and all below it). */
export function pageAt(first: string | undefined): Page | undefined {
  return PAGES.find((page) => page.path === first);
}
