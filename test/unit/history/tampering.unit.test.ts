import { beforeAll, describe, expect, it } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { reportText } from '../../../shared/evidence/verifier/report.ts';
import { verifyBundleBytes } from '../../../shared/evidence/verifier/verify-file.ts';
import { canonical } from '../../../shared/history/canonical.ts';
import { type ChainHead, emptyHead, link } from '../../../shared/history/chain.ts';
import { type Checkpoint, lineOf } from '../../../shared/history/checkpoint.ts';
import type { EventBody, HistoryEvent } from '../../../shared/history/event.ts';
import type { Leaf } from '../../../shared/history/merkle.ts';
import { jsonText } from '../../../shared/history/verification/archive-files.ts';
import { anchorOf } from '../../../shared/history/verification/checkpoints.ts';
import type { FindingKind, Found } from '../../../shared/history/verification/finding.ts';
import type { Inclusion } from '../../../shared/history/verification/leaves.ts';
import { detailsFile, leavesFile, revisionFile } from '../../../shared/history/verification/manifest.ts';
import { verifyChain } from '../../../shared/history/verification/verify-chain.ts';
import { verifyExport } from '../../../shared/history/verification/verify-export.ts';
import {
  aKey,
  eventsIn,
  type Files,
  fitted,
  inclusionIn,
  leavesAt,
  packed,
  periodBundleOf,
  projectBundleOf,
  stopOf,
  unpacked,
  type World,
  worldOf,
} from '../../builders/evidence.ts';
import {
  projects,
  sampleBodies,
  sampleDeclaration,
  sampleDetails,
  sampleRules,
  sampleStops,
} from '../../builders/sample-history.ts';

const [A, B, C] = projects;
const key = aKey();
const world = worldOf(sampleBodies, sampleStops, key);
const contents = {
  kind: 'all' as const,
  texts: new Map([
    ...projects.flatMap((id) => [
      [revisionFile(id, 1), canonical(sampleDeclaration)] as const,
      [detailsFile(id, 4), canonical(sampleDetails)] as const,
    ]),
    [detailsFile('rules', 1), canonical(sampleRules)],
  ]),
};
const of = (id: string) => ({
  kind: 'all' as const,
  texts: new Map([...contents.texts].filter(([name]) => name.includes(id))),
});

const november = { from: '2021-11-01', to: '2021-11-30' };
const project = unpacked(projectBundleOf(world, A, { contents: of(A) }).zip);
const period = unpacked(periodBundleOf(world, null, 4, november, { contents }).zip);

const found = (files: Files, anchors = {}): readonly Found[] =>
  verifyBundleBytes(packed(files), { checkpoints: [], ...anchors }).findings.list;

const bodyOf = ({ chain: _, seq: __, previousHash: ___, hash: ____, ...body }: HistoryEvent): EventBody =>
  body;
const eventsOf = (chain: string): HistoryEvent[] => [...(world.chains.get(chain) ?? [])];
const headOf = (events: readonly HistoryEvent[]): ChainHead => events.at(-1) ?? emptyHead;
const linesOf = (events: readonly unknown[]): string =>
  events.map((event) => `${canonical(event)}\n`).join('');

/** What is done to one chain, and what must be said of it. */
interface Tampering {
  readonly name: string;
  readonly how: (events: HistoryEvent[]) => HistoryEvent[];
  readonly kind: FindingKind;
  readonly at: Partial<Found>;
  /** What an export without signatures can show of it; nothing: it says so in its notes. */
  readonly inExport?: FindingKind;
}

const rehashed = (events: readonly HistoryEvent[], from: number): HistoryEvent[] => {
  const kept = events.slice(0, from - 1);
  const anew = events.slice(from - 1).map((event) => ({ ...bodyOf(event), requestId: '改写' }));
  return [...kept, ...link(events[0]?.chain ?? '', headOf(kept), anew)];
};

