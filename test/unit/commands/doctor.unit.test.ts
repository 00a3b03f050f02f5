import { describe, expect, it } from '@jest/globals';
import { ask, askHost } from '../../../infra/commands/doctor/asking.ts';
import { checks } from '../../../infra/commands/doctor/checks.ts';
import type { Facts } from '../../../infra/commands/doctor/facts.ts';
import { askFormerNames } from '../../../infra/commands/doctor/former-names.ts';
import { askHostName } from '../../../infra/commands/doctor/host-name.ts';
import { judge, notAnswered, type Trouble } from '../../../infra/commands/doctor/judge.ts';
import { isRelayAddress, noAddress } from '../../../infra/commands/doctor/relay.ts';
import { readSettings } from '../../../infra/config.ts';

// What AWS answers, in the shape of its API's documentation: nothing here asks anybody.

const account = '111111111111';
const settingsWith = (more: Record<string, string> = {}) =>
  readSettings(
    {
      account,
      region: 'eu-central-1',
      mailFrom: 'a@office.example',
      alarmEmail: 'duty@office.example',
      protected: 'true',
      ...more,
    },
    {},
  );
const stack = (name: string, outputs: Record<string, string> = {}, status = 'UPDATE_COMPLETE') => ({
  found: {
    StackName: name,
    StackStatus: status as 'UPDATE_COMPLETE',
    CreationTime: new Date(0),
    Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
  },
});
const topic = `arn:aws:sns:eu-central-1:${account}:CountersignService-AlarmTopic`;

/** All is well. */
const healthy: Facts = {
  settings: settingsWith(),
  now: new Date('2026-06-01T00:00:00Z'),
  announcedYears: [2025, 2026],
  caller: { found: { Account: account, Arn: `arn:aws:iam::${account}:user/deployer`, UserId: 'AIDA' } },
  bootstrap: stack('CDKToolkit', { BootstrapVersion: '28' }),
  storage: stack('CountersignStorage', { UserPoolId: 'eu-central-1_abc' }),
  service: stack('CountersignService', { Address: 'https://x.example', AlarmTopicArn: topic }),
  sender: { found: { ProductionAccessEnabled: true, SendingEnabled: true } },
  domainIdentity: { found: { IdentityType: 'DOMAIN', VerifiedForSendingStatus: true } },
  addressIdentity: { none: true },
  lambda: { found: { AccountLimit: { ConcurrentExecutions: 1000 } } },
  subscriptions: {
    found: {
      Subscriptions: [{ Endpoint: 'duty@office.example', Protocol: 'email', SubscriptionArn: `${topic}:1` }],
    },
  },
  administrators: { found: { Users: [{ Username: 'a' }] } },
  directory: { found: { hasUnits: true, hasAdministrators: true } },
  uploads: { found: { expiresAfterDays: 30, tellsEventBridge: true } },
};

const certificateArn = `arn:aws:acm:eu-central-1:${account}:certificate/0`;
const withDomain: Facts = {
  ...healthy,
  settings: settingsWith({ domain: 'huiqian.office.example', certificateArn }),
  service: stack('CountersignService', { DomainTarget: 'd-1.execute-api.example', AlarmTopicArn: topic }),
  certificate: { found: { Certificate: { DomainName: 'huiqian.office.example', Status: 'ISSUED' } } },
  hostName: { found: { names: ['d-1.execute-api.example'], addresses: [], targetAddresses: [] } },
};
const withIssuer: Facts = {
  ...healthy,
  settings: settingsWith({ issuer: 'https://id.office.example', clientId: 'c' }),
  issuer: { found: { issuer: 'https://id.office.example' } },
};

const troublesOf = (facts: Facts): Map<string, Trouble> =>
  new Map(
    checks.flatMap((check) => {
      const verdict = judge(check, facts);
      return typeof verdict === 'string' ? [] : [[check.name, verdict] as const];
    }),
  );

