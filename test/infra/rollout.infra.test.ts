import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { statementsOf } from './policies.ts';
import { functionOf, ofType, type Resource, read, synthesize } from './template.ts';
import { templatesOf } from './templates-of.ts';

const assembly = synthesize({ alarmEmail: 'duty@office.example' });
const { service } = assembly;
const aliases = ofType(service, 'AWS::Lambda::Alias');
const groups = ofType(service, 'AWS::CodeDeploy::DeploymentGroup');
const byId = new Map(service.map((resource) => [resource.id, resource]));

/** Whoever the gateway calls answers people. */
const answering = new Set(
  ofType(service, 'AWS::ApiGatewayV2::Integration').map(({ properties }) =>
    functionOf(properties.IntegrationUri),
  ),
);
const rows = [...answering].map((name) => [name] as const);

const policy = z.object({
  CodeDeployLambdaAliasUpdate: z.strictObject({
    ApplicationName: z.object({ Ref: z.string() }),
    DeploymentGroupName: z.object({ Ref: z.string() }),
  }),
});
const referred = (id: unknown): Resource | undefined => byId.get(z.object({ Ref: z.string() }).parse(id).Ref);

/** What moves the alias of a function. */
function moverOf(name: string) {
  const alias = aliases.find(({ properties }) => functionOf(properties.FunctionName) === name);
  const { ApplicationName, DeploymentGroupName } = policy.parse(
    alias?.updatePolicy,
  ).CodeDeployLambdaAliasUpdate;
  return { alias, application: referred(ApplicationName), group: referred(DeploymentGroupName) };
}

describe('a release of a function that answers people', () => {
  it.each(rows)('%s: CodeDeploy moves the alias, a tenth of the calls first', (name) => {
    const { application, group } = moverOf(name);
    expect(application?.properties).toEqual({ ComputePlatform: 'Lambda' });
    expect(group?.properties).toMatchObject({
      ApplicationName: { Ref: application?.id },
      DeploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
      DeploymentStyle: { DeploymentType: 'BLUE_GREEN', DeploymentOption: 'WITH_TRAFFIC_CONTROL' },
    });
  });

  it.each(rows)('%s: goes back when it fails, and when its alarm goes off', (name) => {
    const { group } = moverOf(name);
    const { AutoRollbackConfiguration: back, AlarmConfiguration: watch } = group?.properties ?? {};
    expect(back.Enabled).toBe(true);
    expect(back.Events).toEqual(expect.arrayContaining(['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM']));
    // An alarm that cannot be read stops the release as well.
    expect(watch).toEqual({ Enabled: true, Alarms: [{ Name: { Ref: `AlarmReleaseFails${name}` } }] });
  });

  it.each(rows)('%s: the alarm is about the version that is new, a minute at a time', (name) => {
    const { alias, group } = moverOf(name);
    const alarm = referred(group?.properties.AlarmConfiguration.Alarms[0].Name);
    const version = alias?.properties.FunctionVersion;
    expect(version).toMatchObject({ 'Fn::GetAtt': [expect.any(String), 'Version'] });
    const parts = alarm?.properties.Metrics.flatMap(({ MetricStat }: { MetricStat?: object }) =>
      MetricStat ? [MetricStat] : [],
    );
    const dimensions = (...pairs: [string, unknown][]) => pairs.map(([Name, Value]) => ({ Name, Value }));
    const live = { 'Fn::Join': ['', [{ Ref: name }, ':live']] };
    const common = { Period: 60, Stat: 'Sum' };
    expect(parts).toEqual([
      {
        ...common,
        Metric: {
          Namespace: 'AWS/Lambda',
          MetricName: 'Errors',
          Dimensions: dimensions(
            ['ExecutedVersion', version],
            ['FunctionName', { Ref: name }],
            ['Resource', live],
          ),
        },
      },
      {
        ...common,
        Metric: {
          Namespace: 'Countersign',
          MetricName: 'AnswersFailed',
          Dimensions: dimensions(['FunctionName', { Ref: name }], ['Version', version]),
        },
      },
    ]);
    // Under a name of its own: what the version before did leaves no alarm on that would stop this release.
    const [, [, named]] = alarm?.properties.AlarmName['Fn::Join'] ?? [];
    expect(named).toEqual(version);
    expect(alarm?.properties).toMatchObject({
      Threshold: 1,
      EvaluationPeriods: 1,
      TreatMissingData: 'notBreaching',
    });
  });

  it('is of those that answer people alone: what is woken by events is tried again by itself', () => {
    const moved = aliases.filter(({ updatePolicy }) => updatePolicy !== undefined);
    expect(new Set(moved.map(({ properties }) => functionOf(properties.FunctionName)))).toEqual(answering);
    expect(groups).toHaveLength(answering.size);
    expect(ofType(service, 'AWS::CodeDeploy::Application')).toHaveLength(1);
  });

  it('is the same in a region of China', () => {
    const china = templatesOf({
      region: 'cn-northwest-1',
      mailTransport: 'smtp',
      smtpSecretName: 'relay',
      issuer: 'https://id.office.example',
      clientId: 'countersign',
    });
    expect(ofType(china.service, 'AWS::CodeDeploy::DeploymentGroup').map(({ id }) => id)).toEqual(
      groups.map(({ id }) => id),
    );
  });
});