const matrix: readonly Tampering[] = [
  {
    name: 'a changed amount',
    how: (events) => events.with(3, { ...events[3], approvedFen: 31_500_000 } as HistoryEvent),
    kind: 'changed',
    at: { seq: 4, field: 'approvedFen' },
    inExport: 'changed',
  },
  {
    name: 'a changed name of who decided',
    how: (events) =>
      events.with(4, {
        ...events[4],
        actor: { ...events[4]?.actor, name: '审核人丙（示例）' },
      } as HistoryEvent),
    kind: 'changed',
    at: { seq: 5, field: 'actor.name' },
    inExport: 'changed',
  },
  {
    name: 'a changed outcome',
    how: (events) => events.with(3, { ...events[3], outcome: 'reject' } as HistoryEvent),
    kind: 'changed',
    at: { seq: 4, field: 'outcome' },
    inExport: 'changed',
  },
  {
    name: 'a changed hash',
    how: (events) => events.with(2, { ...events[2], hash: 'f'.repeat(64) } as HistoryEvent),
    kind: 'changed',
    at: { seq: 3, field: 'hash' },
    inExport: 'changed',
  },
  {
    name: 'a removed event',
    how: (events) => events.toSpliced(2, 1),
    kind: 'removed',
    at: { seq: 3 },
    inExport: 'removed',
  },
  {
    name: 'several removed events',
    how: (events) => events.toSpliced(1, 3),
    kind: 'removed',
    at: { seq: 2, to: 4 },
    inExport: 'removed',
  },
  {
    name: 'two events in the place of each other',
    how: (events) =>
      events
        .with(2, { ...events[3], seq: 3 } as HistoryEvent)
        .with(3, { ...events[2], seq: 4 } as HistoryEvent),
    kind: 'swapped',
    at: { seq: 3 },
    inExport: 'swapped',
  },
  {
    name: 'an event that was added and hashed as the others',
    how: (events) => [
      ...events,
      ...link(A, headOf(events), [{ ...bodyOf(events[5] as HistoryEvent), requestId: 'more' }]),
    ],
    kind: 'put-in',
    at: { seq: 7 },
  },
  {
    name: 'a cut-off tail',
    how: (events) => events.slice(0, 4),
    kind: 'cut-off',
    at: { seq: 5, to: 6 },
  },
  {
    name: 'a chain that was hashed anew from an event on',
    how: (events) => rehashed(events, 3),
    kind: 're-hashed',
    at: { seq: 6 },
  },
  { name: 'a chain that is not there', how: () => [], kind: 'omitted', at: { seq: 1 } },
];

const storages: readonly [string, (one: Tampering) => readonly object[]][] = [
  ['the table', ({ how }) => verifyChain(A, how(eventsOf(A)), headOf(eventsOf(A))).findings ?? []],
  [
    'the bundle of the project',
    ({ how }) => found(fitted({ ...project, 'events.ndjson': linesOf(how(eventsIn(project))) })),
  ],
  [
    'the bundle of a period',
    ({ how }) => {
      const others = eventsIn(period).filter(({ chain }) => chain !== A);
      return found(fitted({ ...period, 'events.ndjson': linesOf([...how(eventsOf(A)), ...others]) }));
    },
  ],
];

describe.each(storages)('in %s', (_, verified) => {
  it.each(matrix.map((one) => [one.name, one] as const))('%s is named where it is', (__, one) => {
    expect(verified(one)).toContainEqual(expect.objectContaining({ kind: one.kind, ...one.at }));
  });
});

const exported = (file: string, filtered = false) => {
  const check = verifyExport('export.ndjson', { filtered });
  check.push(strToU8(file));
  return check.end();
};
const trailer = (events: readonly HistoryEvent[]): string =>
  linesOf([
    {
      trailer: {
        complete: true,
        count: events.length,
        requestedFen: events.reduce((sum, { requestedFen = 0 }) => sum + requestedFen, 0),
        approvedFen: events.reduce((sum, { approvedFen = 0 }) => sum + approvedFen, 0),
      },
    },
  ]);

