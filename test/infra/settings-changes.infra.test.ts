import { describe, expect, it } from '@jest/globals';
import { type Change, fields } from '../../infra/config.ts';
import { type Assembly, ofType, type Resource } from './template.ts';
import { templatesOf } from './templates-of.ts';

// Settings that are changed once something is deployed: what CloudFormation would make of the difference. Storage is
// deployed first, while the service still runs as before.

const before = { mailFrom: 'a@office.example', mailIdentity: 'domain', userPool: 'true' };
const deployed = templatesOf(before);

/** Properties that CloudFormation changes only by making the resource anew, of what is kept when it is replaced. */
const replacing: Readonly<Record<string, readonly string[]>> = {
  'AWS::DynamoDB::GlobalTable': ['TableName', 'KeySchema', 'LocalSecondaryIndexes'],
  'AWS::KMS::Key': ['KeySpec', 'KeyUsage', 'MultiRegion'],
  'AWS::S3::Bucket': ['BucketName'],
  'AWS::IAM::Role': ['RoleName', 'Path'],
  'AWS::Cognito::UserPool': ['UsernameAttributes', 'AliasAttributes', 'UsernameConfiguration'],
  'AWS::Cognito::UserPoolGroup': ['GroupName', 'UserPoolId'],
  'AWS::Cognito::UserPoolDomain': ['Domain', 'UserPoolId'],
  'AWS::Cognito::UserPoolClient': ['UserPoolId', 'GenerateSecret'],
  'AWS::SES::ConfigurationSet': ['Name'],
  'AWS::SES::EmailIdentity': ['EmailIdentity'],
  'AWS::StepFunctions::StateMachine': ['StateMachineName', 'StateMachineType'],
  'AWS::Logs::LogGroup': ['LogGroupName'],
};

const all = ({ storage, service }: Assembly): readonly Resource[] => [...storage, ...service];

/** Exports that the deployed service imports and that the next storage has not, or has with another value. */
const exportsLost = (from: Assembly, to: Assembly): string[] =>
  [...from.imports].filter(
    (name) => JSON.stringify(to.exports.get(name)) !== JSON.stringify(from.exports.get(name)),
  );

/** What holds something and would be made anew beside it. */
const replaced = (from: Assembly, to: Assembly): string[] =>
  all(from)
    .filter(({ updateReplacePolicy }) => updateReplacePolicy === 'Retain')
    .flatMap((old) => {
      const next = all(to).find(({ id }) => id === old.id);
      return (next ? (replacing[old.type] ?? []) : [])
        .filter((key) => JSON.stringify(next?.properties[key]) !== JSON.stringify(old.properties[key]))
        .map((key) => `${old.id}.${key}`);
    });

/** What leaves the template and is not kept, of what storage holds. */
const deleted = (from: Assembly, to: Assembly): string[] =>
  from.storage
    .filter(
      ({ id, deletionPolicy }) => deletionPolicy !== undefined && !to.storage.some((next) => next.id === id),
    )
    .filter(({ deletionPolicy }) => deletionPolicy !== 'RetainExceptOnCreate')
    .map(({ id }) => id);

const harm = (from: Assembly, to: Assembly) => ({
  exportsLost: exportsLost(from, to),
  replaced: replaced(from, to),
  deleted: deleted(from, to),
});
const none = { exportsLost: [], replaced: [], deleted: [] };

const smtp = { mailTransport: 'smtp', smtpSecretName: 'relay' };
const issuer = { issuer: 'https://id.office.example', clientId: 'countersign' };
const clamd = { fileScanner: 'clamd', clamdAddress: 'clamd.office.example:3310' };
const clamdInNetwork = {
  ...clamd,
  clamdSubnets: 'subnet-0123456789abcdef0,subnet-0123456789abcdef1',
  clamdSecurityGroups: 'sg-0123456789abcdef0',
};
const certificateArn = 'arn:aws:acm:eu-central-1:111111111111:certificate/0';

const historyStreamArn =
  'arn:aws:dynamodb:eu-central-1:111111111111:table/History/stream/2026-11-29T00:00:00.000';

