import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ofType, synthesize } from './template.ts';

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

describe.each([
  'CONTRIBUTING.md',
  'README.md',
  'README.zh-CN.md',
  'functions/README.md',
  'infra/RUNBOOK.md',
  'infra/SERVER.md',
  'infra/SERVER.zh-CN.md',
])('the paths that %s names', (guide) => {
  it('are there', () => {
    expect(pathsIn(guide).filter((path) => !isThere(guide, path))).toEqual([]);
  });
});

it('the log groups that the RUNBOOK names are in the template', () => {
  const groups = ofType(synthesize().service, 'AWS::Logs::LogGroup').map(({ id }) => id);
  const text = readFileSync(join(root, 'infra/RUNBOOK.md'), 'utf8');
  const named = [...text.matchAll(/`(\w+Logs)`/g)].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((name) => !groups.some((id) => id.startsWith(name)))).toEqual([]);
});

it('CONTRIBUTING names enough of them to be worth the test', () => {
  expect(pathsIn('CONTRIBUTING.md').length).toBeGreaterThan(50);
});
