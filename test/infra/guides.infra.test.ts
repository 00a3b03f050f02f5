import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { exportUsage } from '../../infra/commands/export-history.ts';
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

describe('the commands that the guides name', () => {
  const guides = [
    ...['README.md', 'README.zh-CN.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'infra/RUNBOOK.md'],
    ...['infra/SERVER.md', 'infra/SERVER.zh-CN.md', 'infra/local/FEATURES.md'],
  ];
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  /** A script's file, with the files that it imports: its options stand in one of them. */
  const sourceOf = (script: string): string => {
    const [, file = ''] = / (\S+\.ts)/.exec(scripts[script] ?? '') ?? [];
    if (file === '') return '';
    const text = readFileSync(join(root, file), 'utf8');
    const imported = [...text.matchAll(/(?:from|import\() ?'(\.[^']+\.ts)'/g)].map(([, path = '']) =>
      readFileSync(join(root, file, '..', path), 'utf8'),
    );
    // Its filters are those of the address, told in its usage.
    return [text, ...imported, ...(script === 'history' ? [exportUsage] : [])].join('\n');
  };
  // What a guide says is not there yet, with its name.
  const promised = /is not there yet \(`[^`]+`\)|（`[^`]+`）尚未提供/g;
  const commandsIn = (guide: string) =>
    [
      ...readFileSync(join(root, guide), 'utf8')
        .replaceAll(promised, '')
        .matchAll(/npm run (?:--silent )?([a-z][\w:-]*\w)((?: -- [^\n`#>|&（）]*)?)/g),
    ].map(([whole, script = '', rest = '']) => ({ whole, script, rest }));

  // A node that is too old for the sources runs those of npm alone, on the one that comes with the dependencies.
  it.each([...guides, 'shared/declaration/rules/README.md'])('in %s run no source by themselves', (guide) => {
    const text = readFileSync(join(root, guide), 'utf8');
    expect(text.match(/\bnode [\w./-]+\.ts\b/g) ?? []).toEqual([]);
  });

  it.each(guides)('in %s are scripts, with options that they take', (guide) => {
    for (const { whole, script, rest } of commandsIn(guide)) {
      expect([whole, scripts[script]]).toEqual([whole, expect.any(String)]);
      const source = sourceOf(script);
      for (const [, option = ''] of rest.slice(4).matchAll(/(?<=^|\s)--([a-z-]+)/g))
        expect([whole, new RegExp(`['"]?\\b${option}['"]?: \\{|--${option}\\b`).test(source)]).toEqual([
          whole,
          true,
        ]);
      // A setting is written into the file, or the next deployment forgets it.
      expect(rest).not.toMatch(/ -c /);
    }
  });

  // Deployed anew as it is, a template changes nothing, whatever was done by hand to what it made.
  it('put back what somebody changed by hand by looking for it', () => {
    const text = readFileSync(join(root, 'infra/RUNBOOK.md'), 'utf8');
    const puttingBack = [...text.matchAll(/\bput [^.]* back: `([^`]+)`/gi)].map(([, command]) => command);
    expect(puttingBack.length).toBeGreaterThan(2);
    expect(new Set(puttingBack)).toEqual(new Set(['npm run deploy -- --revert-drift']));
  });

  it('are enough to be worth the test', () => {
    expect(commandsIn('README.md').length).toBeGreaterThan(20);
    expect(commandsIn('infra/SERVER.md').filter(({ rest }) => rest.includes('--')).length).toBeGreaterThan(4);
  });
});

describe('the Node that the guides ask for', () => {
  type Version = readonly [number, number, number];
  const versionOf = (text: string): Version => {
    const [major = 0, minor = 0, patch = 0] = text.split('.').map((part) => Number.parseInt(part, 10) || 0);
    return [major, minor, patch];
  };
  const isAtLeast = ([a, b, c]: Version, [x, y, z]: Version): boolean =>
    a > x || (a === x && (b > y || (b === y && c >= z)));
  /** As far as the packages of the lock write ranges: `>=`, `^`, and a major release. */
  const meets = (version: Version, one: string): boolean => {
    const least = versionOf(one.replace(/^\D+/, ''));
    if (one === '*') return true;
    if (one.startsWith('>=')) return isAtLeast(version, least);
    return version[0] === least[0] && (!one.startsWith('^') || isAtLeast(version, least));
  };
  const isIn = (version: Version, range: string): boolean =>
    range.split('||').some((part) =>
      part
        .trim()
        .replaceAll(/>=\s+/g, '>=')
        .split(/\s+/)
        .every((one) => meets(version, one)),
    );
  const { packages } = z
    .object({
      packages: z.record(
        z.string(),
        z.looseObject({
          engines: z
            .object({ node: z.string().default('*') })
            .optional()
            .catch(undefined),
        }),
      ),
    })
    .parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));

  it.each(['README.md', 'README.zh-CN.md', 'CONTRIBUTING.md'])(
    'in %s is one of which npm warns about no package',
    (guide) => {
      const text = readFileSync(join(root, guide), 'utf8');
      const [, least = '', other = ''] =
        /Node 22(?: \(from |（)(\d+\.\d+)(?:\) or | 起）或 )(\d+)/.exec(text) ?? [];
      for (const asked of [least, other]) {
        const warned = Object.entries(packages).filter(
          ([, { engines }]) => engines && !isIn(versionOf(asked), engines.node),
        );
        expect([asked, warned.map(([name]) => name)]).toEqual([expect.stringMatching(/^2\d/), []]);
      }
    },
  );
});