/** The two-step settings, by the steps that their descriptions tell. */
const twoStep: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>> = {
  mailTransport: [
    { ...before, ...smtp },
    { mailFrom: before.mailFrom, userPool: 'true', ...smtp },
  ],
  issuer: [
    { ...before, ...issuer },
    { mailFrom: before.mailFrom, mailIdentity: 'domain', ...issuer },
  ],
  mailFrom: [{ ...before, mailFrom: 'a@elsewhere.example', mailIdentity: 'existing' }],
  historyStreamArn: [{ ...before, historyStreamArn }],
  domain: [
    { ...before, domain: 'huiqian.office.example', certificateArn },
    { ...before, domain: 'huiqian.office.example', certificateArn, gatewayAddress: 'closed' },
  ],
  formerDomains: [
    { ...before, domain: 'huiqian.office.example', certificateArn },
    {
      ...before,
      ...{ domain: 'shenpi.office.example', certificateArn: certificateArn.replace(/0$/, '1') },
      formerDomains: 'huiqian.office.example',
    },
    { ...before, domain: 'shenpi.office.example', certificateArn: certificateArn.replace(/0$/, '1') },
  ],
};

const freely: Readonly<Record<string, string>> = {
  protected: 'true',
  contact: '财政局 010-12345678',
  audiences: 'program',
  rolesClaim: 'groups',
  sessionIdleMinutes: '15',
  sessionHours: '4',
  signInMail: 'ses',
  throttleRate: '10',
  throttleBurst: '20',
  limitFactor: '2',
  logRetentionDays: '365',
  logLevel: 'error',
  alarmEmail: 'duty@office.example',
  budgetUsd: '50',
  checkpointMail: 'audit@office.example',
  fileScanner: 'guardduty',
  unscannedFiles: 'refuse',
  lockedFiles: 'refuse',
  attachmentMegabytes: '5',
  attachmentsMegabytes: '50',
  codeThresholdYuan: '500000',
  collectiveThresholdYuan: '500000',
  lapseDays: '30',
  waitDays: '10',
};