describe('in an export', () => {
  const all = projects.flatMap(eventsOf).toSorted((a, b) => (a.at < b.at ? -1 : 1));
  const others = all.filter(({ chain }) => chain !== A);

  it('of several chains in the order of time nothing is found', () => {
    expect(exported(linesOf(all) + trailer(all))).toMatchObject({
      holds: true,
      facts: [{ en: '18 events in 3 chains' }],
    });
  });

  it.each(matrix.filter(({ inExport }) => inExport).map((one) => [one.name, one] as const))(
    '%s is named where it is',
    (_, { how, inExport, at }) => {
      const list = exported(linesOf([...how(eventsOf(A)), ...others])).findings.list;
      expect(list).toContainEqual(expect.objectContaining({ kind: inExport, chain: A, ...at }));
    },
  );

  it.each(matrix.filter(({ inExport }) => !inExport).map((one) => [one.name, one] as const))(
    '%s shows in its last line, which counts and sums, where that was left',
    (_, { how, kind }) => {
      const events = [...how(eventsOf(A)), ...others];
      const verdict = exported(linesOf(events) + trailer(all));
      // A chain that was hashed anew has as many events: it shows in a bundle, and the verdict says so.
      expect(verdict.holds).toBe(kind === 're-hashed');
      expect(verdict.notes.map(({ en }) => en).join()).toContain('An export is not signed');
    },
  );

  it('a member that events of its action do not have shows, although it was hashed anew', () => {
    const [first, ...rest] = eventsOf(A);
    const bodies = rest
      .map(bodyOf)
      .map((body) => (body.action === 'approved' ? { ...body, scope: '/' } : body));
    const events = [first, ...link(A, headOf(first ? [first] : []), bodies as EventBody[]), ...others];
    expect(exported(linesOf(events) + trailer(all)).findings.list).toEqual([
      expect.objectContaining({ kind: 'malformed', chain: A, seq: 6, field: 'scope' }),
      expect.objectContaining({ kind: 'changed', field: 'approvedFen' }),
    ]);
  });

  it('a hash that is no text is told, whatever it is', () => {
    const [first, ...rest] = eventsOf(A);
    for (const hash of [{ toString: 0, valueOf: 0 }, 7, null, ['x']])
      for (const broken of [
        { ...first, hash },
        { ...first, previousHash: hash },
      ])
        expect(exported(linesOf([broken, ...rest, ...others])).findings.list).toContainEqual(
          expect.objectContaining({ chain: A, seq: 1, line: 1 }),
        );
  });

  it('that was filtered missing numbers are no finding, and that is said', () => {
    const filtered = exported(
      linesOf(all.filter(({ action }) => action === 'requested' || action === 'approved')),
      true,
    );
    expect(filtered.holds).toBe(true);
    expect(filtered.notes.map(({ en }) => en).join()).toContain('missing numbers were not counted');
    expect(
      exported(linesOf(all.filter(({ action }) => action === 'requested' || action === 'approved'))).holds,
    ).toBe(false);
  });

  it('nothing at all is no export, and neither is a file of something else', () => {
    expect(exported('').holds).toBe(false);
    expect(exported('hello\n').findings.list[0]).toMatchObject({ kind: 'malformed', line: 1 });
    expect(exported(`${'['.repeat(90_000)}\n`).holds).toBe(false);
    expect(exported(`${'x'.repeat(400_000)}\n${linesOf(all)}`).findings.list).toEqual([
      expect.objectContaining({ kind: 'malformed', line: 1 }),
    ]);
    const bad = new Uint8Array([0xff, 0xfe, 10]);
    const check = verifyExport('x', { filtered: false });
    check.push(bad);
    expect(check.end().findings.list[0]).toMatchObject({ kind: 'malformed', line: 1 });
  });
});

