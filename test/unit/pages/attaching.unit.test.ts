import { describe, expect, it } from '@jest/globals';
import { acceptOf, kindsText, typeOf } from '../../../shared/pages/attaching/accepted.ts';
import { problemIn } from '../../../shared/pages/attaching/answer-of.ts';
import { digestOf } from '../../../shared/pages/attaching/digest.ts';
import { pastedName } from '../../../shared/pages/attaching/pasted-name.ts';
import { isPending, isUsable, standingText } from '../../../shared/pages/attaching/standing-text.ts';
import { turnsOf } from '../../../shared/pages/attaching/turns.ts';
import { whyNot } from '../../../shared/pages/attaching/why-not.ts';
import { attachmentIdOf } from '../../../shared/values/attached-file.ts';

describe('what a field takes', () => {
  it('is offered by the browser: a telephone’s camera beside its files, where pictures are taken', () => {
    expect(acceptOf(undefined)).toMatch(/^image\/\*,\.pdf,\.ofd,\.docx,/);
    expect(acceptOf(['pdf', 'jpg'])).toBe('image/*,.pdf,.jpg');
    expect(acceptOf(['pdf', 'docx'])).toBe('.pdf,.docx');
  });

  it('is said by its kinds, each once', () => {
    expect(kindsText(['doc', 'docx', 'pdf', 'png', 'jpg'], 'zh')).toBe('PDF、Word、图片');
    expect(kindsText(['pdf', 'zip'], 'en')).toBe('PDF, ZIP archive');
    expect(kindsText(undefined, 'zh')).toContain('WPS');
  });

  it('goes by the end of the name, in whatever case', () => {
    expect(typeOf('报价单.PDF', undefined)).toBe('application/pdf');
    expect(typeOf('报价单.pdf', ['docx'])).toBeUndefined();
    expect(typeOf('程序.exe', undefined)).toBeUndefined();
    expect(typeOf('pdf', undefined)).toBeUndefined();
  });
});

describe('what is wrong with a file before it is sent', () => {
  const takes = { ends: undefined, mostBytes: 1_000, leftBytes: 500, mostBytesInAll: 2_048 };
  it.each([
    ['甲.exe', 10, '不收这种文件'],
    ['甲.pdf', 0, '0 字节'],
    ['甲.pdf', 1_001, '文件有 1001 字节，每个不能超过 1000 字节。'],
    [`${'长'.repeat(252)}.pdf`, 10, '最多 255 个字符'],
    ['甲.pdf', 501, '加上它，本项目的附件会超过 2 KB。'],
  ])('%s of %d bytes', (name, size, words) => {
    expect(whyNot({ name, size }, takes, 'zh')).toContain(words);
  });

  it('is nothing where it fits to the byte', () => {
    expect(whyNot({ name: `${'长'.repeat(251)}.pdf`, size: 500 }, takes, 'zh')).toBeNull();
    expect(whyNot({ name: '甲.pdf', size: 1_000 }, { ...takes, leftBytes: 1_000 }, 'en')).toBeNull();
  });
});

describe('a pasted picture', () => {
  const at = new Date('2026-03-18T23:05:30.000Z');
  it('is called by Beijing’s clock, and none like another', () => {
    const picture = { name: 'image.png', type: 'image/png' };
    expect(pastedName(picture, at, [], 'zh')).toBe('粘贴的图片-20260319-0705.png');
    expect(pastedName(picture, at, ['粘贴的图片-20260319-0705.png'], 'zh')).toBe(
      '粘贴的图片-20260319-0705-2.png',
    );
    expect(pastedName({ name: '', type: 'image/jpeg' }, at, [], 'en')).toBe(
      'pasted-picture-20260319-0705.jpg',
    );
  });

  it('keeps the name that it was copied with', () => {
    expect(pastedName({ name: '现场.png', type: 'image/png' }, at, [], 'zh')).toBe('现场.png');
  });
});

describe('how a file stands', () => {
  it('is said in words, with what to do about it', () => {
    expect(standingText({ status: 'clean', reason: null }, 'zh')).toEqual({
      ...{ tone: 'good', word: '可用', because: '' },
    });
    expect(standingText({ status: 'unscannable', reason: 'locked' }, 'zh').because).toBe(
      '文件有密码，无法查毒。',
    );
    expect(standingText({ status: 'refused', reason: 'locked' }, 'zh').because).toContain('去掉密码');
    expect(standingText({ status: 'unscannable', reason: 'unscanned' }, 'zh').because).toContain('未经查毒');
    expect(standingText({ status: 'refused', reason: 'unscanned' }, 'zh').tone).toBe('error');
    expect(standingText({ status: 'refused', reason: 'malware' }, 'en').because).toContain('Malware');
    expect(standingText({ status: 'refused', reason: 'content' }, 'en').because).toContain(
      'not what its name',
    );
    expect(standingText({ status: 'uploaded', reason: null }, 'zh').word).toBe('查毒中');
    expect(standingText({ status: 'awaiting', reason: null }, 'zh').word).toBe('待上传');
  });

  it('is settled, or is asked after', () => {
    const statuses = ['awaiting', 'uploaded', 'clean', 'unscannable', 'refused'] as const;
    expect(statuses.filter((status) => isPending({ status, reason: null }))).toEqual([
      'awaiting',
      'uploaded',
    ]);
    expect(statuses.filter((status) => isUsable({ status, reason: null }))).toEqual(['clean', 'unscannable']);
  });
});

describe('a file’s digest', () => {
  it('names the attachment as the server does', async () => {
    for (const text of ['', '甲', 'the same bytes', '\u0000\u00ff']) {
      const { sha256, id } = await digestOf(new Blob([text]));
      expect(id).toBe(attachmentIdOf({ sha256 }));
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    }
  });
});

describe('turns', () => {
  it('let so many work at once, in order, and a failure gives its turn on', async () => {
    const turn = turnsOf(2);
    const log: string[] = [];
    const job = (name: string, fails = false) =>
      turn(async () => {
        log.push(`+${name}`);
        await new Promise((settle) => setTimeout(settle, 1));
        log.push(`-${name}`);
        if (fails) throw new Error(name);
      });
    await Promise.allSettled([job('a', true), job('b'), job('c'), job('d')]);
    expect(log.slice(0, 2)).toEqual(['+a', '+b']);
    let running = 0;
    expect(Math.max(...log.map((line) => (running += line.startsWith('+') ? 1 : -1)))).toBe(2);
    expect(log.filter((line) => line.startsWith('+'))).toEqual(['+a', '+b', '+c', '+d']);
  });
});

describe('a problem in its own words', () => {
  it('is what was found, else what it is about, else what it is called', () => {
    expect(problemIn({ title: 't', detail: 'd', errors: [{ message: 'a' }, { message: 'b' }] })).toBe('a b');
    expect(problemIn({ title: 't', detail: 'd' })).toBe('d');
    expect(problemIn({ title: 't', errors: [] })).toBe('t');
    expect(problemIn('<html>')).toBeUndefined();
    expect(problemIn(undefined)).toBeUndefined();
  });
});
