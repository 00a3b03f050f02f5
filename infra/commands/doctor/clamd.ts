import { connect } from 'node:net';
import { placeOf, scanByClamd } from '../../../functions/scan-file/clamd.ts';
import type { Settings } from '../../config.ts';
import { type Trouble, trouble } from './judge.ts';

/** What `clamd` said of itself. */
export interface ClamdAnswer {
  /** Its own words: `ClamAV 1.4.3/27820/Sat Nov 28 09:26:01 2026`. */
  readonly version: string;
  /** When its signatures were made; absent where it has none, or names no time. */
  readonly signaturesAt?: Date;
  /** Why it does not look into a file as large as may be attached. */
  readonly tooLarge?: string;
  /** Why nothing was learnt. */
  readonly refusal?: string;
}

// It stands near, and says so at once.
const patienceMs = 5_000;
/** Signatures come each day; a week is longer than any holiday of theirs. */
const oldestDays = 7;
const dayMs = 86_400_000;

/** One command and its answer, which ends with a zero byte. */
const command = (address: string, name: string): Promise<string> =>
  new Promise((settle, fail) => {
    let told = '';
    const socket = connect(placeOf(address), () => socket.write(`z${name}\0`));
    socket.setTimeout(patienceMs, () => socket.destroy(new Error(`no answer within ${patienceMs} ms`)));
    socket.on('data', (data) => {
      told += data.toString('utf8');
      if (told.includes('\0')) socket.end();
    });
    socket.on('error', fail);
    socket.on('close', () => settle(told.replace(/\0.*$/s, '')));
  });

/** Asks `clamd` for its version and its signatures, and hands it a file of zeros as large as may be attached. */
export async function askClamd(address: string, largestBytes: number): Promise<ClamdAnswer> {
  try {
    const version = await command(address, 'VERSION');
    const [, , at = ''] = version.split('/');
    const time = Date.parse(`${at} UTC`);
    const scanned = await scanByClamd(address, Buffer.alloc(largestBytes));
    return {
      version,
      ...(Number.isNaN(time) ? {} : { signaturesAt: new Date(time) }),
      ...(scanned.scan === 'impossible' && { tooLarge: scanned.reason }),
    };
  } catch (error) {
    return { version: '', refusal: error instanceof Error ? error.message : String(error) };
  }
}

type Scanner = Pick<Settings, 'fileScanner' | 'unscannedFiles' | 'clamdAddress' | 'attachmentMegabytes'>;

/** What the settings of attachments come to, wherever the product runs. */
export const scannerTrouble = ({ fileScanner, unscannedFiles }: Scanner): Trouble | undefined =>
  fileScanner === 'none' && unscannedFiles === 'refuse'
    ? trouble(
        '没有设置查毒程序，未查毒的文件又一律拒收：什么附件也交不上来。',
        'There is no scanner, and files that were not scanned are refused: nobody can attach anything.',
        'npm run setup -- --set fileScanner=clamd --set clamdAddress=…',
        'npm run setup -- --set unscannedFiles=mark',
      )
    : undefined;

/** What to do where `clamd` does not look into files as it should. */
export function clamdTrouble(
  answer: Partial<ClamdAnswer> | undefined,
  { clamdAddress = '', attachmentMegabytes }: Scanner,
  now: Date,
): Trouble | undefined {
  if (answer === undefined) return undefined;
  const { refusal, tooLarge, signaturesAt, version = '' } = answer;
  if (refusal !== undefined)
    return trouble(
      `查毒程序 clamd（${clamdAddress}）没有应答（${refusal}）：附件要等它恢复。`,
      `clamd at ${clamdAddress} does not answer (${refusal}): attachments wait for it.`,
      'systemctl status clamav-daemon',
      'grep -E "^(LocalSocket|TCPSocket|TCPAddr)" /etc/clamav/clamd.conf',
    );
  if (signaturesAt === undefined || now.getTime() - signaturesAt.getTime() > oldestDays * dayMs)
    return trouble(
      `查毒程序的病毒库已经旧了（${version}）。`,
      `The scanner’s signatures are old (${version}).`,
      'systemctl status clamav-freshclam',
      'freshclam   # or copy main.cvd, daily.cvd and bytecode.cvd from a mirror of your own',
    );
  if (tooLarge !== undefined)
    return trouble(
      `查毒程序看不了 ${attachmentMegabytes} MB 的文件（${tooLarge}）：这样的附件会算作未查毒。`,
      `clamd does not look into files of ${attachmentMegabytes} MB (${tooLarge}): such attachments count as not scanned.`,
      `StreamMaxLength ${attachmentMegabytes + 5}M   # /etc/clamav/clamd.conf, with MaxFileSize and MaxScanSize at least as much`,
      'systemctl restart clamav-daemon',
    );
  return undefined;
}
