import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll } from '@jest/globals';
import { type Resources, resolveAssembly } from '../../infra/local/assembly/resources.ts';
import type { HostClock } from '../../infra/local/clock.ts';
import type { Lambda } from '../../infra/local/services/lambda/lambda.ts';
import { openStore, type Store } from '../../infra/local/services/s3/store.ts';
import type { ServiceEvent } from '../../infra/local/services/schedules/event-rules.ts';

/** A folder that is removed after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'local-host-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export const places = {
  product: 'http://localhost:3000',
  issuer: 'http://localhost:3001/issuer',
  services: 'http://127.0.0.1:4000',
};

interface FixtureStack {
  readonly resources: Readonly<
    Record<string, { Type: string; Properties?: object; path?: string; Condition?: string }>
  >;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly conditions?: Readonly<Record<string, unknown>>;
  readonly mappings?: Readonly<Record<string, unknown>>;
  readonly outputs?: readonly { id: string; value: unknown; exportName?: unknown }[];
}

/** Resources of hand-written stacks, resolved as those of a synthesized template are. */
export function resourcesOf(
  stacks: Readonly<Record<string, FixtureStack>>,
  assets: Readonly<Record<string, string>> = {},
): Resources {
  return resolveAssembly(
    {
      assets: new Map(Object.entries(assets)),
      stacks: Object.entries(stacks).map(([name, stack]) => ({
        name,
        environment: { account: '000000000000', region: 'us-east-1' },
        resources: new Map(
          Object.entries(stack.resources).map(([id, { Type, Properties, path, Condition }]) => [
            id,
            {
              id,
              stack: name,
              type: Type,
              path: path ?? `${name}/${id}/Resource`,
              properties: { ...Properties },
              condition: Condition,
            },
          ]),
        ),
        parameters: new Map(Object.entries(stack.parameters ?? {})),
        conditions: stack.conditions ?? {},
        mappings: stack.mappings ?? {},
        outputs: (stack.outputs ?? []).map((output) => ({ exportName: undefined, ...output })),
      })),
    },
    places,
  );
}

/** A clock that stands still until a test moves it; real time moves as it does. */
export function standingClock(start = Date.parse('2026-03-02T08:00:00Z')): HostClock {
  const offset = new SharedArrayBuffer(8);
  const listeners: (() => void)[] = [];
  let now = start;
  return {
    offset,
    real: () => Date.now(),
    now: () => now,
    advance(seconds) {
      now += seconds * 1000;
      for (const listener of listeners) listener();
    },
    onAdvance: (listener) => void listeners.push(listener),
  };
}

/** The host's database, in memory unless a test wants to open it twice. */
export function hostDatabase(file = ':memory:'): DatabaseSync {
  return new DatabaseSync(file);
}

/** The buckets of a template; what they tell EventBridge is kept. */
export function storeOf(
  options: Pick<Parameters<typeof openStore>[0], 'resources' | 'folder' | 'clock'> &
    Partial<Parameters<typeof openStore>[0]>,
): Store & { readonly events: ServiceEvent[] } {
  const events: ServiceEvent[] = [];
  const store = openStore({
    database: hostDatabase(),
    putEvent: async (event) => void events.push(event),
    report: () => {},
    ...options,
  });
  return { ...store, events };
}

type Answer = Awaited<ReturnType<Lambda['invoke']>>;

interface Call {
  readonly name: string;
  readonly payload: unknown;
  readonly patience: Parameters<Lambda['invoke']>[2];
}

/** Functions that a test answers for; what is not used in a test fails when touched. */
export function functionsOf(
  answer: (name: string, payload: unknown) => Answer | Promise<Answer>,
): Lambda & { readonly calls: Call[] } {
  const calls: Call[] = [];
  const listeners: Parameters<Lambda['onFinished']>[0][] = [];
  const nameOf = (arn: string) =>
    arn.startsWith('arn:') ? (arn.split(':')[6] ?? arn) : (arn.split(':')[0] ?? arn);
  return {
    calls,
    nameOf,
    onFinished: (listener) => void listeners.push(listener),
    async invoke(arn, payload, patience) {
      const name = nameOf(arn);
      calls.push({ name, payload, patience });
      const result = await answer(name, payload);
      for (const listener of listeners) listener({ name, failed: 'error' in result, counted: [] });
      return result;
    },
    kill: () => undefined,
    metrics() {
      throw new Error('Not part of this test');
    },
    close: async () => {},
  };
}

/** No policy stands in the way: for a test that is about something else. */
export const anybody = { admit: () => undefined, refusalToInvoke: () => undefined };

/** Waits until something holds; what never holds fails the test by its own name. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs = 15_000,
): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`Waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Writes a bundle as an asset would hold it; returns its folder. */
export function bundle(folder: string, name: string, source: string): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'index.mjs'), source);
  return path;
}
