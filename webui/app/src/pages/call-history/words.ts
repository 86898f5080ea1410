// What the parts of a call are called.
import type { Schema } from '../../api/client';
import { t } from '../../words/words.svelte';

type Call = Schema<'CallRow'>;

/** A side of a call: its name, else its number, else that it is not known. */
export function called(party: Schema<'Party'>): string {
  return party.name || party.number || t().calls.anonymous;
}

/** "Anna Weber (201)" */
export function calledWhole(party: Schema<'Party'>): string {
  return party.name && party.number ? `${party.name} (${party.number})` : called(party);
}

/** How it ended, or that it goes on. */
export function result(call: Call): { kind: 'plain' | 'good' | 'warn' | 'bad'; text: string } {
  const { disposition } = call;
  if (!disposition) return { kind: 'warn', text: t().calls.lives };
  const kind = {
    answered: 'good',
    cancelled: 'plain',
    'no-answer': 'plain',
    busy: 'plain',
    declined: 'plain',
  } as const;
  return { kind: kind[disposition as keyof typeof kind] ?? 'bad', text: t().calls.dispositions[disposition] };
}

/** What a leg's sound was like: from 4 on nobody complains, below 3.1 many do (ITU-T G.107, table B.1). */
export function verdict(sound: Schema<'Sound'>): { kind: 'good' | 'warn' | 'bad'; text: string } {
  const { mos } = sound;
  if (mos === null) return { kind: 'bad', text: t().calls.sounds.none };
  if (mos >= 4) return { kind: 'good', text: t().calls.sounds.good };
  if (mos >= 3.1) return { kind: 'warn', text: t().calls.sounds.fair };
  return { kind: 'bad', text: t().calls.sounds.bad };
}

/** The share of packets that never came. */
export function lossOf(sound: Schema<'Sound'>): number {
  const all = sound.packets_received + sound.packets_lost;
  return all === 0 ? 0 : sound.packets_lost / all;
}
