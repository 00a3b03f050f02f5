import { describe, expect, it } from '@jest/globals';
import {
  type AttachmentRecord,
  contents,
  isUsable,
  type ScanRules,
  scans,
  statusOf,
} from '../../../shared/attachments/record.ts';

const lenient: ScanRules = { unscannedFiles: 'mark', lockedFiles: 'allow' };
const strict: ScanRules = { unscannedFiles: 'refuse', lockedFiles: 'refuse' };
type Facts = Pick<AttachmentRecord, 'arrivedAt' | 'content' | 'scan'>;
const arrivedAt = '2026-03-02T01:00:00.000Z';

const told = (facts: Facts, rules = lenient): string => {
  const { status, reason } = statusOf(facts, rules);
  return reason === null ? status : `${status}: ${reason}`;
};

describe('how an attachment stands', () => {
  it.each<[Facts, string, string]>([
    [{}, 'awaiting', 'awaiting'],
    [{ arrivedAt }, 'uploaded', 'uploaded'],
    [{ arrivedAt, content: 'fits' }, 'uploaded', 'uploaded'],
    [{ arrivedAt, scan: 'clean' }, 'uploaded', 'uploaded'],
    [{ arrivedAt, content: 'fits', scan: 'clean' }, 'clean', 'clean'],
    [{ arrivedAt, content: 'differs', scan: 'clean' }, 'refused: content', 'refused: content'],
    [{ arrivedAt, content: 'differs' }, 'refused: content', 'refused: content'],
    [{ arrivedAt, content: 'fits', scan: 'malware' }, 'refused: malware', 'refused: malware'],
    [{ arrivedAt, content: 'differs', scan: 'malware' }, 'refused: malware', 'refused: malware'],
    [{ arrivedAt, content: 'locked', scan: 'clean' }, 'unscannable: locked', 'refused: locked'],
    [{ arrivedAt, content: 'locked', scan: 'none' }, 'unscannable: locked', 'refused: locked'],
    [{ arrivedAt, content: 'locked' }, 'uploaded', 'refused: locked'],
    [{ arrivedAt, content: 'fits', scan: 'none' }, 'unscannable: unscanned', 'refused: unscanned'],
    [{ arrivedAt, content: 'fits', scan: 'impossible' }, 'unscannable: unscanned', 'refused: unscanned'],
    // A scan that answers before anybody is told that the bytes are there.
    [{ scan: 'clean' }, 'awaiting', 'awaiting'],
    [{ scan: 'malware' }, 'refused: malware', 'refused: malware'],
    [{ content: 'fits', scan: 'clean' }, 'awaiting', 'awaiting'],
  ])('%j is %s, and %s where the office refuses what cannot be scanned', (facts, mildly, strictly) => {
    expect([told(facts), told(facts, strict)]).toEqual([mildly, strictly]);
  });

  it('is usable only once it arrived, is what its name says, and no malware was found', () => {
    for (const arrived of [undefined, arrivedAt])
      for (const content of [undefined, ...contents])
        for (const scan of [undefined, ...scans])
          for (const rules of [lenient, strict]) {
            const facts: Facts = {
              ...(arrived ? { arrivedAt: arrived } : {}),
              ...(content ? { content } : {}),
              ...(scan ? { scan } : {}),
            };
            if (!isUsable(statusOf(facts, rules))) continue;
            expect(arrived).toBe(arrivedAt);
            expect(['fits', 'locked', ...(scan === 'impossible' ? [undefined] : [])]).toContain(content);
            expect(scan === undefined || scan === 'malware').toBe(false);
          }
  });
});
