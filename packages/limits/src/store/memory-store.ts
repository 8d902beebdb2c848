import { refusals } from './admission.ts';
import type { LimitLine, LimitStore, LineReading, StoreSettlement, StoreVerdict } from './limit-store.ts';
import { MemoryLine } from './memory-line.ts';
import { untilNextDay, utcDay } from './window.ts';

interface RunningHold {
  readonly lines: readonly MemoryLine[];
  readonly expiresAt: number;
}

interface Group {
  readonly lines: Map<string, MemoryLine>;
  readonly holds: Map<string, RunningHold>;
}

/**
 * Counts limits in this process.
 *
 * Everything is forgotten when the process ends; several processes need `sqliteStore` or `redisStore`. Lines that
 * have nothing left to say are dropped, so any number of keys may come and go.
 */
export function memoryStore(): LimitStore {
  const groups = new Map<string, Group>();
  const clock = steadyClock();
  let operations = 0;

  const groupOf = (name: string): Group => {
    const known = groups.get(name);
    if (known !== undefined) return known;
    const group: Group = { lines: new Map(), holds: new Map() };
    groups.set(name, group);
    return group;
  };
  const lineOf = (group: Group, key: string): MemoryLine => {
    const known = group.lines.get(key);
    if (known !== undefined) return known;
    const line = new MemoryLine();
    group.lines.set(key, line);
    return line;
  };
  const expire = (group: Group, now: number): void => {
    // Holds were written in the order of their deadlines, unless their times to live differ: then a later one waits.
    for (const [id, hold] of group.holds) {
      if (hold.expiresAt > now) break;
      endHold(group, id);
    }
  };

  return {
    async reserve(reservation): Promise<StoreVerdict> {
      const now = reservation.now ?? clock();
      const group = groupOf(reservation.group);
      if (++operations % 1024 === 0) sweep(groups, now);
      expire(group, now);
      const day = utcDay(reservation.now ?? Date.now());
      const found = reservation.lines.map((line) => lineOf(group, line.key));
      const before = read(reservation.lines, found, reservation.tokens, now, day, reservation.now);
      const refused = reservation.lines.some(
        (line, at) => refusals(line, before[at] as LineReading, reservation.tokens).length > 0,
      );
      if (refused) return { admitted: false, readings: before, born: 'memory', day };
      for (const [at, line] of found.entries()) {
        line.charge(reservation.id, reservation.tokens, now, day, (reservation.lines[at] as LimitLine).limits);
      }
      group.holds.set(reservation.id, { lines: found, expiresAt: now + reservation.ttlMs });
      const readings = read(reservation.lines, found, reservation.tokens, now, day, reservation.now);
      return { admitted: true, readings, born: 'memory', day };
    },

    async settle({ reservation, verdict, tokens, countedAt, now }: StoreSettlement): Promise<void> {
      const group = groupOf(reservation.group);
      expire(group, now ?? clock());
      const held = endHold(group, reservation.id);
      // After its hold expired a reservation stays charged in full; only what exceeds that is still to be recorded.
      if (!held && (tokens === undefined || tokens <= reservation.tokens)) return;
      for (const { key } of reservation.lines) {
        const line = lineOf(group, key);
        line.correct(reservation.id, reservation.tokens, tokens, verdict.day, countedAt);
      }
    },

    async peek(name, lines, at): Promise<readonly LineReading[]> {
      const now = at ?? clock();
      const group = groupOf(name);
      expire(group, now);
      const found = lines.map((line) => lineOf(group, line.key));
      return read(lines, found, 0, now, utcDay(at ?? Date.now()), at);
    },

    async holds(name, now): Promise<number> {
      const group = groupOf(name);
      expire(group, now ?? clock());
      return group.holds.size;
    },

    async close(): Promise<void> {
      groups.clear();
    },
  };
}

function endHold(group: Group, id: string): boolean {
  const hold = group.holds.get(id);
  if (hold === undefined) return false;
  group.holds.delete(id);
  for (const line of hold.lines) line.running -= 1;
  return true;
}

function read(
  lines: readonly LimitLine[],
  found: readonly MemoryLine[],
  tokens: number,
  now: number,
  day: number,
  at: number | undefined,
): LineReading[] {
  const dayResetMs = untilNextDay(at ?? Date.now());
  return found.map((line, index) => line.read(lines[index] as LimitLine, tokens, now, day, dayResetMs));
}

function sweep(groups: Map<string, Group>, now: number): void {
  const day = utcDay(Date.now());
  for (const [name, group] of groups) {
    for (const [key, line] of group.lines) if (line.isIdle(now, day)) group.lines.delete(key);
    if (group.lines.size === 0 && group.holds.size === 0) groups.delete(name);
  }
}

/** Wall-clock milliseconds that never step: a corrected system clock neither frees a window nor locks it. */
function steadyClock(): () => number {
  const origin = Date.now() - performance.now();
  return () => origin + performance.now();
}
