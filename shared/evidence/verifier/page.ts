import { config } from 'zod';
import type { GivenFile } from '../../history/verification/attachments.ts';
import { type Anchors, anchorOf } from '../../history/verification/checkpoints.ts';
import type { Found } from '../../history/verification/finding.ts';
import { kindText } from '../../history/verification/kind-text.ts';
import type { Verdict } from '../../history/verification/verdict.ts';
import { verifyExport } from '../../history/verification/verify-export.ts';
import type { Words } from '../../values/language.ts';
import { looksLikeArchive } from './archive.ts';
import { givenFile, isBundle } from './given-files.ts';
import { headline, moreText, placeText } from './report.ts';
import { verifyBundleBytes } from './verify-file.ts';

// The page's policy forbids code made from text.
config({ jitless: true });

const element = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no ${id}`);
  return found;
};

function node(name: string, text = '', className = ''): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

/** Chinese first, English below it. */
function both({ zh, en }: Words, className = ''): HTMLElement {
  const paragraph = node('p', zh, className);
  const english = node('span', en, 'en');
  english.lang = 'en';
  if (zh !== en) paragraph.append(english);
  return paragraph;
}

function finding(found: Found): HTMLElement {
  const item = node('li');
  const kind = kindText(found.kind);
  item.append(node('strong', `${kind.zh} ${kind.en}`), both(placeText(found), 'place'), both(found.message));
  return item;
}

function show(verdict: Verdict, name: string): void {
  const { findings, facts, notes, holds } = verdict;
  const result = element('result');
  result.className = holds ? 'good' : 'bad';
  const heading = node('h2', headline(verdict).zh);
  const english = node('span', headline(verdict).en, 'en');
  english.lang = 'en';
  heading.append(english);
  const list = node('ol');
  list.append(...findings.list.map(finding));
  const more = findings.count - findings.list.length;
  if (more > 0) list.append(both(moreText(more)));
  const noted = node('div', '', 'notes');
  noted.append(...notes.map((note) => both(note)));
  result.replaceChildren(heading, node('p', name, 'name'), list, ...facts.map((fact) => both(fact)), noted);
  result.hidden = false;
  heading.tabIndex = -1;
  heading.focus();
}

const typed = (id: string): string => {
  const field = element(id);
  return field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field.value.trim() : '';
};

/** @returns what was typed, or what is wrong with it */
function anchorsTyped(): Anchors | Words {
  const key = typed('key').toLowerCase().replace(/[\s:]/g, '');
  if (key !== '' && !/^[0-9a-f]{64}$/.test(key))
    return { zh: '公钥指纹应为 64 位十六进制', en: 'A fingerprint has 64 hexadecimal digits' };
  const lines = typed('checkpoints')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const checkpoints = lines.map(anchorOf).filter((anchor) => anchor !== null);
  if (checkpoints.length < lines.length)
    return { zh: '有一行不是检查点', en: 'One of the lines is no checkpoint' };
  return { ...(key === '' ? {} : { key }), checkpoints };
}

let chosen: readonly File[] = [];

/** Bytes to be read in pieces, so that a large export is not cut into lines at once. */
const PIECE = 4 * 1024 * 1024;

function verdictOn(bytes: Uint8Array, name: string, anchors: Anchors, given: readonly GivenFile[]): Verdict {
  if (looksLikeArchive(bytes)) return verifyBundleBytes(bytes, anchors, given);
  const check = verifyExport(name, { filtered: false });
  for (let at = 0; at < bytes.length; at += PIECE) check.push(bytes.subarray(at, at + PIECE));
  return check.end();
}

const bytesOf = async (file: File): Promise<Uint8Array> => new Uint8Array(await file.arrayBuffer());

/** The file to be verified, and what was chosen with it: of one alone it is that, whatever it is. */
async function sorted(files: readonly File[]) {
  let subject: { readonly file: File; readonly bytes: Uint8Array } | undefined;
  const given: GivenFile[] = [];
  // One after the other: together they may be larger than memory.
  for (const file of files) {
    const bytes = await bytesOf(file);
    if (!subject && (files.length === 1 || isBundle(bytes))) subject = { file, bytes };
    else given.push(givenFile(file.name, bytes));
  }
  return { subject, given };
}

const noBundle: Words = {
  zh: '所选文件中没有证据包：请把证据包（ZIP）与附件一起选择',
  en: 'None of these files is a bundle: choose the bundle (ZIP) together with its files',
};

async function run(): Promise<void> {
  if (chosen.length === 0) return;
  const anchors = anchorsTyped();
  const problem = element('problem');
  problem.replaceChildren(...('zh' in anchors ? [both(anchors)] : []));
  if ('zh' in anchors) return;
  const { subject, given } = await sorted(chosen);
  if (!subject) {
    problem.replaceChildren(both(noBundle));
    return;
  }
  const { file, bytes } = subject;
  show(verdictOn(bytes, file.name, anchors, given), file.name);
}

const start = (files: Iterable<File> = []): void => {
  const list = [...files];
  if (list.length > 0) chosen = list;
  run().catch((error: unknown) => {
    const en = error instanceof Error ? error.message : String(error);
    element('problem').replaceChildren(both({ zh: '核验程序出错', en }));
  });
};

const file = element('file');
file.addEventListener('change', () => {
  if (file instanceof HTMLInputElement) start(file.files ?? []);
});
element('again').addEventListener('click', () => start());
const drop = element('drop');
drop.addEventListener('dragover', (event) => event.preventDefault());
drop.addEventListener('drop', (event) => {
  event.preventDefault();
  start(event.dataTransfer?.files);
});
