import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
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