describe('a setting that is changed later', () => {
  const of = (wanted: Change) =>
    Object.entries(fields)
      .filter(([, field]) => field.meta()?.change === wanted)
      .map(([name]) => name);

  it('says whether it may be, and why it is there', () => {
    for (const [name, field] of Object.entries(fields)) {
      expect([name, field.meta()?.change]).toEqual([name, expect.stringMatching(/^(free|two-step|fixed)$/)]);
      expect([name, field.meta()?.description]).toEqual([name, expect.stringMatching(/^[A-Z“`].{20,}/)]);
    }
  });

  it('has its steps here, where it takes two', () => {
    // These two only accompany another one.
    const accompanying = ['mailIdentity', 'userPool'];
    expect(Object.keys(twoStep).sort()).toEqual(
      of('two-step')
        .filter((name) => !accompanying.includes(name))
        .sort(),
    );
  });

  it.each(Object.entries(twoStep))(
    '%s: no step takes an export in use or makes anew what is kept',
    (_, steps) => {
      let now = deployed;
      for (const step of steps) {
        const next = templatesOf(step);
        expect(harm(now, next)).toEqual(none);
        now = next;
      }
    },
  );

  it('in one step would take an export from the service: from SES to SMTP, from the pool to an issuer', () => {
    const bare = templatesOf({ mailFrom: before.mailFrom, userPool: 'true', ...smtp });
    expect(exportsLost(deployed, bare)).not.toEqual([]);
    const foreign = templatesOf({ mailFrom: before.mailFrom, mailIdentity: 'domain', ...issuer });
    expect(exportsLost(deployed, foreign)).not.toEqual([]);
  });

  it('would make the verified sender anew, were another domain of mailFrom given alone', () => {
    const elsewhere = templatesOf({ ...before, mailFrom: 'a@elsewhere.example' });
    expect(replaced(deployed, elsewhere)).toEqual(['MailIdentity.EmailIdentity']);
  });

  // What means something only beside another setting, by that one's way of being deployed.
  const within: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    checkpointLockDays: { checkpointLockMode: 'GOVERNANCE', checkpointLockDays: '30' },
    smtpSecretName: smtp,
    clientId: issuer,
    certificateArn: { domain: 'huiqian.office.example', certificateArn },
    gatewayAddress: { domain: 'huiqian.office.example', certificateArn },
    clamdAddress: clamd,
    clamdSubnets: clamdInNetwork,
    clamdSecurityGroups: clamdInNetwork,
  };
  const other: Readonly<Record<string, string>> = {
    checkpointLockDays: '60',
    smtpSecretName: 'another/relay',
    clientId: 'another',
    certificateArn: certificateArn.replace(/0$/, '1'),
    gatewayAddress: 'closed',
    clamdAddress: '10.0.0.9:3310',
    clamdSubnets: 'subnet-0123456789abcdef9',
    clamdSecurityGroups: 'sg-0123456789abcdef9',
  };

  it.each(Object.keys(within))('%s does no harm, where it has a meaning', (name) => {
    const from = templatesOf({ ...before, ...within[name] });
    const to = templatesOf({ ...before, ...within[name], [name]: other[name] ?? '' });
    expect(harm(from, to)).toEqual(none);
    expect(harm(to, from)).toEqual(none);
  });

  it('is held by a test, if it is free', () => {
    expect([...Object.keys(freely), ...Object.keys(within)].sort()).toEqual(of('free').sort());
  });

  it.each([
    ['from none to clamd in a network', {}, clamdInNetwork],
    ['from clamd to GuardDuty', clamdInNetwork, { fileScanner: 'guardduty' }],
  ])('does no harm as the scanner: %s', (_, one, other) => {
    const from = templatesOf({ ...before, ...one });
    const to = templatesOf({ ...before, ...other });
    expect(harm(from, to)).toEqual(none);
    expect(harm(to, from)).toEqual(none);
  });

  it('does no harm where it is free', () => {
    const everything = templatesOf({ ...before, ...freely });
    expect(harm(deployed, everything)).toEqual(none);
    expect(harm(everything, deployed)).toEqual(none);
  });
});

describe('the stream of a restored table', () => {
  const restored = templatesOf({ ...before, historyStreamArn });
  const streams = ({ service }: Assembly) =>
    ofType(service, 'AWS::Lambda::EventSourceMapping').map(({ properties }) => properties.EventSourceArn);

  it('is followed by all who followed the one before, and the storage is as it was', () => {
    expect(streams(restored)).toEqual(streams(deployed).map(() => historyStreamArn));
    expect(restored.storage).toEqual(deployed.storage);
    // Nobody imports what CloudFormation still takes for the table's stream: it may change there.
    const gone = [...deployed.imports].filter((name) => !restored.imports.has(name));
    expect(gone).toEqual([expect.stringContaining('StreamArn')]);
  });

  it('is read by their roles, which have nothing more of the old one', () => {
    const texts = ofType(restored.service, 'AWS::IAM::Policy').map(({ properties }) =>
      JSON.stringify(properties),
    );
    expect(texts.filter((text) => text.includes(historyStreamArn)).length).toBeGreaterThan(0);
    expect(texts.filter((text) => text.includes('StreamArn'))).toEqual([]);
  });
});

describe('the address of before', () => {
  const apiOf = ({ service }: Assembly) => ofType(service, 'AWS::ApiGatewayV2::Api')[0];
  const [open, closed] = (twoStep.domain ?? []).map((settings) => templatesOf(settings));

  it('answers until it is closed: the same gateway, so that mailed links lead somewhere', () => {
    expect(apiOf(deployed)?.properties.DisableExecuteApiEndpoint).toBe(false);
    expect(open && apiOf(open)?.id).toBe(apiOf(deployed)?.id);
    expect(open && apiOf(open)?.properties.DisableExecuteApiEndpoint).toBe(false);
    expect(closed && apiOf(closed)?.properties.DisableExecuteApiEndpoint).toBe(true);
  });

  it('of an office that takes another host name stays with what leads from it, and its pages lead on', () => {
    const [one, other] = (twoStep.formerDomains ?? []).map((settings) => templatesOf(settings));
    const edge = (of: Assembly | undefined) =>
      (of?.service ?? [])
        .filter(({ type }) => /^AWS::ApiGatewayV2::(DomainName|ApiMapping)$/.test(type))
        .map(({ id, updateReplacePolicy, properties }) => [id, updateReplacePolicy, properties.DomainName]);
    // A host name cannot be changed, nor whose mapping it is: both are made anew, and those of before are kept.
    expect(edge(one)).toEqual([
      ['Domain', 'Retain', 'huiqian.office.example'],
      ['DomainMapping', 'Retain', { Ref: 'Domain' }],
    ]);
    expect(edge(other)).toEqual([
      ['Domain', 'Retain', 'shenpi.office.example'],
      ['DomainMapping', 'Retain', { Ref: 'Domain' }],
    ]);
    const told = (of: Assembly | undefined) =>
      new Set(
        ofType(of?.service ?? [], 'AWS::Lambda::Function').map(
          ({ properties }) => Object(properties.Environment).Variables?.FORMER_HOSTS,
        ),
      );
    expect([told(one), told(other)]).toEqual([
      new Set(['', undefined]),
      new Set(['huiqian.office.example', undefined]),
    ]);
    expect(fields.domain.meta()?.description).toMatch(/give the first in `formerDomains` at the same time/);
  });
});
