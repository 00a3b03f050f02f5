import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

/** The guides name files and folders: each of them must be there, or a newcomer is sent nowhere. */

const root = join(import.meta.dirname, '..', '..');
const ENDINGS = ['', '.ts', '.tsx'];

/** What stands in backquotes or as a link and looks like a path of the project; module names may lack their ending. */
function pathsIn(guide: string): string[] {
  const text = readFileSync(join(root, guide), 'utf8');
  const quoted = [...text.matchAll(/`((?:shared|functions|infra|test|\.ci)\/[\w./-]+)`/g)];
  const linked = [...text.matchAll(/\]\((?!https?:)([\w./-]+)\)/g)];
  return [...new Set([...quoted, ...linked].map(([, path = '']) => path))];
}

const isThere = (guide: string, path: string): boolean =>
  ENDINGS.some(
    (ending) => existsSync(join(root, path + ending)) || existsSync(join(root, guide, '..', path)),
  );

describe.each(['CONTRIBUTING.md', 'README.md', 'README.zh-CN.md', 'functions/README.md', 'infra/RUNBOOK.md'])(
  'the paths that %s names',
  (guide) => {
    it('are there', () => {
      expect(pathsIn(guide).filter((path) => !isThere(guide, path))).toEqual([]);
    });
  },
);

it('CONTRIBUTING names enough of them to be worth the test', () => {
  expect(pathsIn('CONTRIBUTING.md').length).toBeGreaterThan(50);
});