describe('in the files beside the events of a bundle', () => {
  const change = (files: Files, name: string, how: (value: never) => unknown): Files =>
    fitted({ ...files, [name]: jsonText(how(JSON.parse(files[name] ?? '') as never)) });

  const cases: readonly [string, () => Files, Partial<Found>][] = [
    [
      'another declaration',
      () => fitted({ ...project, [revisionFile(A, 1)]: '{}' }),
      { kind: 'other-content', chain: A, seq: 2, field: 'contentHash' },
    ],
    [
      'other cuts',
      () => fitted({ ...project, [detailsFile(A, 4)]: '{"cuts":[]}' }),
      { kind: 'other-content', chain: A, seq: 4, field: 'detailsHash' },
    ],
    [
      'a declaration that is missing',
      () => {
        const { [revisionFile(A, 1)]: _, ...rest } = project;
        return fitted(rest);
      },
      { kind: 'missing-file', chain: A, seq: 2 },
    ],
    [
      'a declaration that nobody handed in',
      () => fitted({ ...project, [revisionFile(A, 2)]: '{}' }),
      { kind: 'put-in', file: revisionFile(A, 2) },
    ],
    [
      'a file that the manifest does not name',
      () => ({ ...project, 'note.txt': 'x' }),
      { kind: 'unknown-file', file: 'note.txt' },
    ],
    [
      'a report that was written over',
      () => ({ ...project, 'report.html': 'x' }),
      { kind: 'manifest', file: 'report.html' },
    ],
    [
      'a missing key',
      () => {
        const { 'key.pem': _, ...rest } = project;
        return fitted(rest);
      },
      { kind: 'missing-file', file: 'key.pem' },
    ],
    [
      'a key that is none',
      () => fitted({ ...project, 'key.pem': 'x' }),
      { kind: 'malformed', file: 'key.pem' },
    ],
    [
      'a foreign key',
      () => fitted({ ...project, 'key.pem': aKey().pem }),
      { kind: 'foreign-signature', checkpoint: 4 },
    ],
    [
      'a foreign signature',
      () =>
        change(project, 'checkpoints.json', (list: Checkpoint[]) =>
          list.map((one, at) => (at === 3 ? { ...one, signature: list[2]?.signature } : one)),
        ),
      { kind: 'foreign-signature', checkpoint: 4 },
    ],
    [
      'a checkpoint with another root',
      () =>
        change(project, 'checkpoints.json', (list: Checkpoint[]) =>
          list.with(2, { ...(list[2] as Checkpoint), root: 'f'.repeat(64) }),
        ),
      { kind: 'checkpoint', checkpoint: 3 },
    ],
    [
      'a checkpoint that was taken out',
      () => change(project, 'checkpoints.json', (list: Checkpoint[]) => list.toSpliced(1, 1)),
      { kind: 'checkpoint', checkpoint: 3 },
    ],
    [
      'no checkpoints',
      () => change(project, 'checkpoints.json', () => []),
      { kind: 'malformed', file: 'checkpoints.json' },
    ],
    [
      'a member that stands twice',
      () =>
        fitted({
          ...project,
          'proofs.json': (project['proofs.json'] ?? '').replace('"index"', '"size": 1,\n    "index"'),
        }),
      { kind: 'malformed', file: 'proofs.json' },
    ],
    [
      'a proof of another head',
      () =>
        change(project, 'proofs.json', (list: Inclusion[]) =>
          list.map((one) => ({ ...one, leaf: { ...one.leaf, seq: 5 } })),
        ),
      { kind: 'tree', chain: A },
    ],
    [
      'no proof under the last checkpoint',
      () => change(project, 'proofs.json', (list: Inclusion[]) => list.slice(0, -1)),
      { kind: 'uncovered', chain: A },
    ],
    [
      'no proof under the first one that must have had it',
      () => change(project, 'proofs.json', (list: Inclusion[]) => list.slice(1)),
      { kind: 'uncovered', chain: A, checkpoint: 2 },
    ],
    [
      'a head that was left out of the list',
      () => change(period, leavesFile(4), (list: Leaf[]) => list.filter(({ chain }) => chain !== B)),
      { kind: 'tree', checkpoint: 4 },
    ],
    [
      'heads out of order',
      () => change(period, leavesFile(4), (list: Leaf[]) => list.toReversed()),
      { kind: 'tree', checkpoint: 4 },
    ],
    [
      'a claim of more events',
      () => ({
        ...period,
        'manifest.json': (period['manifest.json'] ?? '').replace(/"events": \d+/, '"events": 99'),
      }),
      { kind: 'manifest', field: 'events' },
    ],
    [
      'a claim of another project',
      () => ({ ...project, 'manifest.json': (project['manifest.json'] ?? '').replace(A, B) }),
      { kind: 'put-in', chain: A },
    ],
    [
      'no manifest that is known',
      () => ({ ...project, 'manifest.json': jsonText({ format: 'other' }) }),
      { kind: 'manifest', file: 'manifest.json' },
    ],
  ];
  it.each(cases)('%s is named', (_, files, expected) => {
    expect(found(files())).toContainEqual(expect.objectContaining(expected));
  });

  it('nothing is found where nothing was done', () => {
    expect(found(project)).toEqual([]);
    expect(found(period)).toEqual([]);
    const later = periodBundleOf(world, 2, 4, { from: '2021-11-04', to: '2021-11-30' });
    expect(verifyBundleBytes(later.zip, { checkpoints: [] }).findings.list).toEqual([]);
  });

  it('a period that begins before its first checkpoint is told', () => {
    const late = unpacked(periodBundleOf(world, 2, 4, november).zip);
    expect(found(late)).toContainEqual(expect.objectContaining({ kind: 'manifest', field: 'from' }));
  });
});

