import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ours = resolve(import.meta.dirname, '../../node_modules/@expo-google-fonts/noto-serif-sc');

/**
 * Where a browser finds, beside the machine's fonts, the one that comes with the dependencies: many machines have no
 * Chinese one, and show a box for each character.
 */
export function withChineseFont(): { readonly FONTCONFIG_FILE: string } {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-fonts-'));
  const file = join(folder, 'fonts.conf');
  const dirs = ['/usr/share/fonts', join(ours, '400Regular'), join(ours, '700Bold')];
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${dirs
      .map((dir) => `<dir>${dir}</dir>`)
      .join('')}<cachedir>${join(folder, 'cache')}</cachedir></fontconfig>`,
  );
  return { FONTCONFIG_FILE: file };
}
