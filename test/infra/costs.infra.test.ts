import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { estimate, offices } from '../../infra/costs/estimate.ts';
import { perProject } from '../../infra/costs/measured.ts';
import { prices } from '../../infra/costs/prices.ts';
import { notReckoned, standingOf } from '../../infra/costs/resources.ts';
import { centsOfProject, costTable } from '../../infra/costs/table.ts';
import { type Resource, root } from './template.ts';
import { templatesOf } from './templates-of.ts';

const resourcesOf = (settings: Readonly<Record<string, string>> = {}): Resource[] => {
  const { storage, service } = templatesOf(settings);
  return [...storage, ...service];
};
const usual = resourcesOf();
const [office = { projectsAYear: 0, people: 0 }] = offices;

/** Every setting that brings resources of its own. */
const others: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  domain: {
    domain: 'countersign.office.example',
    certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/1',
  },
  'alarms by mail, and a budget': { alarmEmail: 'duty@office.example', budgetUsd: '20' },
  'a relay and an issuer': {
    ...{ mailTransport: 'smtp', smtpSecretName: 'relay' },
    ...{ issuer: 'https://sign-in.office.example', clientId: 'countersign' },
  },
  GuardDuty: { fileScanner: 'guardduty' },
  'clamd in a network': {
    ...{ fileScanner: 'clamd', clamdAddress: 'clamd.office.example:3310' },
    ...{ clamdSubnets: 'subnet-0123456789abcdef0', clamdSecurityGroups: 'sg-0123456789abcdef0' },
  },
  'a lock': { checkpointLockMode: 'GOVERNANCE', checkpointLockDays: '30' },
  China: {
    ...{ region: 'cn-north-1', mailTransport: 'smtp', smtpSecretName: 'relay' },
    ...{ issuer: 'https://sign-in.office.example', clientId: 'countersign' },
  },
};

it.each(['README.md', 'README.zh-CN.md'])('%s has the figures of the template', (guide) => {
  const text = readFileSync(join(root, guide), 'utf8');
  const [, table = ''] = /<!-- npm run costs -->\n([\s\S]*?)\n<!-- -->/.exec(text) ?? [];
  // After `npm run synth`, `npm run costs -- --write` writes it.
  expect(table).toBe(costTable(usual, guide === 'README.md' ? 'en' : 'zh'));
  const { invocations, stateTransitions, mails, writeUnits } = perProject;
  const said = /\*(?:What it costs\.|费用。)\*[^\n]*/.exec(text)?.[0] ?? '';
  expect(said.match(/\d+(?:\.\d+)?/g)).toEqual(
    [invocations, stateTransitions, mails, writeUnits, centsOfProject(usual)].map(String),
  );
});

describe('the costs', () => {
  it.each(Object.entries(others))('know every resource with %s', (_, settings) => {
    expect(notReckoned(resourcesOf(settings))).toEqual([]);
  });

  it('refuse what they do not know, or would be billed otherwise', () => {
    const more = [
      { id: 'Nat', type: 'AWS::EC2::NatGateway', properties: {} },
      { id: 'Warm', type: 'AWS::Lambda::Alias', properties: { ProvisionedConcurrencyConfig: {} } },
      { id: 'Table', type: 'AWS::DynamoDB::GlobalTable', properties: { BillingMode: 'PROVISIONED' } },
    ];
    expect(notReckoned([...usual, ...more])).toEqual([
      'Nat: nobody said what AWS::EC2::NatGateway costs',
      'Warm is kept warm',
      'Table is not on demand, in one region',
    ]);
    expect(() => estimate([...usual, ...more], office)).toThrow('NatGateway');
  });

  it('grow with a key, a dashboard, an alarm, and with what runs by the clock', () => {
    const before = estimate(usual, office);
    const also = (type: string, properties: Record<string, unknown> = {}) =>
      estimate([...usual, { id: 'New', type, properties }], office);
    const grown = (type: string, properties?: Record<string, unknown>) =>
      also(type, properties).total - before.total;
    expect(grown('AWS::KMS::Key')).toBeCloseTo(prices.key.usd);
    expect(grown('AWS::CloudWatch::Dashboard')).toBeCloseTo(prices.dashboard.usd);
    const metric = { Namespace: 'AWS/Lambda', MetricName: 'Errors' };
    expect(grown('AWS::CloudWatch::Alarm', metric)).toBeCloseTo(prices.alarmMetric.usd);
    const sum = [
      { Expression: 'a + b' },
      { MetricStat: { Metric: metric } },
      { MetricStat: { Metric: metric } },
    ];
    expect(grown('AWS::CloudWatch::Alarm', { Metrics: sum })).toBeCloseTo(2 * prices.alarmMetric.usd);
    expect(grown('AWS::Events::Rule', { ScheduleExpression: 'rate(1 minute)' })).toBeGreaterThan(0.1);
    expect(() => also('AWS::Events::Rule', { ScheduleExpression: 'rate(3 days)' })).toThrow('rate(3 days)');
  });

  it('of attachments grow with what is sent, and with a scanner that is paid for', () => {
    const [small, middle] = offices.map((one) => estimate(usual, one).files);
    expect(middle).toBeCloseTo(10 * (small ?? 0));
    const scanned = estimate(resourcesOf({ fileScanner: 'guardduty' }), office);
    expect(scanned.files - (small ?? 0)).toBeCloseTo((50 * 2 * 0.09) / 1024 + 50 * 0.000_215);
  });

  it('find all metrics that the functions count', () => {
    const counted = usual
      .filter(({ type }) => type === 'AWS::CloudWatch::Alarm')
      .filter(({ properties }) => JSON.stringify(properties).includes('"Namespace":"Countersign"'));
    // One for each alarm of what functions count, those of releases among them, and four of SES.
    expect(standingOf(usual).customMetrics).toBe(counted.length + 4);
  });

  it('come to more for a larger office, and have a source for each price', () => {
    const totals = offices.map((one) => estimate(usual, one).total);
    expect(totals).toEqual(totals.toSorted((a, b) => a - b));
    for (const { source } of Object.values(prices)) expect(source).toMatch(/^https:\/\/aws\.amazon\.com\//);
  });
});