describe('a history that was rewritten by somebody who has the key', () => {
  /** The last two checkpoints are made anew over a rewritten chain; the first two are the true ones. */
  let forged: World;
  beforeAll(() => {
    const events = eventsOf(C);
    // Decided in truth before the third checkpoint; the forger lets nothing have happened then but the request.
    const bodies = events.map(bodyOf);
    const moved = bodies.map((body, at) => (at >= 2 ? { ...body, requestId: '改写' } : body));
    const chains = new Map([...world.chains, [C, link(C, emptyHead, moved)]]);
    const kept = world.stops.slice(0, 3);
    const last = stopOf(
      leavesAt(chains, sampleStops[3] ?? ''),
      sampleStops[3] ?? '',
      kept[2]?.checkpoint,
      key,
    );
    forged = { chains, stops: [...kept, last], key };
  });

  it('is found by the proof under the checkpoint of that day, which was signed before', () => {
    const files = unpacked(projectBundleOf(forged, C).zip);
    expect(found(files)).toContainEqual(
      expect.objectContaining({ kind: 're-hashed', chain: C, seq: 3, checkpoint: 3 }),
    );
  });

  it('is found where that proof is left out, or another is put in its place', () => {
    const files = unpacked(projectBundleOf(forged, C).zip);
    const proofs = JSON.parse(files['proofs.json'] ?? '') as Inclusion[];
    const without = fitted({
      ...files,
      'proofs.json': jsonText(proofs.filter((one) => one.checkpoint !== 3)),
    });
    expect(found(without)).toContainEqual(expect.objectContaining({ kind: 'uncovered', checkpoint: 3 }));
  });

  it('is found in the bundle of a period that begins at that checkpoint', () => {
    const files = unpacked(periodBundleOf(forged, 3, 4, { from: '2021-11-10', to: '2021-11-30' }).zip);
    expect(found(files)).toContainEqual(expect.objectContaining({ kind: 're-hashed', chain: C, seq: 4 }));
  });

  it('is found by a line from a mailbox where every checkpoint was made anew', () => {
    const anew = worldOf(
      new Map([...sampleBodies, [C, (sampleBodies.get(C) ?? []).slice(0, 3)]]),
      sampleStops,
      key,
    );
    const files = unpacked(projectBundleOf(anew, C).zip);
    expect(found(files)).toEqual([]);
    const mailed = anchorOf(lineOf(world.stops[3]?.checkpoint as Checkpoint));
    expect(found(files, { checkpoints: [mailed] })).toEqual([
      expect.objectContaining({ kind: 'anchor', checkpoint: 4 }),
    ]);
    expect(found(project, { checkpoints: [mailed], key: key.id })).toEqual([]);
    expect(found(project, { key: aKey().id })).toEqual([
      expect.objectContaining({ kind: 'foreign-signature' }),
    ]);
  });

  it('is found where the events were dated back', () => {
    const bodies = (sampleBodies.get(C) ?? []).map((body) => ({
      ...body,
      at: body.at.replace('-11-09', '-11-02'),
    }));
    const chains = new Map([...world.chains, [C, link(C, emptyHead, bodies)]]);
    const kept = world.stops.slice(0, 3);
    const last = stopOf(
      leavesAt(chains, sampleStops[3] ?? ''),
      sampleStops[3] ?? '',
      kept[2]?.checkpoint,
      key,
    );
    const whole = { chains, stops: [...kept, last], key };
    const third = kept[2];
    if (!third) throw new Error('There is no third checkpoint');
    expect(() => inclusionIn(world.stops[1] as never, C)).toThrow();
    const files = unpacked(projectBundleOf({ ...whole, stops: [last] }, C).zip);
    expect(found(files)).toContainEqual(expect.objectContaining({ kind: 'uncovered', chain: C }));
  });
});

