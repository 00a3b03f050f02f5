import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Bundles, bundleFunctions } from '../../infra/bundles.ts';
import { read, root } from './template.ts';

// A project of a few files, with everything in it that a bundle must cope with.
const sources: Record<string, string> = {
  'functions/greet/handler.ts': `
    import script from 'browser:../../shared/pages/island.ts';
    import { readFileSync } from 'node:fs';
    import font from '../../shared/pages/font.ttf';
    import styles from '../../shared/pages/styles.css';
    import { h } from 'preact';
    const definition = (id: string) => import(\`../../shared/definitions/\${id}.ts\`);
    export const handler = async (event: { id: string }) => {
      const { title } = await definition(event.id);
      const face = readFileSync(new URL(font, import.meta.url), 'utf8');
      return { title, script, styles, face, element: typeof h };
    };`,
  'functions/idle/handler.ts': 'export const handler = async () => ({});',
  'functions/README.md': 'not a function',
  'shared/definitions/one.ts': "export const title = 'first';",
  'shared/definitions/two.ts': "export const title = 'second';",
  'shared/pages/island.ts': "import { count } from './count.ts'; document.title = 'counted ' + count(2);",
  'shared/pages/count.ts': 'export const count = (n: number): number => n + 40;',
  'shared/pages/font.ttf': 'a font',
  'shared/pages/styles.css': 'body { color: #1b1f24 }',
};

describe('bundling', () => {
  const project = mkdtempSync(join(tmpdir(), 'countersign-bundles-'));
  let bundles: Bundles;

  beforeAll(async () => {
    for (const [path, text] of Object.entries(sources)) {
      mkdirSync(join(project, dirname(path)), { recursive: true });
      writeFileSync(join(project, path), text);
    }
    symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'));
    bundles = await bundleFunctions(project, join(project, 'cdk.out'), {});
  });
  afterAll(() => rmSync(project, { recursive: true, force: true }));

  /** Runs a bundle in a process of its own, as Lambda would: nothing of this one may help it. */
  const run = (event: object): Record<string, string> => {
    const file = join(bundles.get('greet')?.folder ?? '', 'index.mjs');
    const code = `const { handler } = await import(${JSON.stringify(file)});
      console.log(JSON.stringify(await handler(${JSON.stringify(event)})));`;
    return JSON.parse(
      execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' }),
    );
  };

  it('finds the functions by their handlers', () => {
    expect([...bundles.keys()]).toEqual(['greet', 'idle']);
    expect(JSON.parse(read(join(project, 'cdk.out/bundles.json')))).toEqual({
      greet: bundles.get('greet')?.kib,
      idle: bundles.get('idle')?.kib,
    });
  });

  it('loads by a name that is known only at run time', () => {
    expect(run({ id: 'one' }).title).toBe('first');
    expect(run({ id: 'two' }).title).toBe('second');
  });

  it('makes a page’s script the text of a browser bundle', () => {
    const { script } = run({ id: 'one' });
    expect(script).toContain('document.title=');
    expect(script).not.toMatch(/import|export|: number/);
  });

  it('makes a style sheet text', () => {
    expect(run({ id: 'one' }).styles).toContain('#1b1f24');
  });

  it('puts a font beside the bundle, where the bundle finds it', () => {
    expect(run({ id: 'one' }).face).toBe('a font');
  });

  it('takes packages along', () => {
    expect(run({ id: 'one' }).element).toBe('function');
  });
});
