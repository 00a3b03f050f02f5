import { constants, deflateSync, inflateSync } from 'node:zlib';
import type { Item } from '../store/database.ts';
import { type ProjectRecord, projectRecord, type RequestRecord, requestRecord } from './records.ts';

/**
 * How records and requests stand in their items. What a condition, an update or an index names is an attribute; all the
 * rest is packed into one, so that the item stays below 1,024 bytes: each begun kilobyte costs a write unit, in a
 * transaction two. Earlier releases wrote every member as an attribute; both are read.
 */

/**
 * What a stored text may point back into. It is part of every item that was packed with it, and never changes: the
 * bytes name it by its checksum, and another dictionary would come beside this one. The most frequent stands last.
 */
const DICTIONARY = Buffer.from(
  [
    '"undone":[],"former":[{"given":true,"urgedAt":"202,"times":2,"renewals":1,"movedAt":"202,"marks":["mailbox-changed","post-given"],',
    '"undeliveredAt":"202,"onBehalfOf":","onBehalfOfId":","copiedFrom":"20,"passedOver":[],"round":","maskedTitle":",',
    '"fields":["/,"supplied":{"/,"cuts":[{"line":0,"amountFen":,"reason":","to":"previous-stage","outcome":"reject","outcome":"return",',
    '"proof":"session","via":"session","withdrawn","rejected","returned","draft","state":"approved",null,"requestedFen":null,',
    '{"formVersion":2,"unit":{"id":"11,"name":"昆明市局"},"savedAt":"2026-T0.Z","editors":["submitter"],',
    '"submittedBy":{"id":"submitter","name":"经办人"},"findings":{"errors":0,"warnings":1},"objections":[],"attempt":1,',
    '"listing":{"title":"安全生产工作经费项目","budgetYear":202,"at":"2026-T0.Z"},"finance":"11',
    '"flow":{"revision":1,"requestedFen":000000,"approvedFen":000000,"contentHash":","shownHash":","authors":["submitter"],"deciders":[',
    '{"stage":"finance-review","revision":1,"person":"reviewer"},{"stage":"approval","revision":1,"person":"approver"}],"state":"in-review",',
    '"asked":{"stage":"approval","revision":1,"assignees":["approver"],"approvals":[]}},',
    '{"projectId":"2021-,"revision":1,"stage":"finance-review","assignees":[{"id":"reviewer","name":"审核人","mailbox":"c4bba"}],"listed":true,',
    '"holders":["reviewer"],"deadline":"2026-T10:00:00.000Z","title":","unitName":","askedUnit":"11,"calendar":"chinese-days 1.5.7 (2)","steps":0,',
    '"decisions":[{"outcome":"approve","at":"2026-T0.Z","by":{"id":"approver","name":"审批人","role":"approver","via":"link"},',
    '"contentHash":","proof":"link","comment":"同意","approvedFen":000000}]}',
  ].join(''),
);

// Texts of a kilobyte: a window and tables of the usual size would cost more to set up than the packing itself.
const PACKING = { dictionary: DICTIONARY, windowBits: 12, memLevel: 5, level: constants.Z_BEST_COMPRESSION };

/** An item of which only the named attributes stand by themselves. */
function packed(item: Item, named: ReadonlySet<string>): Item {
  const members = Object.entries(item);
  const rest = Object.fromEntries(members.filter(([name]) => !named.has(name)));
  return {
    ...Object.fromEntries(members.filter(([name]) => named.has(name))),
    body: new Uint8Array(deflateSync(JSON.stringify(rest), PACKING)),
  };
}

/** An item with every member as an attribute, as earlier releases wrote it. What stands by itself is the newer. */
export function unpacked({ body, ...named }: Item): Item {
  if (body === undefined) return named;
  if (!(body instanceof Uint8Array)) throw new TypeError('A packed item is not bytes');
  const rest: Item = JSON.parse(inflateSync(body, { dictionary: DICTIONARY }).toString('utf8'));
  return { ...rest, ...named };
}

const KEY = ['pk', 'sk'];
const DUE = ['due', 'dueAt'];

const RECORD_NAMED: ReadonlySet<string> = new Set([
  ...KEY,
  ...DUE,
  // What conditions compare.
  ...['head', 'version', 'listed'],
  // What the index by unit holds.
  ...['unitId', 'createdAt', 'id', 'form', 'title', 'budgetYear', 'state', 'revision'],
  ...['requestedFen', 'approvedFen'],
]);

export const packedRecord = (item: Item): Item => packed(item, RECORD_NAMED);

/** @throws ZodError where an item is no record */
export const storedRecord = (item: Item): ProjectRecord => projectRecord.parse(unpacked(item));

const REQUEST_NAMED: ReadonlySet<string> = new Set([
  ...KEY,
  ...DUE,
  // What conditions compare, and what is updated in place.
  ...['status', 'requestedAt', 'token', 'tokenOrder', 'openedAt', 'openedBy'],
]);

/** What the index by the asked unit holds. */
const ASKED_NAMED: ReadonlySet<string> = new Set([
  ...REQUEST_NAMED,
  ...[
    'askedUnit',
    'deadline',
    'projectId',
    'stage',
    'assignees',
    'title',
    'unitName',
    'requestedFen',
    'revision',
  ],
]);

/**
 * A task token as it is stored: those of Step Functions are base64, and as bytes a quarter shorter. Whatever is not
 * stands as text.
 */
export function tokenAttribute(token: string): string | Uint8Array {
  const bytes = Buffer.from(token, 'base64');
  return bytes.toString('base64') === token ? new Uint8Array(bytes) : token;
}

/** @param isIndexed whether the index by the asked unit finds it */
export const packedRequest = (
  { token, ...item }: Item & { readonly token: string },
  isIndexed: boolean,
): Item => packed({ ...item, token: tokenAttribute(token) }, isIndexed ? ASKED_NAMED : REQUEST_NAMED);

/**
 * A request's item with its token as text.
 * @internal
 */
export function unpackedRequest(item: Item): Item {
  const { token, ...rest } = unpacked(item);
  return { ...rest, token: token instanceof Uint8Array ? Buffer.from(token).toString('base64') : token };
}

/** @throws ZodError where an item is no request */
export const storedRequest = (item: Item): RequestRecord => requestRecord.parse(unpackedRequest(item));