describe('bytes that are no bundle', () => {
  const of_ = (bytes: Uint8Array) => verifyBundleBytes(bytes, { checkpoints: [] });
  const zip = packed(project);

  it('are refused in plain words, whatever they are', () => {
    for (const bytes of [
      new Uint8Array(),
      strToU8('PK'),
      zip.subarray(0, zip.length - 1),
      zip.subarray(0, 500),
    ]) {
      const verdict = of_(bytes);
      expect(verdict).toMatchObject({ holds: false, findings: { list: [{ kind: 'malformed' }] } });
      expect(reportText(verdict)).not.toContain(' at ');
    }
  });

  it('are refused where a file is larger than it says, or stands there twice', () => {
    const bomb = zipSync({ 'manifest.json': new Uint8Array(5_000_000) });
    const view = new DataView(bomb.buffer, bomb.byteOffset, bomb.byteLength);
    const directory = view.getUint32(bomb.length - 22 + 16, true);
    const claim = (size: number): void => {
      view.setUint32(directory + 24, size, true);
      view.setUint32(22, size, true);
    };
    claim(100);
    expect(of_(bomb).findings.list[0]?.message.en).toBe('it is larger than it claims to be');
    claim(2 ** 31);
    expect(of_(bomb).findings.list[0]?.message.en).toBe('unpacked it would be too large');

    const twice = zipSync({ 'a.txt': strToU8('1'), 'b.txt': strToU8('2') });
    for (let at = 0; at < twice.length; at++)
      if (twice[at] === 'b'.charCodeAt(0)) twice[at] = 'a'.charCodeAt(0);
    expect(of_(twice).findings.list[0]?.message.en).toBe('there is more than one file of this name');
    expect(of_(zipSync({ '../a': strToU8('1') })).findings.list[0]?.message.en).toContain(
      'no name for a file',
    );
  });

  it('are found to be changed wherever one is another, or say the same: bits that fill up, attributes of files', () => {
    for (let at = 3; at < zip.length; at += 97) {
      const changed = zip.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      if (of_(changed).holds) expect(unpacked(changed)).toEqual(project);
    }
  });
});
