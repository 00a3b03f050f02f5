import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { statementsOf } from './policies.ts';
import { ofType, root, runApp, synthesize } from './template.ts';
import { templatesOf } from './templates-of.ts';

// Slower than the others: two deployments are synthesized, one of them with every check there is.

// With CDK's validation of templates and the AWS Solutions rules: a finding fails the synthesis.
const assembly = synthesize({ alarmEmail: 'duty@office.example' }, { checks: true });
const both = [...assembly.storage, ...assembly.service];

const china = {
  region: 'cn-north-1',
  mailFrom: 'huiqian@office.example',
  mailTransport: 'smtp',
  smtpSecretName: 'countersign/relay',
  issuer: 'https://id.office.example',
  clientId: 'countersign',
};

describe('the app', () => {
  it('synthesizes two stacks without network, account or region, and passes every check', () => {
    expect(existsSync(join(assembly.outdir, 'CountersignStorage.template.json'))).toBe(true);
    expect(existsSync(join(assembly.outdir, 'CountersignService.template.json'))).toBe(true);
  });

  it('gives the same templates for the same sources', () => {
    const again = synthesize({ alarmEmail: 'duty@office.example' }, { anew: true });
    expect(again.service).toEqual(assembly.service);
    expect(again.storage).toEqual(assembly.storage);
  });

  it('is understood by the cdk command that the project pins', () => {
    const stacks = execFileSync(
      process.execPath,
      ['node_modules/aws-cdk/bin/cdk', 'ls', '--app', assembly.outdir, '--no-notices'],
      { cwd: root, encoding: 'utf8', stdio: 'pipe', env: { PATH: process.env.PATH, HOME: assembly.outdir } },
    );
    expect(stacks.trim().split('\n')).toEqual(['CountersignStorage', 'CountersignService']);
  });

  it('puts no partition into an ARN by hand', () => {
    expect(JSON.stringify(both)).not.toMatch(/arn:aws:/);
  });
});

describe('in a region of China', () => {
  const { storage, service } = templatesOf(china);

  it('needs neither Cognito nor SES', () => {
    const foreign = [...storage, ...service].filter((resource) =>
      /^AWS::(Cognito|SES)::/.test(resource.type),
    );
    expect(foreign).toEqual([]);
    expect(JSON.stringify([storage, service])).not.toMatch(/ses:|cognito-idp/);
  });

  it('tells the functions the office’s own issuer and relay, the password left in Secrets Manager', () => {
    const variables = (id: string) =>
      ofType(service, 'AWS::Lambda::Function').find((fn) => fn.id === id)?.properties.Environment.Variables;
    expect(variables('Session')).toMatchObject({
      ISSUER: china.issuer,
      CLIENT_ID: 'countersign',
      AUDIENCES: 'countersign',
    });
    expect(variables('SendMail')).toMatchObject({
      MAIL_TRANSPORT: 'smtp',
      MAIL_CONFIGURATION_SET: '',
      SMTP_SECRET: 'countersign/relay',
    });
  });

  it('puts no secret into an environment: only who sends may read it, when it sends', () => {
    expect(JSON.stringify([storage, service])).not.toContain('{{resolve:');
    const reading = statementsOf([...storage, ...service]).filter(({ actions }) =>
      actions.some((action) => action.startsWith('secretsmanager:')),
    );
    expect(reading.flatMap(({ roles }) => roles).sort()).toEqual([
      'DecisionsRole',
      'EvidenceRole',
      'SendMailRole',
      'SweepRole',
    ]);
    for (const { effect, actions, resources } of reading) {
      expect([effect, actions]).toEqual(['Allow', ['secretsmanager:GetSecretValue']]);
      expect(resources).toHaveLength(1);
      expect(resources[0]).toMatch(/:secret:countersign\/relay-\?{6}"/);
    }
  });

  it('traces nothing: Lambda has no X-Ray there', () => {
    const modes = ofType(service, 'AWS::Lambda::Function').map((fn) => fn.properties.TracingConfig?.Mode);
    expect(new Set(modes)).toEqual(new Set([undefined]));
    const [machine] = ofType(service, 'AWS::StepFunctions::StateMachine');
    expect(machine?.properties.TracingConfiguration).toEqual({ Enabled: false });
    expect(JSON.stringify([storage, service])).not.toContain('xray:');
  });

  it('has no alarm on mails that only SES could count', () => {
    expect(ofType(service, 'AWS::CloudWatch::Alarm').map((alarm) => alarm.id)).not.toContain(
      'AlarmMailFailed',
    );
  });
});

describe('with a host name of its own', () => {
  const { service } = templatesOf({
    domain: 'huiqian.office.example',
    certificateArn: 'arn:aws:acm:eu-central-1:111111111111:certificate/0',
  });

  it('tells the functions that address', () => {
    expect(ofType(service, 'AWS::ApiGatewayV2::DomainName')).toHaveLength(1);
    const addresses = ofType(service, 'AWS::Lambda::Function')
      .map((fn) => fn.properties.Environment.Variables.BASE_URL)
      .filter((address) => address !== undefined);
    expect(new Set(addresses)).toEqual(new Set(['https://huiqian.office.example']));
  });
});

describe('settings that do not hold', () => {
  it('stop the synthesis before anything is written', () => {
    const outdir = join(assembly.outdir, 'refused');
    expect(() => runApp(outdir, { region: 'cn-north-1' })).toThrow(/mailTransport: must be smtp/);
    expect(existsSync(join(outdir, 'manifest.json'))).toBe(false);
  });
});
