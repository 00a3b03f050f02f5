import { renderToString } from 'preact-render-to-string';
import { type Checkpoint, lineOf } from '../../history/checkpoint.ts';
import type { HistoryEvent } from '../../history/event.ts';
import type { AttachmentIndex, IndexedFile } from '../../history/verification/attachment-index.ts';
import { sizeText } from '../../history/verification/attachment-messages.ts';
import type { Manifest } from '../../history/verification/manifest.ts';
import { actorName, eventTitle } from '../../pages/event-text.ts';
import { roleWords } from '../../pages/words/common.ts';
import { amountText } from '../../values/amount-text.ts';
import { shownText } from '../../values/text.ts';
import { stampOf } from '../../values/when.ts';
import { reportStyle } from './report-style.ts';

/** The report in a bundle: for reading, in both languages, one file without scripts. */

/** A table of more rows nobody reads; all events are in `events.ndjson`. */
const MOST_ROWS = 2000;

export interface ReportParts {
  readonly claim: Pick<Manifest, 'madeAt' | 'madeBy' | 'product' | 'contents'>;
  /** The project's number, or the period's days. */
  readonly subject: string;
  readonly events: readonly HistoryEvent[];
  readonly chains: number;
  readonly attachments: AttachmentIndex | undefined;
  readonly last: Checkpoint;
  readonly fingerprint: string;
  readonly stageLabel: (id: string, lang: 'zh' | 'en') => string;
}

function Both({ zh, en }: { zh: string; en: string }) {
  return (
    <>
      {zh} <span lang="en">{en}</span>
    </>
  );
}

function Head({ columns: headings }: { columns: readonly (readonly [zh: string, en: string])[] }) {
  return (
    <thead>
      <tr>
        {headings.map(([zh, en]) => (
          <th key={en} scope="col">
            <Both zh={zh} en={en} />
          </th>
        ))}
      </tr>
    </thead>
  );
}

function Row({ event, stageLabel }: { event: HistoryEvent; stageLabel: ReportParts['stageLabel'] }) {
  const amount = event.approvedFen ?? event.requestedFen;
  const { role } = event.actor;
  return (
    <tr>
      <td>{event.chain}</td>
      <td class="num">{event.seq}</td>
      <td>{stampOf(event.at)}</td>
      <td>
        <Both
          zh={eventTitle(event, 'zh', (id) => stageLabel(id, 'zh'))}
          en={eventTitle(event, 'en', (id) => stageLabel(id, 'en'))}
        />
      </td>
      <td>
        {actorName(event, 'zh')} {role !== 'system' && <small>{roleWords.zh[role]}</small>}
      </td>
      <td class="num">{amount === undefined ? '' : amountText(amount, 'zh')}</td>
      <td>{event.comment}</td>
      <td class="hash">{event.hash.slice(0, 16)}</td>
    </tr>
  );
}

/** `revisions/2026-…/1.json /plan/0/files/0`, for a person: which project's which text. */
function NamedIn({ named }: IndexedFile) {
  return (
    <>
      {named.map((one) => (
        <span key={`${one.in} ${one.at}`} class="hash">
          {one.in} {one.at}{' '}
        </span>
      ))}
    </>
  );
}

function Attachments({ included, parts, files }: AttachmentIndex) {
  const bytes = sizeText(files.reduce((sum, { size }) => sum + size, 0));
  const more = files.length - MOST_ROWS;
  return (
    <>
      <h2>
        <Both zh="附件" en="Attached files" />
      </h2>
      <p>
        <Both
          zh={
            included
              ? `附件 ${files.length} 个，共 ${bytes}，都在包中。`
              : `附件 ${files.length} 个，共 ${bytes}，不在包中：分 ${parts} 部分另行下载，与证据包放在一起核验。`
          }
          en={
            included
              ? `${files.length} files, ${bytes}, all of them in this bundle.`
              : `${files.length} files, ${bytes}, not in this bundle: downloads of their own in ${parts} parts, to be verified together with it.`
          }
        />
      </p>
      <table>
        <Head columns={fileColumns} />
        <tbody>
          {files.slice(0, MOST_ROWS).map((file) => (
            <tr key={file.path}>
              <td>{file.named[0]?.name}</td>
              <td class="num">{sizeText(file.size)}</td>
              <td class="num">{file.part ?? ''}</td>
              <td>
                <NamedIn {...file} />
              </td>
              <td class="hash">{file.sha256}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && (
        <p>
          <Both
            zh={`其余 ${more} 个见 attachments.json。`}
            en={`The other ${more} are in attachments.json.`}
          />
        </p>
      )}
    </>
  );
}

const fileColumns = [
  ['名称', 'Name'],
  ['大小', 'Size'],
  ['部分', 'Part'],
  ['所在', 'Named in'],
  ['SHA-256', 'SHA-256'],
] as const;

const columns = [
  ['链', 'Chain'],
  ['号', 'No.'],
  ['北京时间', 'Beijing'],
  ['事项', 'What'],
  ['办理人', 'Who'],
  ['金额', 'Amount'],
  ['意见', 'Comment'],
  ['哈希', 'Hash'],
] as const;

function Report(parts: ReportParts) {
  const { claim, subject, events, chains, attachments, last, fingerprint, stageLabel } = parts;
  return (
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`证据包 Evidence · ${subject}`}</title>
        <style>{reportStyle}</style>
      </head>
      <body>
        <h1>
          <Both zh="证据包" en="Evidence" /> {subject}
        </h1>
        <p>
          <Both
            zh={`${stampOf(claim.madeAt)}（北京时间）由 ${claim.madeBy.name} 从会签 ${claim.product} 导出；${chains} 条链，${events.length} 条事件。`}
            en={`Taken away by ${claim.madeBy.name} from Countersign ${claim.product}; ${events.length} events in ${chains} chains.`}
          />
        </p>
        <h2>
          <Both zh="检查点" en="Checkpoint" />
        </h2>
        <p class="hash">{lineOf(last)}</p>
        <p>
          <Both zh="签名公钥指纹（SHA-256）" en="Fingerprint of the signing key" />
        </p>
        <p class="hash">{fingerprint}</p>
        <h2>
          <Both zh="如何核验" en="How to verify" />
        </h2>
        <p>
          <Both
            zh="双击 verify.html，选择此证据包（ZIP）；或运行 node verify.mjs bundle.zip。请用您邮箱中收到的检查点一行与上面一行比对。本报告供阅读，核验以 events.ndjson 为准。"
            en="Open verify.html by a double click and choose this bundle (the ZIP), or run node verify.mjs bundle.zip. Compare the line above with the one in your own mailbox. This report is for reading; what is verified is events.ndjson."
          />
        </p>
        <h2>
          <Both zh="事件" en="Events" />
        </h2>
        <table>
          <Head columns={columns} />
          <tbody>
            {events.slice(0, MOST_ROWS).map((event) => (
              <Row key={`${event.chain} ${event.seq}`} event={event} stageLabel={stageLabel} />
            ))}
          </tbody>
        </table>
        {events.length > MOST_ROWS && (
          <p>
            <Both
              zh={`其余 ${events.length - MOST_ROWS} 条见 events.ndjson。`}
              en={`The other ${events.length - MOST_ROWS} are in events.ndjson.`}
            />
          </p>
        )}
        {attachments && <Attachments {...attachments} />}
      </body>
    </html>
  );
}

export const reportOf = (parts: ReportParts): string =>
  shownText(`<!doctype html>${renderToString(<Report {...parts} />)}\n`);
