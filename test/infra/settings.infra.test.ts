import { describe, expect, it } from '@jest/globals';
import { readSettings, whyNotDeployed } from '../../infra/config.ts';

const china = {
  region: 'cn-northwest-1',
  mailTransport: 'smtp',
  smtpSecretName: 's',
  issuer: 'https://i.example',
  clientId: 'c',
};

describe('a deployment’s settings', () => {
  it('all have a default', () => {
    expect(readSettings({}, {})).toMatchObject({ mailTransport: 'ses', waitDays: 30, throttleRate: 50 });
  });

  it('come from the environment, and the context wins', () => {
    expect(readSettings({}, { COUNTERSIGN_WAIT_DAYS: '10' }).waitDays).toBe(10);
    expect(readSettings({ waitDays: '20' }, { COUNTERSIGN_WAIT_DAYS: '10' }).waitDays).toBe(20);
  });

  it('take thresholds as people type amounts, and a contact that says something', () => {
    expect(readSettings({ codeThresholdYuan: '500,000' }, {}).codeThresholdYuan).toBe(500_000);
    expect(readSettings({ codeThresholdYuan: 500_000 }, {}).codeThresholdYuan).toBe(500_000);
    expect(readSettings({ collectiveThresholdYuan: '50万元' }, {}).collectiveThresholdYuan).toBe(500_000);
    for (const wrong of ['50,00', '1.5', '0', '1e6', '五十万'])
      expect(() => readSettings({ codeThresholdYuan: wrong }, {})).toThrow(/codeThresholdYuan/);
    expect(() => readSettings({ codeThresholdYuan: '50,00' }, {})).toThrow(/Did you mean 50.00\?/);
    expect(readSettings({ contact: '项目办公室\u200B' }, {}).contact).toBe('项目办公室');
    for (const wrong of ['办公室\u202E', '。。', '一\n二'])
      expect(() => readSettings({ contact: wrong }, {})).toThrow(/contact/);
  });

  it('leave CDK’s own context keys alone', () => {
    expect(() => readSettings({ '@aws-cdk/core:checkSecretUsage': true, 'aws:cdk:x': 1 }, {})).not.toThrow();
  });

  it('hold in China with SMTP and an issuer of one’s own', () => {
    expect(readSettings(china, {})).toMatchObject({ mailTransport: 'smtp', issuer: 'https://i.example' });
  });

  it.each([
    ['an unknown name', { mailfrom: 'a@b.example' }, /mailfrom is no setting/],
    ['a host name without certificate', { domain: 'a.example' }, /certificateArn/],
    [
      'the present host name as a former one',
      { domain: 'a.example', certificateArn: 'arn:x', formerDomains: 'b.example, A.example' },
      /formerDomains: names the present domain/,
    ],
    ['a former host name that is an address', { formerDomains: 'https://a.example' }, /formerDomains/],
    ['SMTP without the secret’s name', { mailTransport: 'smtp' }, /smtpSecretName/],
    ['a secret’s name that would mean several', { ...china, smtpSecretName: 'relay*' }, /smtpSecretName/],
    ['no limits at all', { limitFactor: '1000000' }, /limitFactor/],
    ['an issuer without client', { issuer: 'https://i.example' }, /clientId/],
    ['an issuer without TLS', { issuer: 'http://i.example', clientId: 'c' }, /issuer/],
    ['SES in China', { ...china, mailTransport: 'ses' }, /mailTransport: must be smtp/],
    [
      'Cognito in China',
      { region: 'cn-north-1', mailTransport: 'smtp', smtpSecretName: 's' },
      /issuer: is needed/,
    ],
    ['a wait longer than an execution lives', { waitDays: '366' }, /waitDays/],
    ['a retention that CloudWatch does not know', { logRetentionDays: '100' }, /logRetentionDays/],
    [
      'a lock of checkpoints without days',
      { checkpointLockMode: 'GOVERNANCE' },
      /checkpointLockDays: is needed/,
    ],
    ['days of a lock without its mode', { checkpointLockDays: '3650' }, /checkpointLockMode: is needed/],
    [
      'a lock of no kind that S3 has',
      { checkpointLockMode: 'soft', checkpointLockDays: '1' },
      /checkpointLockMode/,
    ],
    ['a mailbox for checkpoints that is none', { checkpointMail: 'a@b.example, nobody' }, /checkpointMail/],
    ['sign-in codes by SES where mail goes by SMTP', { ...china, signInMail: 'ses' }, /signInMail/],
    ['clamd without its address', { fileScanner: 'clamd' }, /clamdAddress: is needed/],
    [
      'an address of clamd without port',
      { clamdAddress: 'clamd.office.example' },
      /clamdAddress: is neither/,
    ],
    ['a port that there is not', { clamdAddress: '127.0.0.1:65536' }, /clamdAddress: has no port/],
    [
      'subnets without security groups',
      { clamdSubnets: 'subnet-0123456789abcdef0' },
      /clamdSecurityGroups: is needed/,
    ],
    ['security groups without subnets', { clamdSecurityGroups: 'sg-01234567' }, /clamdSubnets: is needed/],
    [
      'subnets that are none',
      { clamdSubnets: 'vpc-01234567', clamdSecurityGroups: 'sg-01234567' },
      /subnet-…/,
    ],
    [
      'a socket’s path for a function in a network',
      {
        ...{ fileScanner: 'clamd', clamdAddress: '/run/clamav/clamd.ctl' },
        ...{ clamdSubnets: 'subnet-01234567', clamdSecurityGroups: 'sg-01234567' },
      },
      /clamdAddress: is a path/,
    ],
    ['GuardDuty in China', { ...china, fileScanner: 'guardduty' }, /fileScanner: is not offered/],
    [
      'a certificate of another region',
      {
        region: 'eu-central-1',
        domain: 'a.example',
        certificateArn: 'arn:aws:acm:us-east-1:1:certificate/0',
      },
      /certificateArn: is of us-east-1, and the deployment of eu-central-1/,
    ],
    [
      'a budget in GovCloud',
      { region: 'us-gov-west-1', budgetUsd: '50', alarmEmail: 'a@b.example' },
      /budgetUsd: is not offered/,
    ],
    ['a number in words', { waitDays: 'ten' }, /waitDays: is no number/],
    ['a part of a number', { waitDays: '1.5' }, /waitDays: is no whole number/],
    ['a label that Cognito refuses', { signInPrefix: 'laws' }, /signInPrefix: contains aws/],
    ['an environment whose label Cognito refuses', { environment: 'awstest' }, /signInPrefix: is needed/],
    ['a file larger than is looked through', { attachmentMegabytes: '51' }, /attachmentMegabytes/],
    [
      'files that all together hold less than one',
      { attachmentMegabytes: '20', attachmentsMegabytes: '10' },
      /attachmentsMegabytes: is less/,
    ],
  ])('refuse %s', (_, context, reason) => {
    expect(() => readSettings(context, {})).toThrow(reason);
  });

  it('say of the sample sender that it is not deployed, as soon as there is an account', () => {
    const withAccount = { CDK_DEFAULT_ACCOUNT: '111111111111' };
    expect(whyNotDeployed(readSettings({}, withAccount))).toMatch(/^mailFrom is still .*npm run setup/);
    expect(whyNotDeployed(readSettings({ mailFrom: 'a@b.example' }, withAccount))).toBeUndefined();
    expect(whyNotDeployed(readSettings({}, {}))).toBeUndefined();
  });

  it('say of clamd without a network that it is not deployed: files would cross the internet', () => {
    const clamd = { mailFrom: 'a@b.example', fileScanner: 'clamd', clamdAddress: '10.0.0.9:3310' };
    const withAccount = { CDK_DEFAULT_ACCOUNT: '111111111111' };
    expect(whyNotDeployed(readSettings(clamd, withAccount))).toMatch(/^clamdSubnets is missing/);
    // One server has no account, and clamd beside it.
    expect(
      whyNotDeployed(readSettings({ ...clamd, clamdAddress: '/run/clamav/clamd.ctl' }, {})),
    ).toBeUndefined();
    const network = { clamdSubnets: 'subnet-01234567, subnet-89abcdef', clamdSecurityGroups: 'sg-01234567' };
    const settings = readSettings({ ...clamd, ...network }, withAccount);
    expect(whyNotDeployed(settings)).toBeUndefined();
    expect(settings.clamdSubnets).toEqual(['subnet-01234567', 'subnet-89abcdef']);
  });

  it('take a host name as browsers write it', () => {
    const certificateArn = 'arn:aws:acm:eu-central-1:1:certificate/0';
    expect(readSettings({ domain: 'Huiqian.Office.example', certificateArn }, {}).domain).toBe(
      'huiqian.office.example',
    );
  });

  it('take a stream of every partition, and an environment whose name is in no label', () => {
    for (const partition of ['aws', 'aws-cn', 'aws-us-gov']) {
      const historyStreamArn = `arn:${partition}:dynamodb:us-gov-west-1:111111111111:table/H/stream/2026`;
      expect(readSettings({ historyStreamArn }, {}).historyStreamArn).toBe(historyStreamArn);
    }
    const issuer = { issuer: 'https://i.example', clientId: 'c' };
    expect(readSettings({ environment: 'awstest', ...issuer }, {}).environment).toBe('awstest');
    expect(readSettings({ environment: 'awstest', signInPrefix: 'office' }, {}).signInPrefix).toBe('office');
  });

  it('report every problem at once', () => {
    expect(() => readSettings({ domain: 'a.example', issuer: 'https://i.example' }, {})).toThrow(
      /certificateArn[\s\S]*clientId/,
    );
  });
});