describe('a release that cannot wait, or that the one before cannot work beside', () => {
  const atOnce = templatesOf({ mailFrom: 'a@office.example' }, { 'countersign:pace': 'at-once' });
  const usual = templatesOf({ mailFrom: 'a@office.example' });
  const configurations = (resources: readonly Resource[]) =>
    new Set(
      ofType(resources, 'AWS::CodeDeploy::DeploymentGroup').map(
        ({ properties }) => properties.DeploymentConfigName,
      ),
    );

  it('goes over with one step, and nothing else is another', () => {
    expect(configurations(atOnce.service)).toEqual(new Set(['CodeDeployDefault.LambdaAllAtOnce']));
    const without = (resources: readonly Resource[]) =>
      resources.filter(({ type }) => type !== 'AWS::CodeDeploy::DeploymentGroup');
    expect(without(atOnce.service)).toEqual(without(usual.service));
  });

  it('is known by what the stack says of its records and calls', () => {
    expect(usual.outputs.get('Shapes')).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe('the role of CodeDeploy', () => {
  const own = statementsOf(service).filter(({ of }) => of === 'ReleaseRole');

  it('is taken by CodeDeploy alone, for every group', () => {
    const [trust] = own.filter(({ principal }) => principal !== undefined);
    expect(trust).toMatchObject({
      effect: 'Allow',
      actions: ['sts:AssumeRole'],
      principal: { Service: 'codedeploy.amazonaws.com' },
    });
    for (const { properties } of groups)
      expect(properties.ServiceRoleArn).toEqual({ 'Fn::GetAtt': ['ReleaseRole', 'Arn'] });
  });

  it('moves the aliases of these functions, looks at alarms, and can do nothing else', () => {
    const rights = own.filter(({ principal }) => principal === undefined);
    expect(rights.map(({ actions }) => actions.toSorted())).toEqual([
      ['lambda:GetAlias', 'lambda:GetProvisionedConcurrencyConfig', 'lambda:UpdateAlias'],
      ['cloudwatch:DescribeAlarms'],
    ]);
    const arnOf = (name: string) => ({ 'Fn::GetAtt': [name, 'Arn'] });
    const targets = [...answering].flatMap((name) => [
      JSON.stringify(arnOf(name)),
      JSON.stringify({ 'Fn::Join': ['', [arnOf(name), ':live']] }),
    ]);
    expect(rights[0]?.resources.toSorted()).toEqual(targets.toSorted());
    expect(rights[1]?.resources).toEqual([expect.stringMatching(/:cloudwatch:.*:alarm:\*"/)]);
  });
});

describe('the service stack', () => {
  // CloudFormation counts what an UpdatePolicy refers to: an alias would wait for its group, that for its alarm, and an
  // alarm that named the alias for the alias.
  it('has nothing that waits for itself', () => {
    const { Resources } = z
      .object({ Resources: z.record(z.string(), z.unknown()) })
      .parse(JSON.parse(read(`${assembly.outdir}/CountersignService.template.json`)));
    const needs = new Map(
      Object.entries(Resources).map(([id, resource]) => [
        id,
        [...new Set(namesIn(resource))].filter((one) => one in Resources && one !== id),
      ]),
    );
    expect(circleIn(needs)).toEqual([]);
  });
});

/** The ids that `Ref`, `Fn::GetAtt`, `Fn::Sub` and `DependsOn` name below a value. */
function namesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref') return [String(inner)];
    if (key === 'Fn::GetAtt' && Array.isArray(inner)) return [String(inner[0])];
    if (key === 'DependsOn') return [inner].flat().map(String);
    if (key === 'Fn::Sub' && typeof inner === 'string')
      return [...inner.matchAll(/\$\{(\w+)/g)].map(([, name = '']) => name);
    return namesIn(inner);
  });
}

/** Those that can never be made, because each of them waits for another of them. */
function circleIn(needs: ReadonlyMap<string, readonly string[]>): string[] {
  const made = new Set<string>();
  for (let before = -1; before < made.size; ) {
    before = made.size;
    for (const [id, others] of needs) if (others.every((one) => made.has(one))) made.add(id);
  }
  return [...needs.keys()].filter((id) => !made.has(id));
}
