import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { chosenEnvironment, fields, readSettings } from '../../infra/config.ts';
import { readSettingsFile, settingsFileSchema } from '../../infra/settings-file.ts';
import { keptBundles } from '../support/kept-bundles.ts';
import { read, root, sharedFolder } from './template.ts';

const folder = mkdtempSync(join(sharedFolder, 'settings-'));
const write = (name: string, content: object | string): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};
const settingsIn = (path: string, context = {}, environment = {}) =>
  readSettings(context, environment, readSettingsFile(path, chosenEnvironment(context, environment)));

const usual = write('countersign.json', {
  $schema: './infra/countersign.schema.json',
  mailFrom: 'a@office.example',
  waitDays: 20,
  server: { address: 'https://countersign.office.example' },
});
write('countersign.test.json', { mailFrom: 'test@office.example' });

describe('a settings file', () => {
  it('says what holds, beside its schema and what the host on one server reads', () => {
    expect(settingsIn(usual)).toMatchObject({ mailFrom: 'a@office.example', waitDays: 20, throttleRate: 50 });
    expect(settingsIn(usual)).not.toHaveProperty('server');
  });

  it('leaves account and region to the credentials, and goes before them', () => {
    const known = { CDK_DEFAULT_ACCOUNT: '111111111111', CDK_DEFAULT_REGION: 'eu-central-1' };
    expect(settingsIn(usual, {}, known)).toMatchObject({ account: '111111111111', region: 'eu-central-1' });
    const elsewhere = write('elsewhere.json', { region: 'us-east-1' });
    expect(settingsIn(elsewhere, {}, known)).toMatchObject({ account: '111111111111', region: 'us-east-1' });
  });

  it('is another one for each environment', () => {
    expect(settingsIn(usual, { environment: 'test' })).toMatchObject({
      environment: 'test',
      mailFrom: 'test@office.example',
    });
    expect(settingsIn(usual, {}, { COUNTERSIGN_ENVIRONMENT: 'test' }).environment).toBe('test');
    expect(settingsIn(usual).environment).toBeUndefined();
  });

  it('may be absent, but not that of an environment that was named: that would deploy the defaults', () => {
    expect(settingsIn(join(folder, 'none.json'))).toMatchObject({ waitDays: 30 });
    expect(() => settingsIn(usual, { environment: 'tset' })).toThrow(
      /There is no countersign\.tset\.json: `npm run setup/,
    );
  });

  // Given once and forgotten the next time it would go back to what the file says, unasked.
  it.each([
    [{ waitDays: '10' }, {}],
    [{}, { COUNTERSIGN_WAIT_DAYS: '10' }],
  ])('is the only place of a setting: refuses %j %j', (context, environment) => {
    expect(() => settingsIn(usual, context, environment)).toThrow(
      /waitDays: write it into countersign\.json/,
    );
    expect(() => settingsIn(join(folder, 'none.json'), context, environment)).toThrow(/into none\.json/);
  });

  it.each([
    ['a setting that is none', { mailForm: 'a@b.example' }, /mailForm in wrong\.json is no setting/],
    ['the environment, which the command names', { environment: 'test' }, /environment in wrong\.json/],
    ['a value that does not hold', { waitDays: 400 }, /waitDays: is longer/],
    ['what is no JSON', '{ "waitDays": ', /wrong\.json is no JSON/],
  ])('refuses %s', (_, content, reason) => {
    expect(() => settingsIn(write('wrong.json', content))).toThrow(reason);
  });

  it('takes no name of an environment that leads out of the folder', () => {
    for (const wrong of ['../x', ''])
      expect(() => chosenEnvironment({ environment: wrong }, {})).toThrow(/is no name of an environment/);
    expect(chosenEnvironment({}, { COUNTERSIGN_ENVIRONMENT: '' })).toBeUndefined();
  });
});

describe('the schema of the file, for editors', () => {
  const written: { properties: Record<string, { description?: string; default?: unknown }> } = JSON.parse(
    read(join(root, 'infra/countersign.schema.json')),
  );

  it('is that of infra/config.ts: `npm run settings-schema` writes it', () => {
    expect(written).toEqual(JSON.parse(JSON.stringify(settingsFileSchema())));
  });

  it.each(['infra/SERVER.md', 'infra/SERVER.zh-CN.md'])(
    'completes the settings of one server, those of the table in %s',
    (guide) => {
      const { server } = written.properties;
      const { properties } = z
        .object({ properties: z.record(z.string(), z.object({ description: z.string().min(20) })) })
        .parse(server);
      const table = read(join(root, guide)).matchAll(/^\| `(\w+)` \|/gm);
      expect([...table].map(([, name]) => name)).toEqual(Object.keys(properties));
    },
  );

  it('tells of every setting why, how it may be changed, and its default', () => {
    const names = Object.keys(fields).filter((name) => name !== 'environment');
    expect(Object.keys(written.properties)).toEqual(['$schema', 'server', ...names]);
    for (const name of names)
      expect(written.properties[name]?.description).toMatch(/ \[(free|two-step|fixed)\]$/);
    const { environment: _, ...defaults } = readSettings({}, {});
    for (const [name, value] of Object.entries(defaults))
      expect([name, written.properties[name]?.default]).toEqual([name, value]);
  });
});

describe('the cdk command', () => {
  const cdk = (settings: object, ...args: string[]) => {
    const file = write('for-cdk.json', settings);
    const outdir = join(folder, 'cdk.out');
    const app = `"${process.execPath}" infra/app.ts ${file}`;
    const env = {
      PATH: process.env.PATH,
      HOME: folder,
      CDK_VALIDATION: 'false',
      AWS_EC2_METADATA_DISABLED: 'true',
      ...keptBundles,
    };
    const done = spawnSync(
      process.execPath,
      ['node_modules/aws-cdk/bin/cdk', ...args, '--app', app, '--output', outdir, '--no-notices'],
      { cwd: root, encoding: 'utf8', env },
    );
    return {
      status: done.status,
      said: done.stdout + done.stderr,
      made: existsSync(join(outdir, 'manifest.json')),
    };
  };
  const place = { account: '111111111111', region: 'eu-central-1' };

  it('names the settings file without being asked, and finds the account in it', () => {
    expect(JSON.parse(read(join(root, 'cdk.json'))).app).toBe('node infra/app.ts countersign.json');
    // What `bootstrap` does first: it needs to know where to, and nothing else.
    const listed = cdk(place, 'list', '--long', '--json');
    expect(listed).toMatchObject({ status: 0, made: true });
    expect(listed.said).toContain('aws://111111111111/eu-central-1');
  });

  it('deploys nothing from the sample sender', () => {
    const refused = cdk(place, 'synth', '--quiet');
    expect(refused.status).not.toBe(0);
    expect(refused.said).toMatch(/mailFrom is still countersign@countersign\.example/);
  });
});