describe('doctor', () => {
  it.each<[string, Facts]>([
    ['a deployment', healthy],
    ['one with a host name of its own', withDomain],
    [
      'one whose host name is an ALIAS record',
      {
        ...withDomain,
        hostName: {
          found: { names: [], addresses: ['192.0.2.7'], targetAddresses: ['192.0.2.6', '192.0.2.7'] },
        },
      },
    ],
    ['one with an issuer of its own', withIssuer],
    ['one of an earlier release, which had no bucket of uploads', { ...healthy, uploads: { none: true } }],
    [
      'one with a scanner of Amazon’s',
      { ...healthy, settings: settingsWith({ fileScanner: 'guardduty', unscannedFiles: 'refuse' }) },
    ],
  ])('finds nothing missing where all is well: %s', (_, facts) => {
    expect([...troublesOf(facts).keys()]).toEqual([]);
  });

  const pending = { IdentityType: 'DOMAIN', VerifiedForSendingStatus: false } as const;
  const china = readSettings(
    {
      region: 'cn-north-1',
      mailFrom: 'a@office.example',
      alarmEmail: 'duty@office.example',
      mailTransport: 'smtp',
      smtpSecretName: 's',
      issuer: 'https://id.office.example',
      clientId: 'c',
      protected: 'true',
    },
    {},
  );

  const bySmtp = settingsWith({ mailTransport: 'smtp', smtpSecretName: 'countersign/relay' });
  it.each<[string, string, Facts, RegExp]>([
    [
      'the secret of the mail server',
      'relay',
      { ...healthy, settings: bySmtp, relay: { none: true } },
      /create-secret --name countersign\/relay/,
    ],
    [
      'an address in the secret',
      'relay',
      { ...healthy, settings: bySmtp, relay: { found: noAddress } },
      /put-secret-value --secret-id countersign\/relay --secret-string smtps:/,
    ],
    [
      'a mail server that takes the password',
      'relay',
      {
        ...healthy,
        settings: bySmtp,
        relay: { found: { host: 'mail.example:465', refusal: { code: 'EAUTH', message: '535' } } },
      },
      /%40/,
    ],
    [
      'a network in which clamd is reached',
      'scanner',
      { ...healthy, settings: settingsWith({ fileScanner: 'clamd', clamdAddress: '10.0.0.9:3310' }) },
      /clamdSubnets=/,
    ],
    [
      'a scanner where files without one are refused',
      'scanner',
      { ...healthy, settings: settingsWith({ unscannedFiles: 'refuse' }) },
      /unscannedFiles=mark/,
    ],
    [
      'a bucket that tells of uploads',
      'uploads',
      { ...healthy, uploads: { found: { expiresAfterDays: 30, tellsEventBridge: false } } },
      /npm run deploy -- --revert-drift$/,
    ],
    [
      'a bucket that clears away what nothing names',
      'uploads',
      { ...healthy, uploads: { found: { tellsEventBridge: true } } },
      /npm run deploy -- --revert-drift$/,
    ],
    [
      'credentials',
      'account',
      { ...healthy, caller: { failed: 'CredentialsProviderError' } },
      /aws configure/,
    ],
    [
      'the right account',
      'account',
      { ...healthy, caller: { found: { Account: '222222222222' } } },
      /get-caller-identity/,
    ],
    [
      'a sender of its own',
      'sample-sender',
      { ...healthy, settings: settingsWith({ mailFrom: 'countersign@countersign.example' }) },
      /npm run setup/,
    ],
    ['bootstrap', 'bootstrap', { ...healthy, bootstrap: { none: true } }, /npm run bootstrap$/],
    [
      'bootstrap of an environment',
      'bootstrap',
      { ...healthy, settings: settingsWith({ environment: 'test' }), bootstrap: { none: true } },
      /bootstrap -- --env test/,
    ],
    [
      'a deployment',
      'deployed',
      { ...healthy, storage: { none: true }, domainIdentity: { none: true } },
      /npm run deploy/,
    ],
    [
      'a whole deployment',
      'deployed',
      { ...healthy, service: stack('CountersignService', {}, 'ROLLBACK_COMPLETE') },
      /describe-stack-events --stack-name CountersignService/,
    ],
    [
      'protection',
      'protected',
      { ...healthy, settings: settingsWith({ protected: 'false' }) },
      /protected=true/,
    ],
    [
      'an identity that may be made',
      'identity',
      { ...healthy, storage: { none: true } },
      /mailIdentity=existing/,
    ],
    [
      'an identity that should exist',
      'identity',
      { ...healthy, settings: settingsWith({ mailIdentity: 'existing' }), domainIdentity: { none: true } },
      /create-email-identity --email-identity office\.example/,
    ],
    [
      'DKIM',
      'dkim',
      {
        ...healthy,
        domainIdentity: { found: { ...pending, DkimAttributes: { Status: 'PENDING', Tokens: ['abc'] } } },
      },
      /^abc\._domainkey\.office\.example CNAME abc\.dkim\.amazonses\.com$/,
    ],
    [
      'the click of an address',
      'dkim',
      { ...healthy, addressIdentity: { found: { ...pending, IdentityType: 'EMAIL_ADDRESS' } } },
      /--email-identity a@office\.example/,
    ],
    [
      'production access',
      'sandbox',
      { ...healthy, sender: { found: { ProductionAccessEnabled: false, SendingEnabled: true } } },
      /production-access-enabled/,
    ],
    [
      'sending at all',
      'sandbox',
      { ...healthy, sender: { found: { ProductionAccessEnabled: true, SendingEnabled: false } } },
      /EnforcementStatus/,
    ],
    [
      'concurrency',
      'concurrency',
      { ...healthy, lambda: { found: { AccountLimit: { ConcurrentExecutions: 10 } } } },
      /L-B99A9384/,
    ],
    [
      'a certificate',
      'certificate',
      { ...withDomain, certificate: { none: true } },
      /request-certificate --domain-name huiqian/,
    ],
    [
      'the certificate of that name',
      'certificate',
      {
        ...withDomain,
        certificate: { found: { Certificate: { DomainName: 'other.example', Status: 'ISSUED' } } },
      },
      /request-certificate/,
    ],
    [
      'an issued certificate',
      'certificate',
      {
        ...withDomain,
        certificate: {
          found: {
            Certificate: {
              DomainName: '*.office.example',
              Status: 'PENDING_VALIDATION',
              DomainValidationOptions: [
                {
                  DomainName: 'x',
                  ResourceRecord: { Name: '_a.office.example.', Type: 'CNAME', Value: '_b.acm.' },
                },
              ],
            },
          },
        },
      },
      /^_a\.office\.example\. CNAME _b\.acm\.$/,
    ],
    [
      'the host name',
      'domain',
      { ...withDomain, hostName: { none: true } },
      /^huiqian\.office\.example CNAME d-1\.execute-api\.example$/,
    ],
    [
      'a host name that leads to us',
      'domain',
      {
        ...withDomain,
        hostName: { found: { names: [], addresses: ['192.0.2.9'], targetAddresses: ['192.0.2.7'] } },
      },
      /CNAME d-1/,
    ],
    [
      'a host name of before, whose links still work',
      'former-names',
      { ...withDomain, formerNames: { found: { gone: ['alt.office.example'] } } },
      /^dig \+short alt\.office\.example$/,
    ],
    [
      'somebody who is told',
      'alarms',
      { ...healthy, settings: settingsWith({ alarmEmail: '' }) },
      /alarmEmail=/,
    ],
    [
      'a confirmed alarm mailbox',
      'alarms',
      {
        ...healthy,
        subscriptions: {
          found: {
            Subscriptions: [{ Endpoint: 'duty@office.example', SubscriptionArn: 'PendingConfirmation' }],
          },
        },
      },
      /sns subscribe --topic-arn arn:/,
    ],
    [
      'an issuer',
      'issuer',
      { ...withIssuer, issuer: { none: true } },
      /curl -i https:\/\/id\.office\.example\/\.well-known/,
    ],
    [
      'an issuer of that very name',
      'issuer',
      { ...withIssuer, issuer: { found: { issuer: 'https://id.office.example/' } } },
      /issuer=https:\/\/id\.office\.example\/$/,
    ],
    [
      'a first administrator',
      'administrator',
      { ...healthy, administrators: { found: { Users: [] } } },
      /npm run people -- add .*--role administrator/,
    ],
    [
      'a directory',
      'directory',
      { ...healthy, directory: { found: { hasUnits: false, hasAdministrators: false } } },
      /^https:\/\/x\.example\/directory$/,
    ],
    [
      'administrators in the directory',
      'directory',
      { ...healthy, directory: { found: { hasUnits: true, hasAdministrators: false } } },
      /\/directory$/,
    ],
    [
      'the holidays of the year',
      'holidays',
      { ...healthy, now: new Date('2026-12-01T00:00:00Z') },
      /^https:\/\/x\.example\/settings$/,
    ],
    [
      'an ICP licence’s host name',
      'icp',
      { ...healthy, settings: china, issuer: { found: { issuer: 'https://id.office.example' } } },
      /domain=/,
    ],
  ])('misses %s, and says how to get it', (_, name, facts, step) => {
    const trouble = troublesOf(facts).get(name);
    expect(trouble?.steps.some((one) => step.test(one))).toBe(true);
    expect(trouble?.words.zh).toMatch(/[一-龥]/);
    expect(trouble?.words.en).toMatch(/^[A-Za-z]/);
    // One thing missing is told once; what is not deployed yet is told beside.
    const others = [...troublesOf(facts).keys()].filter((other) => other !== 'deployed');
    expect(others).toEqual(name === 'deployed' ? [] : [name]);
  });

  it.each<[string, Facts]>([
    ['a region', { ...healthy, settings: settingsWith({ region: '' }) }],
    ['a sender', { ...healthy, settings: settingsWith({ mailFrom: 'countersign@countersign.example' }) }],
    ['bootstrap', { ...healthy, bootstrap: { none: true } }],
    ['a deployment', { ...healthy, storage: { none: true }, domainIdentity: { none: true } }],
    ['protection', { ...healthy, settings: settingsWith({ protected: 'false' }) }],
    ['an identity that may be made', { ...healthy, storage: { none: true } }],
    ['somebody who is told', { ...healthy, settings: settingsWith({ alarmEmail: '' }) }],
    ['the issuer’s name', { ...withIssuer, issuer: { found: { issuer: 'https://id.office.example/' } } }],
    ['an administrator', { ...healthy, administrators: { found: { Users: [] } } }],
    ['a network', { ...healthy, settings: settingsWith({ fileScanner: 'clamd', clamdAddress: 'c:3310' }) }],
    ['a scanner', { ...healthy, settings: settingsWith({ unscannedFiles: 'refuse' }) }],
    [
      'a sender that the relay takes',
      {
        ...healthy,
        settings: settingsWith({ mailTransport: 'smtp', smtpSecretName: 's' }),
        relay: { found: { host: 'mail.example', refusal: { code: 'EENVELOPE', message: '550' } } },
      },
    ],
  ])('of an environment gives commands of that one: %s', (_, facts) => {
    const settings = { ...facts.settings, environment: 'test' };
    const commands = [...troublesOf({ ...facts, settings }).values()]
      .flatMap(({ steps }) => steps)
      .filter((step) => step.startsWith('npm run '));
    expect(commands).not.toEqual([]);
    for (const command of commands) expect(command).toMatch(/^npm run \S+ -- (.* )?--env test($| {3}#)/);
  });

  it('of a stack that is at work, or half gone back, tells what CloudFormation takes then', () => {
    const stepsOf = (status: string) =>
      troublesOf({ ...healthy, service: stack('CountersignService', {}, status) }).get('deployed')?.steps ??
      [];
    expect(stepsOf('UPDATE_IN_PROGRESS')).toEqual([
      expect.stringMatching(/describe-stacks --stack-name CountersignService/),
      'npm run doctor',
    ]);
    expect(stepsOf('UPDATE_ROLLBACK_FAILED').slice(1)).toEqual([
      'aws cloudformation continue-update-rollback --stack-name CountersignService',
      'npm run deploy',
    ]);
    expect(stepsOf('ROLLBACK_COMPLETE').slice(1)).toEqual(['npm run deploy']);
  });

  it('of no network says neither that there are no credentials nor that nothing is deployed', () => {
    const unreached = { failed: 'ENOTFOUND: getaddrinfo ENOTFOUND sts.eu-central-9.amazonaws.com' };
    const facts = {
      ...healthy,
      caller: unreached,
      bootstrap: unreached,
      storage: unreached,
      service: unreached,
    };
    const troubles = troublesOf(facts);
    expect([...troubles.keys()]).toEqual(['account']);
    expect(troubles.get('account')?.words.en).toMatch(/is not reached/);
  });

  it('says nothing of what it could not learn, and why it could not', () => {
    const denied = { failed: 'AccessDeniedException: ses:GetAccount' };
    const facts = { ...healthy, sender: denied, lambda: denied };
    expect(notAnswered(facts)).toEqual(new Map([[denied.failed, ['sender', 'lambda']]]));
    expect(checks.filter((check) => judge(check, facts) === 'unknown').map(({ name }) => name)).toEqual([
      'concurrency',
      'sandbox',
    ]);
  });
});

describe('a question', () => {
  const failing = (error: unknown) => ask(() => Promise.reject(error));

  const nobody = (host: string) =>
    Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' });

  it('to a service that is not found is not answered: a region mistyped, or without that service', async () => {
    expect(await failing(nobody('email.ap-east-1.amazonaws.com'))).toEqual({
      failed: 'ENOTFOUND: getaddrinfo ENOTFOUND email.ap-east-1.amazonaws.com',
    });
    const stack = Object.assign(new Error('Stack CDKToolkit does not exist'), { name: 'ValidationError' });
    expect(await failing(stack)).toEqual({ none: true });
  });

  it('about what is not there is answered, also where the reason lies beneath', async () => {
    const cause = nobody('id.office.example');
    const unknown = await askHost(() => Promise.reject(new TypeError('fetch failed', { cause })));
    expect(unknown).toEqual({ none: true });
    const refused = Object.assign(new Error('connect ECONNREFUSED 192.0.2.1:443'), { code: 'ECONNREFUSED' });
    expect(await failing(new TypeError('fetch failed', { cause: refused }))).toEqual({
      failed: 'ECONNREFUSED: connect ECONNREFUSED 192.0.2.1:443',
    });
  });

  it('about a mail server is not put to what is no address of one', () => {
    const wrapped = '{"url":"smtps://user:password@mail.example"}';
    for (const text of [wrapped, 'mail.example', 'https://mail.example', 'user:password', ''])
      expect([text, isRelayAddress(text)]).toEqual([text, false]);
    for (const text of ['smtps://user:p%40ss@mail.example', 'smtp://mail.example:25?tls=none\n'])
      expect([text, isRelayAddress(text)]).toEqual([text, true]);
  });

  it('about a host name takes a name or addresses, and only silence for nothing', async () => {
    const code = (name: string) => Object.assign(new Error(name), { code: name });
    const dns = (
      names: Record<string, string[]>,
      addresses: Record<string, string[]>,
      otherwise = 'ENODATA',
    ) => ({
      resolveCname: async (host: string) => names[host] ?? Promise.reject(code(otherwise)),
      resolve4: async (host: string) => addresses[host] ?? Promise.reject(code(otherwise)),
    });
    const alias = dns({}, { 'a.example': ['192.0.2.7'], 'd-1.example': ['192.0.2.7'] });
    expect(await askHostName(alias, 'a.example', 'd-1.example')).toEqual({
      names: [],
      addresses: ['192.0.2.7'],
      targetAddresses: ['192.0.2.7'],
    });
    expect(await askHostName(dns({}, {}), 'a.example', 'd-1.example')).toBeUndefined();
    await expect(askHostName(dns({}, {}, 'ETIMEOUT'), 'a.example', undefined)).rejects.toThrow('ETIMEOUT');
  });

  it('are told of where they were before and nobody knows them any more; what cannot be learnt is not', async () => {
    const lookup = (code: string) => async (name: string) =>
      name === 'old.example' ? Promise.reject(Object.assign(new Error(code), { code })) : ['192.0.2.7'];
    const names = ['older.example', 'old.example'];
    expect(await askFormerNames(lookup('ENOTFOUND'), names)).toEqual({ gone: ['old.example'] });
    await expect(askFormerNames(lookup('EAI_AGAIN'), names)).rejects.toThrow('EAI_AGAIN');
  });
});
