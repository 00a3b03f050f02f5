import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { givenFile } from '../../../shared/evidence/verifier/given-files.ts';
import { verifyBundleBytes } from '../../../shared/evidence/verifier/verify-file.ts';
import { anchorOf } from '../../../shared/history/verification/checkpoints.ts';
import { packed, unpacked } from '../../builders/evidence.ts';

const folder = join(import.meta.dirname, '..', '..', 'fixtures', 'golden');

// Handed out once, for good: they are never made again. A later format gets files of its own beside these.
const KEY = 'f80df06880e55c4cf9f1f8863c45de39505f31a0358be0d59675d9a48fb8510b';
const LINE =
  'countersign checkpoint 4 2021-11-30T16:00:00.000Z 19 events 79062f39c4bd56f6d447a5bef1ebc9e7f6bcacaed2b485e4f161749bfb58aec1';

describe.each(['evidence-project-1.zip', 'evidence-period-1.zip'])('%s, as it was handed out', (name) => {
  const bytes = new Uint8Array(readFileSync(join(folder, name)));
  const anchor = anchorOf(LINE);
  const anchors = { key: KEY, checkpoints: anchor ? [anchor] : [] };

  it('is accepted by this verifier, with the key and the line that were known then', () => {
    expect(anchors.checkpoints).toHaveLength(1);
    const verdict = verifyBundleBytes(bytes, anchors);
    expect(verdict.findings.list).toEqual([]);
    expect(verdict).toMatchObject({ holds: true, notes: [] });
  });

  it('is no longer accepted when a word in it is another', () => {
    const files = unpacked(bytes);
    const events = (files['events.ndjson'] ?? '').replace('同意', '不同意');
    expect(verifyBundleBytes(packed({ ...files, 'events.ndjson': events }), anchors).holds).toBe(false);
  });
});

// Of the first release with attached files: one with them, and one whose files came in two parts.
const KEY_OF_ATTACHED = 'bfaf17bbba48724210332ade27be1d2605b996292cec37ea7d4556aadc7ac6ce';
const LINE_OF_ATTACHED =
  'countersign checkpoint 4 2021-11-30T16:00:00.000Z 19 events 74ffe03f4f9ee2e531b09ba06d2e8fcb29f00545bd31942ba4727f91d6f19af6';

describe('bundles with attached files, as they were handed out', () => {
  const read = (name: string) => new Uint8Array(readFileSync(join(folder, name)));
  const anchor = anchorOf(LINE_OF_ATTACHED);
  const anchors = { key: KEY_OF_ATTACHED, checkpoints: anchor ? [anchor] : [] };
  const parts = [1, 2].map((part) => {
    const name = `evidence-attached-2-files-${part}-of-2.zip`;
    return givenFile(name, read(name));
  });

  it.each([
    ['evidence-attached-1.zip', []],
    ['evidence-attached-2.zip', parts],
  ])('%s is accepted with its files', (name, given) => {
    const verdict = verifyBundleBytes(read(name), anchors, given);
    expect(verdict.findings.list).toEqual([]);
    expect(verdict).toMatchObject({ holds: true, notes: [] });
    expect(verdict.facts.map(({ en }) => en).join()).toContain('4 attached files');
  });
});
