import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { requestKey } from '../../../shared/project/keys.ts';
import type { RequestRecord } from '../../../shared/project/records.ts';
import { packedRequest, storedRequest, unpacked } from '../../../shared/project/stored.ts';

const approver = { id: 'approver', name: '审批人戊（示例）' };
const contentHash = '90cd146338de48e1d18055918c907cc51e93888ea37920310faf7db1559483ca';
const request: RequestRecord = {
  projectId: '2021-7K3M-9QXD',
  revision: 1,
  stage: 'approval',
  assignees: [{ ...approver, mailbox: 'c4bba771fcc5b895' }],
  status: 'decided',
  listed: true,
  requestedAt: '2026-11-05T00:41:02.000Z',
  deadline: '2026-11-12T10:00:00.000Z',
  contentHash,
  holders: ['approver'],
  title: '安全生产组织协调建设工作经费',
  unitName: '昆明市呈贡区应急管理局',
  requestedFen: 31_500_000,
  // As long as those of Step Functions.
  token: randomBytes(412).toString('base64'),
  tokenOrder: '2026-11-05T00:41:02.000Z#0000',
  calendar: 'chinese-days 1.5.7 (2)',
  steps: 0,
  dueAt: '2026-11-09T01:00:00.000Z',
  openedAt: '2026-11-05T02:41:02.000Z',
  openedBy: [{ id: 'approver', at: '2026-11-05T02:41:02.000Z' }],
  decisions: [
    {
      outcome: 'approve',
      at: '2026-11-05T02:45:02.000Z',
      by: { ...approver, role: 'approver', via: 'link' },
      contentHash,
      proof: 'link',
      comment: '同意。',
      approvedFen: 31_500_000,
    },
  ],
};
const key = requestKey(request.projectId, request.revision, request.stage);
const item = { ...key, ...request };

/** As DynamoDB counts: names and values in bytes; a list or map three more, and one for each that is in it. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (value instanceof Uint8Array) return value.byteLength;
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + sizeOf(one) + 1, 3);
  if (typeof value !== 'object' || value === null) return 8;
  return Object.entries(value).reduce((sum, [name, one]) => sum + name.length + sizeOf(one) + 1, 3);
}

describe('a packed item', () => {
  it.each([true, false])('comes back as it was; in the index by the asked unit: %s', (isIndexed) => {
    const packed = packedRequest({ ...item, askedUnit: '11530121MB100023X0' }, isIndexed);
    expect('askedUnit' in packed).toBe(isIndexed);
    expect(storedRequest(packed)).toEqual({ ...request, askedUnit: '11530121MB100023X0' });
  });

  it('of a usual request is written with one unit, its decision included', () => {
    expect(sizeOf(item)).toBeGreaterThan(1024);
    expect(sizeOf(packedRequest(item, false))).toBeLessThanOrEqual(1024);
  });

  it('is what an update in place has made of it since', () => {
    const packed = { ...packedRequest(item, false), status: 'closed' };
    expect(storedRequest(packed).status).toBe('closed');
  });

  it('keeps a token that is no base64 as text', () => {
    const packed = packedRequest({ ...item, token: 'lost-with-the-record' }, false);
    expect(packed.token).toBe('lost-with-the-record');
    expect(storedRequest(packed).token).toBe('lost-with-the-record');
  });

  it('opens for ever: these bytes were written by the release that began to pack', () => {
    const body = 'SOZI5S8wq0YvakyNDQyNDH2dDE0tTCwMDSKUsJQ9EztebFn4tGfX011TnjUsfb5u4fMJbdACCVfRgygRagE67i+i';
    expect(unpacked({ version: 3, body: new Uint8Array(Buffer.from(body, 'base64')) })).toEqual({
      version: 3,
      unit: { id: '11530121MB1584810X', name: '昆明市呈贡区应急管理局' },
      editors: ['submitter'],
      attempt: 1,
    });
  });

  it('of an earlier release, which packed nothing, is read as it is', () => {
    expect(storedRequest(item)).toEqual(request);
  });

  it('that is no bytes is refused', () => {
    expect(() => unpacked({ body: 'text' })).toThrow(TypeError);
  });
});
