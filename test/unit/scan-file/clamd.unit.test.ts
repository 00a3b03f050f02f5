import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ScannerUnavailable, scanByClamd, scannedOf } from '../../../functions/scan-file/clamd.ts';
import { pdf, zip } from '../../builders/file-bytes.ts';
import {
  type Clamd,
  eicar,
  findClamd,
  likeClamd,
  type Reaction,
  startClamd,
  startStubClamd,
} from '../../support/clamd.ts';

const quick = { connectMs: 500, totalMs: 700 };
const found = { scan: 'malware', signature: 'Eicar-Test-Signature' };

describe('what clamd answers', () => {
  it.each([
    ['stream: OK\0', { scan: 'clean' }],
    ['stream: OK\n', { scan: 'clean' }],
    ['stream: Win.Test.EICAR_HDB-1 FOUND\0', { scan: 'malware', signature: 'Win.Test.EICAR_HDB-1' }],
    [
      'stream: Heuristics.OLE2.ContainsMacros FOUND\0',
      { scan: 'malware', signature: 'Heuristics.OLE2.ContainsMacros' },
    ],
    ['stream: Heuristics.Encrypted.PDF FOUND\0', { scan: 'impossible', reason: 'Heuristics.Encrypted.PDF' }],
    [
      'stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0',
      { scan: 'impossible', reason: 'Heuristics.Limits.Exceeded.MaxFileSize' },
    ],
    ['INSTREAM size limit exceeded. ERROR\0', { scan: 'impossible', reason: 'StreamMaxLength' }],
  ])('%j', (answer, meaning) => {
    expect(scannedOf(answer)).toEqual(meaning);
  });

  it.each([
    '',
    '\0',
    'UNKNOWN COMMAND\0',
    'stream: OK FOUND OK\0',
    'stream: Error opening ERROR\0',
    'COMMAND READ TIMED OUT\0',
  ])('%j is about the scanner, not about the file', (answer) => {
    expect(() => scannedOf(answer)).toThrow(ScannerUnavailable);
  });
});

describe('a scanner that speaks the protocol', () => {
  let clamd: Clamd | undefined;
  const stub = async (react?: Reaction, most?: number): Promise<string> => {
    clamd = await startStubClamd(react, most);
    return clamd.address;
  };
  afterEach(async () => {
    await clamd?.stop();
    clamd = undefined;
  });

  it('is sent a file as it is, whatever its length', async () => {
    const got: Buffer[] = [];
    const address = await stub((file) => {
      got.push(Buffer.from(file));
      return 'stream: OK';
    });
    const files = [0, 1, 65_536, 65_537, 3_000_000].map((length) => randomBytes(length));
    for (const file of files) expect(await scanByClamd(address, file)).toEqual({ scan: 'clean' });
    expect(got.map((file, at) => file.equals(files[at] ?? Buffer.from('none')))).toEqual(
      files.map(() => true),
    );
  });

  it('tells malware', async () => {
    expect(await scanByClamd(await stub(), Buffer.concat([Buffer.from('a'), eicar()]))).toEqual(found);
  });

  it('is heard although it hangs up while more is being sent', async () => {
    const address = await stub(likeClamd, 100_000);
    expect(await scanByClamd(address, Buffer.alloc(20_000_000))).toEqual({
      scan: 'impossible',
      reason: 'StreamMaxLength',
    });
  });

  it.each<[string, Reaction]>([
    ['says nothing', () => undefined],
    ['says half a line and no more', (_, socket) => void socket.write('stream: O')],
    ['hangs up', (_, socket) => void socket.destroy()],
    ['breaks off', (_, socket) => void socket.resetAndDestroy()],
    ['says half a line and hangs up', (_, socket) => void socket.end('stream: ')],
    ['talks without end', (_, socket) => void socket.write('a'.repeat(1_000_000))],
    ['speaks of itself', () => "Can't allocate memory ERROR"],
  ])('is unavailable where it %s', async (_, react) => {
    await expect(scanByClamd(await stub(react), Buffer.from('a'), quick)).rejects.toThrow(ScannerUnavailable);
  });

  it('is unavailable where nobody listens', async () => {
    const address = await stub();
    await clamd?.stop();
    await expect(scanByClamd(address, Buffer.from('a'), quick)).rejects.toThrow(ScannerUnavailable);
    await expect(scanByClamd('/nowhere/clamd.ctl', Buffer.from('a'), quick)).rejects.toThrow(
      ScannerUnavailable,
    );
    await expect(scanByClamd('nowhere.invalid:3310', Buffer.from('a'), quick)).rejects.toThrow(
      ScannerUnavailable,
    );
  });
});

const program = findClamd();
const withClamd = program === undefined ? describe.skip : describe;
if (program === undefined)
  process.stderr.write(
    'clamd is not installed (apt-get install clamav-daemon, or CLAMD=…): only the stub was asked\n',
  );

withClamd('the real clamd', () => {
  // So it calls signatures that are not by its makers.
  const own = { scan: 'malware', signature: 'Eicar-Test-Signature.UNOFFICIAL' };
  let clamd: Awaited<ReturnType<typeof startClamd>>;
  beforeAll(async () => {
    clamd = await startClamd(program ?? '');
  });
  afterAll(() => clamd.stop());

  it('finds the test file, in an archive as well, and nothing in an honest one', async () => {
    expect(await scanByClamd(clamd.address, eicar())).toEqual(own);
    expect(await scanByClamd(clamd.address, zip({ '报价.pdf': eicar() }))).toEqual(own);
    expect(await scanByClamd(clamd.address, pdf())).toEqual({ scan: 'clean' });
    expect(await scanByClamd(clamd.address, randomBytes(1_500_000))).toEqual({ scan: 'clean' });
  });

  it('is reached by its socket too', async () => {
    expect(await scanByClamd(clamd.socket, eicar())).toEqual(own);
  });

  it('says what it cannot see into', async () => {
    // A write that fails in the very moment in which it hangs up loses its words: then it is asked again.
    const ask = () => scanByClamd(clamd.address, Buffer.alloc(8_000_000)).catch(() => undefined);
    let said = await ask();
    for (let tries = 1; !said && tries < 5; tries += 1) said = await ask();
    expect(said).toEqual({
      scan: 'impossible',
      reason: 'StreamMaxLength',
    });
  });
});
