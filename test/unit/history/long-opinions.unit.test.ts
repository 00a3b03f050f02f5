import { describe, expect, it } from '@jest/globals';
import { strToU8 } from 'fflate';
import { csvOf } from '../../../functions/history/csv.ts';
import { ndjsonOf } from '../../../functions/history/ndjson.ts';
import { noTotals, withEvents } from '../../../functions/history/totals.ts';
import { verifyBundleBytes } from '../../../shared/evidence/verifier/verify-file.ts';
import { sha256 } from '../../../shared/history/digest.ts';
import type { EventBody } from '../../../shared/history/event.ts';
import { opinionFile } from '../../../shared/history/verification/manifest.ts';
import { verifyExport } from '../../../shared/history/verification/verify-export.ts';
import { type Files, fitted, packed, projectBundleOf, unpacked, worldOf } from '../../builders/evidence.ts';
import { projects, sampleBodies, sampleStops } from '../../builders/sample-history.ts';

/** A sample history in which the approver has said more than an event holds. */
const [id] = projects;
const TEXT = '审定意见：'.repeat(150);
const approverSays = (body: EventBody): EventBody =>
  body.action === 'decided' && body.stage === 'approval' ? { ...body, commentHash: sha256(TEXT) } : body;
const world = worldOf(new Map([[id, (sampleBodies.get(id) ?? []).map(approverSays)]]), sampleStops);
const stored = world.chains.get(id) ?? [];
const seq = stored.find(({ commentHash }) => commentHash !== undefined)?.seq ?? 0;
const told = stored.map((event) =>
  event.action === 'decided' && event.seq === seq ? { ...event, comment: TEXT } : event,
);

const of = { chain: id, seq, field: 'commentHash' };

describe('a bundle with an opinion that is too long for its event', () => {
  const file = opinionFile(id, seq);
  const contents = { kind: 'none' as const, texts: new Map([[file, TEXT]]) };
  const files = unpacked(projectBundleOf(world, id, { contents }).zip);
  const found = (changed: Files) =>
    verifyBundleBytes(packed(fitted(changed)), { checkpoints: [] }).findings.list;

  it('holds with the text, which its report shows', () => {
    expect(found(files)).toEqual([]);
    expect(files[file]).toBe(TEXT);
    expect(files['report.html']).toContain(TEXT);
  });

  it('does not hold with another text, without it, or with one that no event binds', () => {
    expect(found({ ...files, [file]: `${TEXT}。` })).toMatchObject([{ kind: 'other-content', ...of }]);
    const { [file]: _, ...without } = files;
    expect(found(without)).toMatchObject([{ kind: 'missing-file', ...of }]);
    expect(found({ ...files, [opinionFile(id, 1)]: 'x' })).toMatchObject([
      { kind: 'put-in', file: opinionFile(id, 1) },
    ]);
  });
});

describe('an export with an opinion that is too long for its event', () => {
  const totals = withEvents(noTotals, stored);
  const lines = ndjsonOf(told, totals);
  const found = (text: string) => {
    const check = verifyExport('export.ndjson', { filtered: false });
    check.push(strToU8(text));
    return check.end().findings.list;
  };
  const line = lines.split('\n').findIndex((one) => one.startsWith('{"opinion":'));

  it('has it in a line behind the event, and holds', () => {
    expect(JSON.parse(lines.split('\n')[line] ?? '')).toEqual({ opinion: { chain: id, seq, comment: TEXT } });
    expect(JSON.parse(lines.split('\n')[line - 1] ?? '')).toEqual(stored[seq - 1]);
    expect(found(lines)).toEqual([]);
  });

  it('does not hold with another text, without it, with it twice, or in another form', () => {
    expect(found(lines.replace(TEXT, `${TEXT}。`))).toMatchObject([{ kind: 'other-content', ...of }]);
    const others = lines.split('\n').toSpliced(line, 1);
    expect(found(others.join('\n'))).toMatchObject([{ kind: 'removed', ...of, line }]);
    const [said = ''] = lines.split('\n').slice(line);
    expect(found(others.toSpliced(line, 0, said, said).join('\n'))).toMatchObject([
      { kind: 'put-in', ...of, line: line + 2 },
    ]);
    expect(
      found(others.toSpliced(line, 0, said.replace('{"opinion"', '{ "opinion"')).join('\n')),
    ).toMatchObject([{ kind: 'malformed', line: line + 1 }, { kind: 'removed' }]);
  });

  it('as a table has it whole in its column', () => {
    expect(csvOf(told, { first: true, trailer: totals })).toContain(TEXT);
    expect(csvOf(stored, { first: true, trailer: totals })).not.toContain(TEXT);
  });
});
