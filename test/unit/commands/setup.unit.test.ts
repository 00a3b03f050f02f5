import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { splitArguments } from '../../../infra/commands/cdk.ts';
import { questions, written } from '../../../infra/commands/questions.ts';
import { forgetProtection, removalTold } from '../../../infra/commands/removal.ts';
import { fields, readSettings } from '../../../infra/config.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-setup-'));
afterAll(() => rmSync(folder, { recursive: true }));

const root = join(import.meta.dirname, '../../..');
const setup = (...args: string[]) => {
  const done = spawnSync(process.execPath, ['infra/setup.ts', '--folder', folder, '--lang', 'en', ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status: done.status, said: done.stdout + done.stderr };
};
const fileOf = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'));

describe('setup', () => {
  it('writes answers into the file, as JSON has them, and keeps what was there', () => {
    expect(setup('--answers', '{"mailFrom":"a@office.example","account":"111111111111"}').status).toBe(0);
    setup('--set', 'alarmEmail=duty@office.example', '--set', 'budgetUsd=50', '--set', 'protected=true');
    expect(fileOf('countersign.json')).toEqual({
      $schema: './infra/countersign.schema.json',
      mailFrom: 'a@office.example',
      account: '111111111111',
      alarmEmail: 'duty@office.example',
      budgetUsd: 50,
      protected: true,
      mailIdentity: 'domain',
      userPool: true,
    });
    setup('--set', 'budgetUsd=');
    expect(fileOf('countersign.json')).not.toHaveProperty('budgetUsd');
  });

  it('writes nothing that does not hold, and says what', () => {
    const before = fileOf('countersign.json');
    const refused = setup('--set', 'domain=huiqian.office.example');
    expect(refused).toEqual({
      status: 1,
      said: expect.stringMatching(/^The settings .*\n {2}certificateArn: is needed/),
    });
    expect(fileOf('countersign.json')).toEqual(before);
    expect(setup('--set', 'mailForm=x').said).toMatch(/mailForm in countersign\.json is no setting/);
  });

  it('writes the file of an environment', () => {
    expect(setup('--env', 'test', '--set', 'mailFrom=test@office.example').status).toBe(0);
    expect(fileOf('countersign.test.json')).toMatchObject({ mailFrom: 'test@office.example' });
    expect(setup('--env', '../x').said).toMatch(/^environment: is no name/);
    expect(existsSync(join(folder, '..', 'x.json'))).toBe(false);
  });

  it('takes a setting away where that is said, not where its value got lost, nor one that there is not', () => {
    const before = fileOf('countersign.json');
    expect(setup('--set', 'alarmEmail')).toEqual({
      status: 1,
      said: expect.stringMatching(/^--set takes name=/),
    });
    expect(setup('--set', 'alarmMail=')).toEqual({
      status: 1,
      said: 'alarmMail in countersign.json is no setting\n',
    });
    expect(fileOf('countersign.json')).toEqual(before);
  });

  it('keeps the file whole on a disk that takes no more, and whose it is', () => {
    const there = join(folder, 'kept.json');
    const file = join(folder, 'countersign.full.json');
    writeFileSync(there, '{"mailFrom":"a@office.example"}');
    chmodSync(there, 0o640);
    symlinkSync(there, file);
    const tooMuch = { contact: 'x'.repeat(80), mailFrom: 'b@office.example' };
    const full = spawnSync(
      '/bin/sh',
      ['-c', 'ulimit -f 0; exec "$0" "$@"', process.execPath, 'infra/setup.ts', '--folder', folder].concat([
        '--env',
        'full',
        '--answers',
        JSON.stringify(tooMuch),
      ]),
      { cwd: join(import.meta.dirname, '../../..'), encoding: 'utf8' },
    );
    expect([full.status, full.stderr]).toEqual([1, expect.stringMatching(/^EFBIG: .*\n$/)]);
    expect(readFileSync(there, 'utf8')).toBe('{"mailFrom":"a@office.example"}');
    expect(setup('--env', 'full', '--set', 'mailFrom=b@office.example').status).toBe(0);
    expect(fileOf('kept.json')).toMatchObject({ mailFrom: 'b@office.example' });
    expect([statSync(there).mode & 0o777, lstatSync(file).isSymbolicLink()]).toEqual([0o640, true]);
  });

  it('and removal end in words where nobody answers', () => {
    for (const script of ['setup', 'remove']) {
      const { status, stderr } = spawnSync(process.execPath, [`infra/${script}.ts`, '--lang', 'en'], {
        cwd: join(import.meta.dirname, '../../..'),
        encoding: 'utf8',
        input: '',
        env: { ...process.env, AWS_EC2_METADATA_DISABLED: 'true', AWS_REGION: 'us-east-1' },
      });
      expect([status, stderr]).toEqual([1, '\nNobody answered, and nothing was changed.\n']);
    }
  });

  it('asks only for settings that there are, and what each way needs', () => {
    for (const { name } of questions) expect(Object.keys(fields)).toContain(name);
    const asked = (given: Record<string, string>) =>
      questions.filter(({ when }) => when?.(given) ?? true).map(({ name }) => name);
    expect(asked({ mailTransport: 'smtp' })).toContain('smtpSecretName');
    expect(asked({ mailTransport: 'smtp' })).not.toContain('mailIdentity');
    expect(asked({ issuer: 'https://i.example' })).toContain('clientId');
    expect(asked({})).toContain('alarmEmail');
    expect(asked({})).not.toContain('clientId');
    expect(asked({})).toEqual(expect.arrayContaining(['fileScanner', 'unscannedFiles']));
    const ofClamd = ['clamdAddress', 'clamdSubnets', 'clamdSecurityGroups'];
    expect(asked({ fileScanner: 'clamd' })).toEqual(expect.arrayContaining(ofClamd));
    for (const name of ofClamd) expect(asked({ fileScanner: 'guardduty' })).not.toContain(name);
  });

  it('writes for China nothing that is not offered there', () => {
    const given = {
      region: 'cn-north-1',
      mailTransport: 'smtp',
      smtpSecretName: 's',
      issuer: 'https://i.example',
      clientId: 'c',
    };
    expect(() => readSettings({ ...written(given) }, {})).not.toThrow();
  });
});

describe('the other commands', () => {
  it('tell the cdk command what stands behind a -- of its own', () => {
    expect(splitArguments(['--env', 'test', '--', '-v', '--'])).toEqual({
      own: ['--env', 'test'],
      ofCdk: ['-v', '--'],
    });
    expect(splitArguments(['--env=test'])).toEqual({ own: ['--env=test'], ofCdk: [] });
  });

  // As of a shell's variable that is not set: without it the deployment itself would be meant, and be destroyed.
  it.each([
    [['--env', ''], /^environment: is no name of an environment/],
    [['--evn', 'test'], /^Unknown option '--evn'\nUsage: npm run diff/],
  ])('refuse an environment that got lost: %j', (args, why) => {
    const { status, stderr } = spawnSync(process.execPath, ['infra/cdk.ts', 'diff', ...args], {
      cwd: root,
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([1, expect.stringMatching(why)]);
  });

  it('say in a line what they do not know, and how they are called', () => {
    expect(setup('--sett', 'contact=x')).toEqual({
      status: 1,
      said: expect.stringMatching(/^Unknown option '--sett'\nUsage: npm run setup -- .*\n$/),
    });
    expect(setup('test').said).toMatch(/^Unexpected argument 'test'/);
    const commands = ['infra', 'infra/local'].flatMap((folder) =>
      readdirSync(join(root, folder)).map((name) => join(root, folder, name)),
    );
    // Of Node's own an error is a defect of whoever called it, with a stack.
    const bare = commands.filter(
      (file) => file.endsWith('.ts') && readFileSync(file, 'utf8').includes('parseArgs('),
    );
    expect(bare).toEqual([]);
  });

  it('read tables in pages with a limit', () => {
    const folder = join(root, 'infra', 'commands');
    const calls = readdirSync(folder)
      .filter((name) => name.endsWith('.ts'))
      .flatMap(
        (name) => readFileSync(join(folder, name), 'utf8').match(/paginate(?:Scan|Query)\(\s*\{.*\}/g) ?? [],
      );
    expect(calls.length).toBeGreaterThan(4);
    expect(calls.filter((call) => !call.includes('pageSize: ITEMS_OF_A_PAGE'))).toEqual([]);
  });

  it('say before removing what stays, by its own names', () => {
    const told = removalTold(readSettings({ environment: 'test', mailFrom: 'a@office.example' }, {}));
    for (const text of Object.values(told)) {
      expect(text).toMatch(/CountersignService-test/);
      expect(text).toMatch(/delete-email-identity --email-identity office\.example/);
    }
    const adopted = removalTold(readSettings({ mailFrom: 'a@office.example', mailIdentity: 'existing' }, {}));
    expect(adopted.en).not.toContain('delete-email-identity');
    const moved = removalTold(readSettings({ formerDomains: 'old.office.example' }, {}));
    expect([told.en.includes('delete-domain-name'), moved.en]).toEqual([
      false,
      expect.stringContaining('delete-domain-name --domain-name old.office.example'),
    ]);
  });

  it('leave nothing protected in the settings after a removal, and make no file', () => {
    const file = join(folder, 'removed.json');
    forgetProtection(file);
    expect(existsSync(file)).toBe(false);
    writeFileSync(file, '{"mailFrom":"a@office.example","protected":true,"server":{}}');
    forgetProtection(file);
    expect(fileOf('removed.json')).toEqual({ mailFrom: 'a@office.example', server: {} });
  });
});
